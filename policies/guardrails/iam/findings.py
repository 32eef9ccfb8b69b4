"""What the engine finds wrong with a document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LOW, MEDIUM, HIGH, CRITICAL = "low", "medium", "high", "critical"

SEVERITIES: Final[Mapping[str, str]] = {
    "admin-star": CRITICAL,
    "action-star": HIGH,
    "full-iam": CRITICAL,
    "kms-full": HIGH,
    "cloudtrail-full": HIGH,
    "service-wildcard": MEDIUM,
    "resource-star-restrictable": MEDIUM,
    "resource-effectively-star": MEDIUM,
    "write-unconstrained": HIGH,
    "permissions-mgmt-unconstrained": HIGH,
    "data-exfil": HIGH,
    "credentials-exposure": HIGH,
    "kms-decrypt-star": HIGH,
    "marketplace-subscribe-star": LOW,
    "passrole-star": HIGH,
    "passrole-no-passedtoservice": MEDIUM,
    "passrole-notaction": HIGH,
    "assume-star": HIGH,
    "allow-notaction": HIGH,
    "allow-notresource": MEDIUM,
    "privesc": CRITICAL,
    "privesc-cross-policy": CRITICAL,
    "privesc-target-dependent": HIGH,
    "permissions-boundary-missing": HIGH,
    "resource-policy-privesc": MEDIUM,
    "trust-any-principal": CRITICAL,
    "trust-any-with-condition": HIGH,
    "trust-cross-account-root": HIGH,
    "trust-notprincipal": CRITICAL,
    "trust-notaction": MEDIUM,
    "trust-oidc-github": CRITICAL,
    "trust-oidc-no-aud": HIGH,
    "trust-confused-deputy": MEDIUM,
    "policy-public-principal": CRITICAL,
    "policy-action-star": HIGH,
    "policy-notprincipal": CRITICAL,
    "policy-service-source": HIGH,
    "resource-policy-cross-account": MEDIUM,
    "policy-notresource": MEDIUM,
    "s3-policy-lockout": HIGH,
    "endpoint-open": MEDIUM,
    "unknown-action": LOW,
    "resource-mismatch": LOW,
    "unknown-condition-key": LOW,
    "condition-type-mismatch": LOW,
    "forallvalues-single": MEDIUM,
    "mfa-pattern": MEDIUM,
}
"""How bad each kind of finding is; resources left open to writing are one step worse."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, reported once.

    Attributes:
        rule: Its kind, a key of ``SEVERITIES``.
        severity: ``low``, ``medium``, ``high`` or ``critical``.
        path: Its place in the document: ``Statement[2].Action[0]``.
        message: What is wrong, and what an attacker or a mistake can do with it.
        fix: The smallest change that mends it.
    """

    rule: str
    severity: str
    path: str
    message: str
    fix: str


def finding(rule: str, path: str, message: str, fix: str, severity: str | None = None) -> Finding:
    """A finding of that kind, of its usual severity unless told otherwise."""
    return Finding(rule, severity or SEVERITIES[rule], path, message, fix)
