"""Pulumi's own engine, for what the in-process run cannot show: diffs, updates, the real CLI."""
