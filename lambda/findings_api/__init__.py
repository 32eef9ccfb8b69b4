"""The REST API over the findings."""
