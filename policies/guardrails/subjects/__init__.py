"""What several rules of one subject share: how its parts belong together, and what they mean."""
