"""KMS keys; their policies are in ``resource_policies``."""

from collections.abc import Iterator

from guardrails.answers import demand, sets
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.resource_types import KEY
from guardrails.settings import whole_number
from guardrails.view import Resource

_SYMMETRIC = "SYMMETRIC_DEFAULT"
_LONGEST_WINDOW_DAYS = 30


@rule(
    "kms-rotation",
    "Symmetric keys are rotated",
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    applies_to=[KEY],
    why="Rotation bounds how much data one piece of key material protects.",
    remediation="Set enable_key_rotation=True; AWS cannot rotate asymmetric keys.",
    equivalents=[
        "CKV_AWS_7",
        "FSBP:KMS.4",
        "cdk-nag:KMS5",
        "AWSGuard:cmkBackingKeyRotationEnabled",
        "trivy:AWS-0065",
        "guard:cmk-backing-key-rotation-enabled",
        "pulumi-compliance:aws-kms-key-enable-key-rotation",
        "cfn_nag:F19",
    ],
    remedy=sets({"enableKeyRotation": True}),
)
def rotation(key: Resource) -> Iterator[Result]:
    """AWS rotates only symmetric encryption keys whose material it made."""
    spec, usage, store = (
        key["customerMasterKeySpec"],
        key["keyUsage"],
        key["customKeyStoreId"],
    )
    if spec.unknown or usage.unknown:
        yield Undetermined(spec.path if spec.unknown else usage.path)
        return
    asymmetric = spec.text not in ("", _SYMMETRIC) or usage.text not in ("", "ENCRYPT_DECRYPT")
    if asymmetric or not store.missing:
        return
    enabled = key["enableKeyRotation"]
    yield from demand(
        enabled,
        enabled.flag is True,
        "Rotation is off, so one piece of key material protects all data for ever.",
        "enable_key_rotation=True",
    )


@rule(
    "kms-enabled",
    "Keys are enabled, and a deletion can be taken back for 30 days",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=[KEY],
    why="What a deleted key encrypted is lost; the window is the only time to notice.",
    remediation="Leave is_enabled at True and deletion_window_in_days at 30.",
    equivalents=["CKV_AWS_227", "FSBP:KMS.3", "guard:kms-cmk-not-scheduled-for-deletion"],
    settings={
        "minimum_window_days": whole_number(
            _LONGEST_WINDOW_DAYS, 7, _LONGEST_WINDOW_DAYS, "The shortest deletion window."
        )
    },
)
def enabled_and_recoverable(key: Resource, minimum_window_days: int) -> Iterator[Result]:
    """AWS's default window is the longest, 30 days."""
    enabled = key["isEnabled"]
    yield from demand(
        enabled,
        enabled.flag is not False,
        "The key is disabled: whatever it encrypts cannot be read.",
        "is_enabled=True",
    )
    window = key["deletionWindowInDays"]
    days = window.number
    if window.unknown:
        yield Undetermined(window.path)
    elif days is not None and days < minimum_window_days:
        yield Fail(
            f"A deleted key can be had back for {window.shown()} days only, and everything that "
            "it encrypted is lost with it.",
            window.path,
            f"deletion_window_in_days={minimum_window_days}",
        )


RULES = (rotation, enabled_and_recoverable)
