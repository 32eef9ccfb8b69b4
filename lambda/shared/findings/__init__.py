"""Findings: what they are, how they are keyed, and the table that they live in."""
