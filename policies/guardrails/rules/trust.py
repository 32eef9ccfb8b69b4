"""Who may become a role, and for how long."""

from collections.abc import Iterator, Sequence

from guardrails import access
from guardrails.documents import asking
from guardrails.iam.model import DocumentKind
from guardrails.model import Fail, Level, Result, Rule, Severity, Undetermined, rule
from guardrails.resource_types import ROLE
from guardrails.settings import whole_number
from guardrails.subjects.snippets import TRUST
from guardrails.view import Resource

_TYPES = tuple(access.TRUST_DOCUMENTS)

# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html
_SHORTEST, _LONGEST = 3_600, 43_200
# A session outlives what made it needless: a leaver, a changed policy's session tags, a stolen
# laptop. Four hours are half a working day; people's shifts are up to permission sets.
_LONG = 14_400


def _trust(  # noqa: PLR0913, PLR0917 -- one per column of the table below
    id_: str,
    title: str,
    severity: Severity,
    why: str,
    remediation: str,
    equivalents: Sequence[str],
    *,
    public: bool = False,
    level: Level = Level.MANDATORY,
    own: str = "",
) -> Rule:
    return rule(
        id_,
        title,
        category="public-exposure" if public else "least-privilege",
        severity=severity,
        level=level,
        applies_to=_TYPES,
        why=why,
        remediation=remediation,
        equivalents=equivalents,
        own=own,
        snippet=TRUST[id_],
    )(asking(id_, DocumentKind.TRUST))


@rule(
    "session-duration-long",
    "Sessions of a role end within hours",
    category="least-privilege",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[ROLE],
    why="Credentials that got lost work until their session ends.",
    remediation="Leave max_session_duration out for AWS's hour, and let long work renew them.",
    snippet="aws.iam.Role(..., max_session_duration=3600)",
    own="The tools of the catalogue do not look at a session's length.",
    settings={
        "maximum_seconds": whole_number(
            _LONG, _SHORTEST, _LONGEST, "The longest session that passes."
        )
    },
)
def session_duration(role: Resource, maximum_seconds: int) -> Iterator[Result]:
    """AWS's default is an hour, and its limit are twelve."""
    duration = role["maxSessionDuration"]
    if duration.unknown:
        yield Undetermined(duration.path)
    elif duration.number is not None and duration.number > maximum_seconds:
        yield Fail(
            f"Sessions of the role last up to {duration.shown()} seconds, and credentials that "
            f"got lost as long; allowed: {maximum_seconds}.",
            duration.path,
            f"max_session_duration={maximum_seconds} or less",
        )


RULES = (
    _trust(
        "trust-any-principal",
        "No role trusts everyone",
        Severity.CRITICAL,
        "Every AWS account in the world may become the role.",
        "Name the account, role or service in Principal.",
        [
            "CKV_AWS_60",
            "CKV_AWS_283",
            "guard:iam-role-no-full-access-on-trust-policy",
            "cloudsplaining:AssumableByAnyPrincipal",
            "cfn_nag:F2",
        ],
        public=True,
    ),
    _trust(
        "trust-any-with-condition",
        "No role trusts everyone who meets a condition that anyone can meet",
        Severity.HIGH,
        "The condition looks like a bound and is none.",
        "Name the principals, or bound them by aws:PrincipalOrgID.",
        ["cloudsplaining:AssumableByAnyPrincipalWithConditions"],
        public=True,
    ),
    _trust(
        "trust-cross-account-root",
        "Another account is trusted with an external id",
        Severity.HIGH,
        "A third party that acts for many customers could be made to act on this account.",
        'Name the role in the other account, or add "Condition": {"StringEquals": '
        '{"sts:ExternalId": ...}}.',
        ["CKV_AWS_61", "cloudsplaining:AssumableByCrossAccountPrincipal"],
        level=Level.ADVISORY,
    ),
    _trust(
        "trust-notprincipal",
        "No role trusts everyone but some",
        Severity.CRITICAL,
        "Allow with NotPrincipal is everyone in the world but those named.",
        "Name whom to trust, in Principal.",
        ["guard:iam-role-no-allow-plus-not-principal", "cfn_nag:F6"],
        public=True,
    ),
    _trust(
        "trust-notaction",
        "Trust policies name how a role may be taken",
        Severity.MEDIUM,
        "Allow with NotAction lets in by every way that nobody thought of.",
        "Write sts:AssumeRole, or the one action that is meant, in Action.",
        ["guard:iam-role-no-allow-plus-not-action-on-trust-policy", "cfn_nag:W14"],
    ),
    _trust(
        "trust-oidc-github",
        "GitHub's tokens are taken from named owners of repositories",
        Severity.CRITICAL,
        "GitHub signs tokens for everyone: only their subject tells whose workflow runs.",
        'Add "StringLike": {"token.actions.githubusercontent.com:sub": "repo:owner/name:*"}.',
        ["CKV_AWS_393", "CKV_AWS_358"],
        public=True,
    ),
    _trust(
        "trust-oidc-no-aud",
        "Tokens and assertions are taken for a named audience or subject",
        Severity.HIGH,
        "Without it a token that was meant for another application, or for another customer of "
        "the provider, is as good.",
        'Add "StringEquals" on the provider\'s aud or sub; on SAML:aud for SAML.',
        [],
        public=True,
        own="Only IAM Access Analyzer has it, in an account.",
    ),
    _trust(
        "trust-confused-deputy",
        "Services that act for others take a role for this account only",
        Severity.MEDIUM,
        "The service acts for every customer of AWS: another one's resource could make it act as "
        "the role.",
        'Add "StringEquals": {"aws:SourceAccount": ...} and "ArnLike": {"aws:SourceArn": ...}.',
        ["prowler:iam_role_cross_service_confused_deputy_prevention"],
        level=Level.ADVISORY,
    ),
    session_duration,
)
