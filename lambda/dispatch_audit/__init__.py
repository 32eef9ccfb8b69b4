"""Asks once a day for the audit of every account of the organization."""
