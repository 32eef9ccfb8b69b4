"""Audits one account: its credentials and its own policies."""
