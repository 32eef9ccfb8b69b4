"""Runs the real program on the real SDK, without Pulumi's engine."""
