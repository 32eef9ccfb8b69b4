"""Who may use a resource: one rule for each service that other tools know by an id of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from guardrails import access
from guardrails.documents import asking
from guardrails.iam.model import DocumentKind
from guardrails.model import Level, Rule, Severity, rule
from guardrails.subjects.snippets import sparing_a_role, to_a_role, to_a_service


@dataclass(frozen=True)
class _Kind:
    """What the rules of one kind of finding have in common."""

    finding: str
    title: str
    category: str
    severity: Severity
    why: str
    remediation: str
    snippet: Callable[[str], str] = to_a_role


_PUBLIC = _Kind(
    "policy-public-principal",
    "No policy opens {} to everyone",
    "public-exposure",
    Severity.CRITICAL,
    "The principal * is every AWS account, and for some actions everyone without one.",
    "Name the principals, or bound * by aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID.",
)
_NOT_PRINCIPAL = _Kind(
    "policy-notprincipal",
    "No policy opens {} to everyone but some",
    "public-exposure",
    Severity.CRITICAL,
    "Allow with NotPrincipal is everyone in the world but those named.",
    "Name whom to allow, in Principal.",
)
_SERVICE = _Kind(
    "policy-service-source",
    "A service may use {} for a named account or resource only",
    "least-privilege",
    Severity.HIGH,
    "A service acts for every customer of AWS: without a source it does so here too.",
    "Add a condition on aws:SourceArn or aws:SourceAccount.",
    to_a_service,
)
_NOT_RESOURCE = _Kind(
    "policy-notresource",
    "No policy opens all of {} but some",
    "least-privilege",
    Severity.MEDIUM,
    "Allow with NotResource includes what is added later.",
    "List in Resource what is needed.",
)
_LOCKOUT = _Kind(
    "s3-policy-lockout",
    "No policy locks everyone out of {}",
    "resilience",
    Severity.HIGH,
    "Nobody but the account's root user can change the policy again.",
    "Deny single actions, or spare a role in a condition on aws:PrincipalArn.",
    sparing_a_role,
)
_ACTION_STAR = _Kind(
    "policy-action-star",
    "No policy allows every action on {}",
    "least-privilege",
    Severity.HIGH,
    "Every action includes deleting it and changing this very policy.",
    "List the actions that the principal needs.",
)


def _types(*services: str) -> tuple[str, ...]:
    """The types of these services that carry a resource policy."""
    return tuple(
        one for one in access.RESOURCE_DOCUMENTS if one.split(":")[1].split("/")[0] in services
    )


_SQS, _SNS, _KMS, _KINESIS = (_types(service) for service in ("sqs", "sns", "kms", "kinesis"))
_S3 = _types("s3", "s3control", "s3tables")
_SECRETS, _DYNAMODB = _types("secretsmanager"), _types("dynamodb")
_EVENTS = ("aws:cloudwatch/eventBusPolicy:EventBusPolicy",)
_API = _types("apigateway")
_NAMED = (*_SQS, *_SNS, *_KMS, *_KINESIS, *_S3, *_SECRETS, *_DYNAMODB, *_EVENTS, *_API)
# An endpoint's policy grants nothing: it bounds what others grant.
_GRANTING = tuple(one for one in access.RESOURCE_DOCUMENTS if one not in access.ENDPOINT_DOCUMENTS)


# The ids of the rules by what the engine calls the finding.
_findings: dict[str, list[str]] = {}


def _rule(  # noqa: PLR0913, PLR0917 -- one per column of the table below
    kind: _Kind,
    id_: str,
    noun: str,
    types: Sequence[str],
    equivalents: Sequence[str],
    own: str = "",
    level: Level = Level.MANDATORY,
) -> Rule:
    _findings.setdefault(kind.finding, []).append(id_)
    return rule(
        id_,
        kind.title.format(noun),
        category=kind.category,
        severity=kind.severity,
        level=level,
        applies_to=types,
        why=kind.why,
        remediation=kind.remediation,
        equivalents=equivalents,
        own=own,
        snippet=kind.snippet(noun),
    )(asking(kind.finding, DocumentKind.RESOURCE))


def _but(*types: str) -> list[str]:
    """The types whose policy grants something, without some."""
    return [one for one in _GRANTING if one not in types]


_GENERIC = "Covers the services for which the catalogue has no rule of this kind."

RULES = (
    _rule(
        _PUBLIC,
        "sqs-policy-public",
        "a queue",
        _SQS,
        [
            "CKV_AWS_168",
            "CKV_AWS_387",
            "guard:sqs-queuepolicy-no-wildcard-principal",
            "cfn_nag:F21",
            "prowler:sqs_queues_not_publicly_accessible",
        ],
    ),
    _rule(
        _ACTION_STAR,
        "sqs-policy-action-star",
        "a queue",
        _SQS,
        [
            "CKV_AWS_72",
            "trivy:AWS-0097",
            "guard:sqs-queuepolicy-no-wildcard-action",
            "cfn_nag:F20",
        ],
    ),
    _rule(
        _NOT_PRINCIPAL, "sqs-policy-notprincipal", "a queue", _SQS, ["cfn_nag:F7", "cfn_nag:W18"]
    ),
    _rule(
        _PUBLIC,
        "sns-policy-public",
        "a topic",
        _SNS,
        [
            "CKV_AWS_169",
            "CKV_AWS_385",
            "FSBP:SNS.4",
            "guard:sns-topicpolicy-no-wildcard-principal",
            "cfn_nag:F18",
        ],
    ),
    _rule(
        _NOT_PRINCIPAL, "sns-policy-notprincipal", "a topic", _SNS, ["cfn_nag:F8", "cfn_nag:W19"]
    ),
    _rule(
        _PUBLIC,
        "s3-policy-principal-star",
        "a bucket",
        _S3,
        [
            "CKV_AWS_70",
            "guard:s3-bucket-policy-no-wildcard-principal",
            "FSBP:S3.6",
            "FSBP:CloudTrail.6",
        ],
    ),
    _rule(
        _ACTION_STAR,
        "s3-policy-action-star",
        "a bucket",
        _S3,
        ["guard:s3-bucket-policy-no-wildcard-action"],
    ),
    _rule(
        _NOT_PRINCIPAL,
        "s3-policy-notprincipal",
        "a bucket",
        _S3,
        ["guard:s3-bucketpolicy-no-allow-plus-notprincipal"],
    ),
    _rule(
        _PUBLIC,
        "kms-policy-wildcard",
        "a key",
        _KMS,
        [
            "CKV_AWS_33",
            "FSBP:KMS.5",
            "guard:kms-no-wildcard-principal",
            "cfn_nag:F76",
            "prowler:kms_key_not_publicly_accessible",
        ],
    ),
    _rule(
        _PUBLIC,
        "kinesis-resource-policy",
        "a stream",
        _KINESIS,
        [],
        own="The catalogue lists no other tool that reads a stream's policy.",
    ),
    _rule(
        _PUBLIC,
        "secret-policy-public",
        "a secret",
        _SECRETS,
        ["prowler:secretsmanager_has_restrictive_resource_policy"],
    ),
    _rule(
        _PUBLIC,
        "ddb-resource-policy-public",
        "a table",
        _DYNAMODB,
        ["prowler:dynamodb_table_cross_account_access"],
    ),
    _rule(
        _PUBLIC,
        "apigw-resource-policy",
        "an API",
        _API,
        ["prowler:apigateway_restapi_public"],
        level=Level.ADVISORY,
    ),
    _rule(
        _PUBLIC,
        "resource-policy-public",
        "another resource",
        _but(*_NAMED),
        # Those that have a rule for the policy of ECR's repositories.
        ["CKV_AWS_32", "cdk-nag:ECR1", "trivy:AWS-0032"],
    ),
    _rule(
        _NOT_PRINCIPAL,
        "resource-policy-notprincipal",
        "another resource",
        _but(*_SQS, *_SNS, *_S3),
        [],
        own=_GENERIC,
    ),
    _rule(
        _ACTION_STAR,
        "resource-policy-action-star",
        "another resource",
        _but(*_SQS, *_S3),
        [],
        own=_GENERIC,
    ),
    _rule(
        _SERVICE,
        "kms-service-source",
        "a key",
        _KMS,
        [],
        own="The catalogue lists no other tool that looks for a source in a key's policy.",
    ),
    _rule(
        _SERVICE,
        "resource-policy-service-source",
        "another resource",
        _but(*_KMS),
        [],
        own="Only IAM Access Analyzer has it, in an account.",
    ),
    _rule(
        _NOT_RESOURCE,
        "resource-policy-notresource",
        "a resource",
        _GRANTING,
        [],
        own="Other tools look for NotResource in identity policies only.",
    ),
    _rule(_LOCKOUT, "s3-policy-lockout", "a bucket", _S3, ["CKV_AWS_93"]),
)

# Rules with a module of their own tell these kinds of findings, too.
_ELSEWHERE: Final = {
    "policy-public-principal": ("event-bus-open",),
    "endpoint-open": ("vpce-policy-open",),
}

TOLD_AS: Final[Mapping[str, Sequence[str]]] = {
    finding: (*_findings.get(finding, ()), *_ELSEWHERE.get(finding, ()))
    for finding in sorted({*_findings, *_ELSEWHERE} - {one.id for one in RULES})
}
"""The rules that tell a kind of finding, where none has the name that a document in a file gets."""
