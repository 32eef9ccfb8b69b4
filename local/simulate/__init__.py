"""What AWS would answer to requests, asked of a stack's principals or of documents in files."""

# Puts the pack on the path, whose engine evaluates.
import local.policy as _  # noqa: F401
