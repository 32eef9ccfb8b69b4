"""Who may become a role."""

from collections.abc import Iterator

from guardrails import access
from guardrails.documents import findings
from guardrails.iam.model import DocumentKind
from guardrails.model import Level, Result, Severity, rule
from guardrails.view import Resource

_TYPES = tuple(access.TRUST_DOCUMENTS)


@rule(
    "trust-any-principal",
    "No role trusts everyone",
    category="public-exposure",
    severity=Severity.CRITICAL,
    applies_to=_TYPES,
    why="Every AWS account in the world may become the role.",
    remediation="Name the account, role or service in Principal.",
    equivalents=[
        "CKV_AWS_60",
        "CKV_AWS_283",
        "guard:iam-role-no-full-access-on-trust-policy",
        "cloudsplaining:AssumableByAnyPrincipal",
        "cfn_nag:F2",
    ],
)
def any_principal(role: Resource) -> Iterator[Result]:
    """Without a condition that bounds it."""
    return findings(role, DocumentKind.TRUST, "trust-any-principal")


@rule(
    "trust-any-with-condition",
    "No role trusts everyone who meets a condition that anyone can meet",
    category="public-exposure",
    severity=Severity.HIGH,
    applies_to=_TYPES,
    why="The condition looks like a bound and is none.",
    remediation="Name the principals, or bound them by aws:PrincipalOrgID.",
    equivalents=["cloudsplaining:AssumableByAnyPrincipalWithConditions"],
)
def any_principal_with_condition(role: Resource) -> Iterator[Result]:
    """With a condition that does not bound it."""
    return findings(role, DocumentKind.TRUST, "trust-any-with-condition")


@rule(
    "trust-cross-account-root",
    "Another account is trusted with an external id",
    category="least-privilege",
    severity=Severity.HIGH,
    level=Level.ADVISORY,
    applies_to=_TYPES,
    why="A third party that acts for many customers could be made to act on this account.",
    remediation='Name the role in the other account, or add "Condition": {"StringEquals": '
    '{"sts:ExternalId": ...}}.',
    equivalents=["CKV_AWS_61", "cloudsplaining:AssumableByCrossAccountPrincipal"],
)
def cross_account_root(role: Resource) -> Iterator[Result]:
    """A whole account as the principal."""
    return findings(role, DocumentKind.TRUST, "trust-cross-account-root")


@rule(
    "trust-notprincipal",
    "No role trusts everyone but some",
    category="public-exposure",
    severity=Severity.CRITICAL,
    applies_to=_TYPES,
    why="Allow with NotPrincipal is everyone in the world but those named.",
    remediation="Name whom to trust, in Principal.",
    equivalents=["guard:iam-role-no-allow-plus-not-principal", "cfn_nag:F6"],
)
def not_principal(role: Resource) -> Iterator[Result]:
    """``NotPrincipal`` in a statement that allows."""
    return findings(role, DocumentKind.TRUST, "trust-notprincipal")


RULES = (any_principal, any_principal_with_condition, cross_account_root, not_principal)
