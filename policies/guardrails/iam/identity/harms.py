"""What an action that nothing binds does harm with."""

from collections.abc import Mapping
from typing import Final

from guardrails.iam import reference

CREDENTIALS: Final = frozenset(
    {
        "codeartifact:GetAuthorizationToken",
        "codepipeline:PollForJobs",
        "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
        "connect:GetFederationToken",
        "dsql:DbConnect",
        "dsql:DbConnectAdmin",
        "ec2:CreateKeyPair",
        "ec2:GetPasswordData",
        "ec2-instance-connect:SendSSHPublicKey",
        "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
        "elasticmapreduce:GetClusterSessionCredentials",
        "emr-containers:GetManagedEndpointSessionCredentials",
        "gamelift:GetComputeAccess",
        "gamelift:RequestUploadCredentials",
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:CreateServiceSpecificCredential",
        "iam:ResetServiceSpecificCredential",
        "iam:UpdateAccessKey",
        "iam:UpdateLoginProfile",
        "lightsail:CreateBucketAccessKey",
        "lightsail:GetInstanceAccessDetails",
        "lightsail:GetRelationalDatabaseMasterUserPassword",
        "mediapackage:RotateChannelCredentials",
        "mediapackage:RotateIngestEndpointCredentials",
        "rds-db:connect",
        "redshift:GetClusterCredentials",
        "redshift:GetClusterCredentialsWithIAM",
        "redshift-serverless:GetCredentials",
        "s3:GetDataAccess",
        "sagemaker:CreatePresignedDomainUrl",
        "sagemaker:CreatePresignedNotebookInstanceUrl",
        "storagegateway:DescribeChapCredentials",
        "sts:AssumeRoot",
        "sts:GetFederationToken",
    }
)
"""Actions that hand out credentials, or let a caller set those of somebody else."""

CONTENT: Final = frozenset(
    {
        "dynamodb:ExportTableToPointInTime",
        "ebs:GetSnapshotBlock",
        "rds:CopyDBSnapshot",
        "rds:CreateDBSnapshot",
        "rds:StartExportTask",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "secretsmanager:GetSecretValue",
        "ssm:GetParameter",
        "ssm:GetParameterHistory",
        "ssm:GetParameters",
        "ssm:GetParametersByPath",
    }
)
"""Actions that give out what is stored: objects, secrets, parameters, copies of databases."""

DECRYPTING: Final = frozenset({"kms:Decrypt", "kms:ReEncryptFrom"})
USING_KEYS: Final = DECRYPTING | {
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptTo",
}
"""What is granted together with decryption, for the same reason and on the same keys."""

_DESTRUCTIVE: Final = ("Delete", "Remove", "Purge", "Terminate", "Destroy", "ScheduleKeyDeletion")
# Of these services every change of a setting counts: of rights, and of what is recorded.
_CHANGED_AT_ALL: Final = ("iam:", "cloudtrail:")


def is_dangerous(name: str) -> bool:
    """Whether an action is of those for which a whole service must not be allowed."""
    action = reference.action(name)
    if action is None:
        return False
    if name.startswith(_CHANGED_AT_ALL) and action.access_level == reference.WRITE:
        return True
    destroys = name.partition(":")[2].startswith(_DESTRUCTIVE)
    return destroys or action.access_level == reference.PERMISSIONS


def sorted_out(names: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """The actions by the kind of finding that they are, the worst kind first; others are left out.

    Each stands once, under what it is worst at.
    """
    found: dict[str, frozenset[str]] = {}
    found["credentials-exposure"] = names & CREDENTIALS
    found["data-exfil"] = names & CONTENT
    found["kms-decrypt-star"] = names & USING_KEYS if names & DECRYPTING else frozenset()
    rest = names.difference(*found.values())
    found["permissions-mgmt-unconstrained"] = reference.at_level(rest, reference.PERMISSIONS)
    found["write-unconstrained"] = reference.at_level(rest, reference.WRITE)
    return {rule: some for rule, some in found.items() if some}
