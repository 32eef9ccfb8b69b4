"""The colours of severities."""

from collections.abc import Mapping
from typing import Final

SEVERITIES: Final[Mapping[str, str]] = {
    "critical": "bold red",
    "high": "red",
    "medium": "yellow",
    "low": "cyan",
}
