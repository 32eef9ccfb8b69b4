"""The access map: who can do what on what, who can become whom, what is open to outside."""

# Puts the pack on the path, whose engine reads the policies.
import local.policy as _  # noqa: F401
