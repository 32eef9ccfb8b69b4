"""Reads resources from files: Pulumi's exports and plain lists."""
