"""An AWS on this machine: its processes, and what each resource type means to it."""
