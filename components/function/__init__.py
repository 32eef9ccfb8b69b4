"""A Lambda function."""

from components.function.args import FunctionArgs, FunctionReference
from components.function.component import Function

__all__ = ["Function", "FunctionArgs", "FunctionReference"]
