"""Says what a run found, to people and to programs."""
