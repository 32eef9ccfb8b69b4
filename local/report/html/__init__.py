"""The report as one page: readable without a network, by keyboard and by eye."""

from local.report.html.page import report

__all__ = ["report"]
