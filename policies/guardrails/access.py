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
    # What a device may do, by its certificate.
    "aws:iot/policy:Policy": ("policy",),
}
"""What a principal may do."""

TRUST_DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:iam/role:Role": ("assumeRolePolicy",),
}
"""Who may become a role."""

RESOURCE_DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:acmpca/policy:Policy": ("policy",),
    "aws:amp/resourcePolicy:ResourcePolicy": ("policyDocument",),
    "aws:apigateway/domainName:DomainName": ("policy",),
    "aws:apigateway/restApi:RestApi": ("policy",),
    "aws:apigateway/restApiPolicy:RestApiPolicy": ("policy",),
    "aws:backup/vaultPolicy:VaultPolicy": ("policy",),
    "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy": ("policy",),
    "aws:cloudsearch/domainServiceAccessPolicy:DomainServiceAccessPolicy": ("accessPolicy",),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ("policy",),
    "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy": (
        "deliveryDestinationPolicy",
    ),
    "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": ("accessPolicy",),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ("policyDocument",),
    "aws:codeartifact/domainPermissions:DomainPermissions": ("policyDocument",),
    "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": ("policyDocument",),
    "aws:codebuild/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:dsql/clusterPolicy:ClusterPolicy": ("policy",),
    "aws:dynamodb/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ("policy",),
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": ("policy",),
    "aws:ecr/registryPolicy:RegistryPolicy": ("policy",),
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": ("repositoryPolicy",),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("policy",),
    "aws:ecrpublic/repositoryPolicy:RepositoryPolicy": ("policy",),
    "aws:efs/fileSystemPolicy:FileSystemPolicy": ("policy",),
    "aws:elasticsearch/domain:Domain": ("accessPolicies",),
    "aws:elasticsearch/domainPolicy:DomainPolicy": ("accessPolicies",),
    "aws:glacier/vault:Vault": ("accessPolicy",),
    "aws:glacier/vaultLock:VaultLock": ("policy",),
    "aws:glue/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:kinesis/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:kms/externalKey:ExternalKey": ("policy",),
    "aws:kms/key:Key": ("policy",),
    "aws:kms/keyPolicy:KeyPolicy": ("policy",),
    "aws:kms/replicaExternalKey:ReplicaExternalKey": ("policy",),
    "aws:kms/replicaKey:ReplicaKey": ("policy",),
    "aws:lambda/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:mediastore/containerPolicy:ContainerPolicy": ("policy",),
    "aws:msk/clusterPolicy:ClusterPolicy": ("policy",),
    "aws:networkfirewall/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:odb/network:Network": ("kmsPolicyDocument", "s3PolicyDocument", "stsPolicyDocument"),
    "aws:oam/sinkPolicy:SinkPolicy": ("policy",),
    "aws:opensearch/domain:Domain": ("accessPolicies",),
    "aws:opensearch/domainPolicy:DomainPolicy": ("accessPolicies",),
    "aws:opensearchingest/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:organizations/resourcePolicy:ResourcePolicy": ("content",),
    "aws:pinpoint/smsvoicev2ResourcePolicy:Smsvoicev2ResourcePolicy": ("policy",),
    "aws:redshift/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:redshiftserverless/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:s3/accessPoint:AccessPoint": ("policy",),
    "aws:s3/bucket:Bucket": ("policy",),
    "aws:s3/bucketPolicy:BucketPolicy": ("policy",),
    "aws:s3/bucketV2:BucketV2": ("policy",),
    "aws:s3/filesFileSystemPolicy:FilesFileSystemPolicy": ("policy",),
    "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy": ("policy",),
    "aws:s3control/accessGrantsInstanceResourcePolicy:AccessGrantsInstanceResourcePolicy": (
        "policy",
    ),
    "aws:s3control/accessPointPolicy:AccessPointPolicy": ("policy",),
    "aws:s3control/bucketPolicy:BucketPolicy": ("policy",),
    "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy": ("details.policy",),
    "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy": ("policy",),
    "aws:s3tables/tableBucketPolicy:TableBucketPolicy": ("resourcePolicy",),
    "aws:s3tables/tablePolicy:TablePolicy": ("resourcePolicy",),
    "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy": ("resourcePolicy",),
    "aws:schemas/registryPolicy:RegistryPolicy": ("policy",),
    "aws:secretsmanager/secret:Secret": ("policy",),
    "aws:secretsmanager/secretPolicy:SecretPolicy": ("policy",),
    "aws:ses/identityPolicy:IdentityPolicy": ("policy",),
    "aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy": ("policy",),
    "aws:sns/topic:Topic": ("policy",),
    "aws:sns/topicPolicy:TopicPolicy": ("policy",),
    "aws:sqs/queue:Queue": ("policy",),
    "aws:sqs/queuePolicy:QueuePolicy": ("policy",),
    "aws:vpclattice/authPolicy:AuthPolicy": ("policy",),
    "aws:vpclattice/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:xray/resourcePolicy:ResourcePolicy": ("policyDocument",),
}
"""Who may use a resource."""

ENDPOINT_DOCUMENTS: Final = (
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
    "aws:odb/network:Network",
)
"""The types of those that bound what passes a network's endpoint, and grant nothing themselves."""

ORGANIZATION_POLICY: Final = "aws:organizations/policy:Policy"

ORGANIZATION_DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = {ORGANIZATION_POLICY: ("content",)}
"""What no account may do, or what may not be done to its resources, whatever policies say there."""

LAMBDA_PERMISSION: Final = "aws:lambda/permission:Permission"
LAYER_PERMISSION: Final = "aws:lambda/layerVersionPermission:LayerVersionPermission"
EVENT_PERMISSION: Final = "aws:cloudwatch/eventPermission:EventPermission"

STATEMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    LAMBDA_PERMISSION: ("principal", "action", "sourceArn"),
    LAYER_PERMISSION: ("principal", "action", "organizationId"),
    EVENT_PERMISSION: ("principal", "action", "condition"),
}
"""The properties that are one statement of a resource's policy, without JSON."""


def _merged(*parts: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for type_, properties in part.items():
            merged[type_] = merged.get(type_, ()) + properties
    return merged


ACCESS_DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = _merged(
    TRUST_DOCUMENTS, IDENTITY_DOCUMENTS, RESOURCE_DOCUMENTS, ORGANIZATION_DOCUMENTS, STATEMENTS
)
"""The access documents of each type: names of properties, dotted where they are nested."""

WITH_JSON: Final = tuple(one for one in ACCESS_DOCUMENTS if one not in STATEMENTS)
"""The types whose documents are JSON."""


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
