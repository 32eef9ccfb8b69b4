"""What is wrong with policy documents in files."""

# Puts the pack on the path, whose engine judges the documents.
import local.policy as _  # noqa: F401
