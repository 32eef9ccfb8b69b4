"""Proof that a deployed stack works: it is used as its users would."""
