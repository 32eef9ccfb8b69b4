"""A DynamoDB table."""

from components.table.args import IndexArgs, KeyAttribute, StreamReference, TableArgs
from components.table.component import Table

__all__ = ["IndexArgs", "KeyAttribute", "StreamReference", "Table", "TableArgs"]
