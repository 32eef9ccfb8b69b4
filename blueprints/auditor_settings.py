"""The auditor's part of the configuration."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NotRequired, Self, TypedDict

from blueprints import reader
from components.core import limits, shapes
from components.core.checks import matching, one_of, whole_number
from components.core.where import Where, camel_case

WHERE: Final = Where("bulwark:auditor", camel_case)

# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)
_KEY_AGE_DAYS = range(366)
_RESOLVED_DAYS = range(1, 3651)


class AuditorSettings(TypedDict):
    """``bulwark:auditor`` in ``Pulumi.<stack>.yaml``, where keys are written camelCase."""

    schedule: str
    """When to audit: ``cron(0 3 * * ? *)`` or ``rate(1 day)``, in UTC."""

    audit_role: str
    """The name of the role that the auditor assumes in every account."""

    external_id: str
    """What the auditor says when it assumes the role; the organization's stack has the same."""

    max_access_key_age_days: NotRequired[int]
    """How old an access key may be, from 0 (every key is too old) to 365 days. Default: 90."""

    resolved_finding_days: NotRequired[int]
    """How long a resolved finding is kept, from 1 to 3650 days. Default: 90."""

    log_retention_days: NotRequired[int]
    """How long logs are kept, as CloudWatch Logs offers it. Default: 365."""

    alert_emails: NotRequired[list[str]]
    """Who gets new critical findings by e-mail. Default: nobody."""


@dataclass(frozen=True, slots=True)
class AuditorSpec:
    """The validated settings, complete."""

    schedule: str
    audit_role: str
    external_id: str
    max_access_key_age_days: int
    resolved_finding_days: int
    log_retention_days: int
    alert_emails: tuple[str, ...]

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """Validate the value of ``bulwark:auditor``.

        Raises:
            ConfigError: A key that is missing, or a value of another type.
            SpecError: A key that is misspelt, or a value that is not allowed.
        """
        settings = reader.read(WHERE, given, AuditorSettings)
        key_age = settings.get("max_access_key_age_days", 90)
        resolved = settings.get("resolved_finding_days", 90)
        return cls(
            schedule=settings["schedule"],
            audit_role=matching(
                _at("audit_role"), settings["audit_role"], shapes.ROLE_NAME, "a role's name"
            ),
            external_id=matching(
                _at("external_id"),
                settings["external_id"],
                EXTERNAL_ID,
                "2 to 1224 letters, digits and +=,.@:/_-",
            ),
            max_access_key_age_days=whole_number(
                _at("max_access_key_age_days"), key_age, _KEY_AGE_DAYS, "days"
            ),
            resolved_finding_days=whole_number(
                _at("resolved_finding_days"), resolved, _RESOLVED_DAYS, "days"
            ),
            log_retention_days=one_of(
                _at("log_retention_days"),
                settings.get("log_retention_days", 365),
                limits.LOG_RETENTION_DAYS,
            ),
            alert_emails=tuple(
                matching(_at("alert_emails"), email, shapes.EMAIL, "e-mail addresses")
                for email in settings.get("alert_emails", [])
            ),
        )


def _at(key: str) -> str:
    return str(WHERE.key(key))
