"""A DynamoDB table."""

from components.table.args import IndexArgs, KeyAttribute, TableArgs
from components.table.component import Table

__all__ = ["IndexArgs", "KeyAttribute", "Table", "TableArgs"]
