"""How this function was deployed."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from findings.settings import SettingsError, days, text

# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
_EXTERNAL_ID: Final = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment, checked."""

    findings_table: str
    idempotency_table: str
    role_name: str
    external_id: str = field(repr=False)
    max_access_key_age_days: int
    """0: every active access key is too old."""
    resolved_finding_days: int
    """How long a resolved finding is kept."""

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the environment.

        Raises:
            SettingsError: A variable is missing or cannot be what it has to be.
        """
        return cls(
            findings_table=text("FINDINGS_TABLE_NAME", environment),
            idempotency_table=text("IDEMPOTENCY_TABLE_NAME", environment),
            role_name=text("AUDIT_ROLE_NAME", environment),
            external_id=_external_id(environment),
            max_access_key_age_days=days("MAX_ACCESS_KEY_AGE_DAYS", environment),
            resolved_finding_days=days("RESOLVED_FINDING_DAYS", environment),
        )


def _external_id(environment: Mapping[str, str]) -> str:
    # STS repeats an external id that it does not take, and errors are logged.
    value = text("AUDIT_EXTERNAL_ID", environment)
    if not _EXTERNAL_ID.fullmatch(value):
        allowed = "2 to 1224 letters, digits and + = , . @ : / -"
        raise SettingsError(f"AUDIT_EXTERNAL_ID: got {len(value)} characters; allowed: {allowed}.")
    return value
