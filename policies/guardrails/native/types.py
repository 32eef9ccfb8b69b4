"""Every native type that the rules understand."""

from collections.abc import Mapping
from typing import Final

from guardrails.native import iam, messaging, tables
from guardrails.native.model import NativeType

NATIVE: Final[Mapping[str, NativeType]] = {
    one.type: one for subject in (tables, messaging, iam) for one in subject.TYPES
}
"""The tables by native type."""
