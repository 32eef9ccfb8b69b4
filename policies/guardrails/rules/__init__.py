"""The rules, one module per subject; a rule is a small function with its metadata."""
