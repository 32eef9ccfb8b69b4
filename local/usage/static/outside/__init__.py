"""What is known of code that the package does not bring: AWS's SDK, Python's own, libraries."""
