"""Every native type that the rules understand."""

from collections.abc import Mapping
from typing import Final

from guardrails.native import (
    apis,
    databases,
    events,
    functions,
    iam,
    keys,
    logs,
    messaging,
    network,
    storage,
    tables,
)
from guardrails.native.model import NativeType

_SUBJECTS: Final = (
    tables,
    messaging,
    events,
    functions,
    iam,
    keys,
    logs,
    storage,
    databases,
    network,
    apis,
)

NATIVE: Final[Mapping[str, NativeType]] = {
    one.type: one for subject in _SUBJECTS for one in subject.TYPES
}
"""The tables by native type."""
