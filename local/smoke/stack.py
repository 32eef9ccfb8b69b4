"""What the smoke calls need to know of a deployed auditor."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class AuditorStack:
    """The outputs of an auditor's stack."""

    api_url: str
    api_id: str
    api_stage: str
    findings_table: str
    audits_queue_url: str
    audits_dead_letter_queue_url: str
    alerts_topic_arn: str
    dispatch_function: str
    audit_role_name: str
    audit_external_id: str

    @classmethod
    def of(cls, outputs: Mapping[str, Any]) -> Self | None:
        """Read a stack's outputs; ``None`` when it is not an auditor's."""
        names = [field.name for field in fields(cls)]
        if not all(isinstance(outputs.get(name), str) for name in names):
            return None
        return cls(**{name: outputs[name] for name in names})
