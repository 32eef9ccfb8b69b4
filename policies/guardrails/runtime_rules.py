"""The rules that only a running account can answer: the nightly audit reports them.

Nothing here runs at preview. Keys grow old and devices are lost after a program has been deployed,
so the access auditor (``lambda/audit_account``) judges them by the account's credential report.
"""

from dataclasses import dataclass
from typing import Final

from guardrails.model import Severity


@dataclass(frozen=True, slots=True)
class RuntimeRule:
    """One rule of the audit; the attributes are those of ``guardrails.model.Rule``."""

    id: str
    title: str
    severity: Severity
    why: str
    remediation: str
    equivalents: tuple[str, ...] = ()


RUNTIME_RULES: Final = (
    RuntimeRule(
        "access-key-rotation",
        "No access key is older than 90 days",
        Severity.HIGH,
        "A key works for whoever found it, until somebody replaces it.",
        "Replace the key by a role; until then rotate it. The auditor's setting is "
        "maxAccessKeyAgeDays.",
        ("FSBP:IAM.3", "AWSGuard:iamAccessKeysRotated", "trivy:AWS-0146"),
    ),
    RuntimeRule(
        "console-access",
        "Every user with a password has a second factor",
        Severity.HIGH,
        "A password of IAM's opens the console to whoever learns it.",
        "Let people sign in through IAM Identity Center, or activate MFA for the user.",
        ("FSBP:IAM.5", "FSBP:IAM.19", "AWSGuard:iamMfaEnabledForConsoleAccess"),
    ),
    RuntimeRule(
        "root-access-key",
        "The root user has no access key",
        Severity.CRITICAL,
        "No policy limits what such a key can do.",
        "Delete the root user's access keys and use a role.",
        ("FSBP:IAM.4", "trivy:AWS-0141"),
    ),
    RuntimeRule(
        "root-mfa",
        "The root user signs in with a second factor, or not at all",
        Severity.CRITICAL,
        "Its password opens everything, and no policy limits it.",
        "Remove the root user's credentials centrally, or activate a hardware MFA device.",
    ),
)
"""By their ids; all but ``console-access``, of which a preview sees half, are the audit's alone."""
