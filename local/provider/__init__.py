"""The local run's resource table as a provider for Pulumi's own engine."""
