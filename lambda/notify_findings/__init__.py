"""Tells people of new critical findings."""
