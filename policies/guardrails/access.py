"""Which properties are access documents: the JSON that decides who may do what.

The types and properties are those of pulumi-aws 7.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

from guardrails.values import Secret

IDENTITY_DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:iam/policy:Policy": ("policy",),
    "aws:iam/rolePolicy:RolePolicy": ("policy",),
    "aws:iam/userPolicy:UserPolicy": ("policy",),
    "aws:iam/groupPolicy:GroupPolicy": ("policy",),
    "aws:iam/role:Role": ("inlinePolicies.policy",),
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": ("inlinePolicy",),
}
"""What a principal may do."""

TRUST_DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:iam/role:Role": ("assumeRolePolicy",),
}
"""Who may become a role."""

RESOURCE_DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:apigateway/domainName:DomainName": ("policy",),
    "aws:apigateway/restApi:RestApi": ("policy",),
    "aws:apigateway/restApiPolicy:RestApiPolicy": ("policy",),
    "aws:backup/vaultPolicy:VaultPolicy": ("policy",),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ("policy",),
    "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": ("accessPolicy",),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ("policyDocument",),
    "aws:dynamodb/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ("policy",),
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": ("policy",),
    "aws:ecr/registryPolicy:RegistryPolicy": ("policy",),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("policy",),
    "aws:efs/fileSystemPolicy:FileSystemPolicy": ("policy",),
    "aws:glacier/vault:Vault": ("accessPolicy",),
    "aws:glue/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:kinesis/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:kms/externalKey:ExternalKey": ("policy",),
    "aws:kms/key:Key": ("policy",),
    "aws:kms/keyPolicy:KeyPolicy": ("policy",),
    "aws:kms/replicaKey:ReplicaKey": ("policy",),
    "aws:lambda/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:msk/clusterPolicy:ClusterPolicy": ("policy",),
    "aws:opensearch/domain:Domain": ("accessPolicies",),
    "aws:opensearch/domainPolicy:DomainPolicy": ("accessPolicies",),
    "aws:organizations/resourcePolicy:ResourcePolicy": ("content",),
    "aws:s3/accessPoint:AccessPoint": ("policy",),
    "aws:s3/bucket:Bucket": ("policy",),
    "aws:s3/bucketPolicy:BucketPolicy": ("policy",),
    "aws:s3/bucketV2:BucketV2": ("policy",),
    "aws:s3control/accessPointPolicy:AccessPointPolicy": ("policy",),
    "aws:secretsmanager/secret:Secret": ("policy",),
    "aws:secretsmanager/secretPolicy:SecretPolicy": ("policy",),
    "aws:sns/topic:Topic": ("policy",),
    "aws:sns/topicPolicy:TopicPolicy": ("policy",),
    "aws:sqs/queue:Queue": ("policy",),
    "aws:sqs/queuePolicy:QueuePolicy": ("policy",),
}
"""Who may use a resource."""

ORGANIZATION_DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:organizations/policy:Policy": ("content",),
}
"""What no account may do, whatever its own policies say."""

LAMBDA_PERMISSION: Final = "aws:lambda/permission:Permission"


def _merged() -> dict[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for part in (
        TRUST_DOCUMENTS,
        IDENTITY_DOCUMENTS,
        RESOURCE_DOCUMENTS,
        ORGANIZATION_DOCUMENTS,
        # A statement of the function's policy, without JSON.
        {LAMBDA_PERMISSION: ("principal", "action", "sourceArn")},
    ):
        for type_, properties in part.items():
            merged[type_] = merged.get(type_, ()) + properties
    return merged


ACCESS_DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = _merged()
"""The access documents of each type: names of properties, dotted where they are nested."""


def locate(properties: Mapping[str, object], names: Sequence[str]) -> Iterator[tuple[str, object]]:
    """Find the values at ``names`` (of ``ACCESS_DOCUMENTS``) that are there.

    Yields:
        The path, such as ``inlinePolicies[0].policy``, and the value as it was given, unknowns
        included; an empty text is no document. Where something on the way is not an object (it is
        unknown, say), that is the value, with its own path.
    """
    for name in names:
        yield from _below(properties, name.split("."), "")


def _below(value: object, names: Sequence[str], path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, Secret) and names:
        for place, inner in _below(value.value, names, path):
            yield place, inner if isinstance(inner, Secret) else Secret(inner)
    elif isinstance(value, list) and names:
        for index, element in enumerate(cast("list[object]", value)):
            yield from _below(element, names, f"{path}[{index}]")
    elif isinstance(value, Mapping) and names:
        inner = cast("Mapping[str, object]", value).get(names[0])
        yield from _below(inner, names[1:], f"{path}.{names[0]}" if path else names[0])
    elif value is not None and value != "":
        yield path, value
