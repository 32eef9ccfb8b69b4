"""Who may write a resource's policy, and so let itself do what its own policies do not allow."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from guardrails.iam import arn, reference, text, wildcard
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.findings import Finding, finding
from guardrails.iam.model import Document, Statement
from guardrails.iam.reach import Allowed, Reach, reach_of
from guardrails.iam.reach.statements import about


class _Guard(NamedTuple):
    """An action that writes a resource's policy, and those that the policy decides on."""

    writes: str
    guarded: tuple[str, ...]


_GUARDS: Final = (
    _Guard("s3:PutBucketPolicy", ("s3:GetObject", "s3:PutObject")),
    _Guard("s3:PutBucketAcl", ("s3:ListBucket",)),
    _Guard("s3:PutObjectAcl", ("s3:GetObject",)),
    _Guard("s3:PutAccessPointPolicy", ("s3:GetObject",)),
    _Guard("sqs:AddPermission", ("sqs:ReceiveMessage", "sqs:SendMessage")),
    _Guard("sqs:SetQueueAttributes", ("sqs:ReceiveMessage", "sqs:SendMessage")),
    _Guard("sns:AddPermission", ("sns:Publish", "sns:Subscribe")),
    _Guard("sns:SetTopicAttributes", ("sns:Publish", "sns:Subscribe")),
    _Guard("kms:PutKeyPolicy", ("kms:Decrypt",)),
    _Guard("kms:CreateGrant", ("kms:Decrypt",)),
    _Guard("lambda:AddPermission", ("lambda:InvokeFunction",)),
    _Guard("secretsmanager:PutResourcePolicy", ("secretsmanager:GetSecretValue",)),
    _Guard("dynamodb:PutResourcePolicy", ("dynamodb:GetItem", "dynamodb:PutItem")),
    _Guard("kinesis:PutResourcePolicy", ("kinesis:GetRecords", "kinesis:PutRecord")),
    _Guard("ecr:SetRepositoryPolicy", ("ecr:BatchGetImage", "ecr:PutImage")),
    _Guard("events:PutPermission", ("events:PutEvents",)),
    _Guard("es:UpdateDomainConfig", ("es:ESHttpGet",)),
    _Guard("backup:PutBackupVaultAccessPolicy", ("backup:StartRestoreJob",)),
    _Guard("elasticfilesystem:PutFileSystemPolicy", ("elasticfilesystem:ClientMount",)),
    _Guard("glacier:SetVaultAccessPolicy", ("glacier:InitiateJob",)),
    _Guard("codeartifact:PutRepositoryPermissionsPolicy", ("codeartifact:ReadFromRepository",)),
)

_WRITES: Final = frozenset(guard.writes for guard in _GUARDS)
_BY_SERVICE: Final = {
    service: frozenset(name for name in _WRITES if name.partition(":")[0] == service)
    for service in {name.partition(":")[0] for name in _WRITES}
}

# Grants that services of AWS make for themselves, and nobody else.
_FOR_SERVICES: Final = "kms:grantisforawsresource"


def self_service(document: Document) -> Iterator[Finding]:
    """Where an identity policy may write a resource's policy and not do what that guards.

    Nothing for every resource of a type: other rules tell of rights that nothing binds.
    """
    allowing = (one for one in document.statements if one.allows)
    written = frozenset[str]().union(*(about(one, _writes_on(one)) for one in allowing))
    if not written:
        return
    reach = reach_of(document)
    told: set[str] = set()
    for guard in (one for one in _GUARDS if one.writes in written):
        for writing in reach.of(guard.writes):
            if writing.place in told or writing.is_open or _is_bound(writing):
                continue
            missing = [one for one in guard.guarded if not _has(reach, one, writing)]
            if missing:
                told.add(writing.place)
                yield _finding(writing, missing)


def _writes_on(statement: Statement) -> frozenset[str]:
    """The guards' actions for the services of a statement's resources; none for every resource."""
    if any(map(wildcard.is_star, statement.resources)):
        return frozenset()
    named = {parts.service for parts in map(arn.split, statement.resources) if parts}
    if not named or any(map(wildcard.has_wildcard, named)):
        return _WRITES
    return frozenset[str]().union(*(_BY_SERVICE.get(one, ()) for one in named))


def _is_bound(writing: Allowed) -> bool:
    keys = {condition.key.lower() for condition in writing.conditions}
    return Bound.RESOURCE in writing.bound or _FOR_SERVICES in keys


def _has(reach: Reach, action: str, writing: Allowed) -> bool:
    """Whether the action is allowed on, or below, a resource whose policy may be written."""
    types = reference.resource_types(writing.action)
    scope = writing.scope.of_types(types)
    return not scope.included or any(
        one.scope.meets(resource) or one.scope.meets(f"{resource}/*")
        for one in reach.of(action)
        for resource in scope.included
    )


def _finding(writing: Allowed, missing: list[str]) -> Finding:
    resource = text.shown(writing.resources[0])
    return finding(
        "resource-policy-privesc",
        writing.place,
        f"{writing.action} on {resource} writes who may use it: whoever has it can let itself, or "
        f"anyone else, use {text.names(missing)} there, which is not allowed.",
        f"Leave out {writing.action}, and have the policy written where the resource is declared.",
    )
