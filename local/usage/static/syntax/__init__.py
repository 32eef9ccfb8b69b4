"""Follows what is written: statements, expressions, targets, imports, annotations."""
