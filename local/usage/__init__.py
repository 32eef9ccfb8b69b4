"""What a function's code calls, beside what its role was granted."""
