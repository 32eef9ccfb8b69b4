"""The pack's data on AWS's actions; importing this package has put the pack on the path."""

from guardrails.iam.reference import data_date

__all__ = ["data_date"]
