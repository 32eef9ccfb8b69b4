"""Which IAM actions a call takes.

Most operations are actions of their own name. What differs is here, with what AWS says of it; an
action that the service authorization reference does not have is never the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from guardrails.iam import reference
from local.usage import sdk


@dataclass(frozen=True, slots=True)
class Needed:
    """What a call needs: each of ``every``, and one of ``one_of`` if there are any.

    Both empty: it needs no grant at all.
    """

    every: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every action that the call may use."""
        return self.every + self.one_of


# Where an action's prefix is not what botocore signs or calls its endpoint.
_PREFIXES: Final[Mapping[str, str]] = {
    "cloudcontrol": "cloudformation",
    "iot-data": "iot",
    "iot-jobs-data": "iotjobsdata",
    "iotsecuretunneling": "iot",
    "mturk": "mechanicalturk",
    "partnercentral-account": "partnercentral",
    "partnercentral-benefits": "partnercentral",
    "partnercentral-channel": "partnercentral",
    "partnercentral-selling": "partnercentral",
    "resourcegroupstaggingapi": "tag",
}

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html and each
# service's page of https://docs.aws.amazon.com/service-authorization/latest/reference/
_NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
    "s3:CompleteMultipartUpload": ("s3:PutObject",),
    "s3:CopyObject": ("s3:GetObject", "s3:PutObject"),
    "s3:CreateMultipartUpload": ("s3:PutObject",),
    "s3:CreateSession": ("s3express:CreateSession",),
    "s3:DeleteBucketAnalyticsConfiguration": ("s3:PutAnalyticsConfiguration",),
    "s3:DeleteBucketCors": ("s3:PutBucketCORS",),
    "s3:DeleteBucketEncryption": ("s3:PutEncryptionConfiguration",),
    "s3:DeleteBucketInventoryConfiguration": ("s3:PutInventoryConfiguration",),
    "s3:DeleteBucketLifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:DeleteBucketMetricsConfiguration": ("s3:PutMetricsConfiguration",),
    "s3:DeleteBucketOwnershipControls": ("s3:PutBucketOwnershipControls",),
    "s3:DeleteBucketReplication": ("s3:PutReplicationConfiguration",),
    "s3:DeleteBucketTagging": ("s3:PutBucketTagging",),
    "s3:DeleteObjects": ("s3:DeleteObject",),
    "s3:DeletePublicAccessBlock": ("s3:PutBucketPublicAccessBlock",),
    "s3:GetBucketAccelerateConfiguration": ("s3:GetAccelerateConfiguration",),
    "s3:GetBucketAnalyticsConfiguration": ("s3:GetAnalyticsConfiguration",),
    "s3:GetBucketEncryption": ("s3:GetEncryptionConfiguration",),
    "s3:GetBucketInventoryConfiguration": ("s3:GetInventoryConfiguration",),
    "s3:GetBucketLifecycle": ("s3:GetLifecycleConfiguration",),
    "s3:GetBucketLifecycleConfiguration": ("s3:GetLifecycleConfiguration",),
    "s3:GetBucketMetricsConfiguration": ("s3:GetMetricsConfiguration",),
    "s3:GetBucketNotificationConfiguration": ("s3:GetBucketNotification",),
    "s3:GetBucketReplication": ("s3:GetReplicationConfiguration",),
    "s3:GetObjectLockConfiguration": ("s3:GetBucketObjectLockConfiguration",),
    "s3:GetPublicAccessBlock": ("s3:GetBucketPublicAccessBlock",),
    "s3:HeadBucket": ("s3:ListBucket",),
    "s3:HeadObject": ("s3:GetObject",),
    "s3:ListBucketAnalyticsConfigurations": ("s3:GetAnalyticsConfiguration",),
    "s3:ListBucketInventoryConfigurations": ("s3:GetInventoryConfiguration",),
    "s3:ListBucketMetricsConfigurations": ("s3:GetMetricsConfiguration",),
    "s3:ListBuckets": ("s3:ListAllMyBuckets",),
    "s3:ListDirectoryBuckets": ("s3express:ListAllMyDirectoryBuckets",),
    "s3:ListMultipartUploads": ("s3:ListBucketMultipartUploads",),
    "s3:ListObjectVersions": ("s3:ListBucketVersions",),
    "s3:ListObjects": ("s3:ListBucket",),
    "s3:ListObjectsV2": ("s3:ListBucket",),
    "s3:ListParts": ("s3:ListMultipartUploadParts",),
    "s3:PutBucketAccelerateConfiguration": ("s3:PutAccelerateConfiguration",),
    "s3:PutBucketAnalyticsConfiguration": ("s3:PutAnalyticsConfiguration",),
    "s3:PutBucketEncryption": ("s3:PutEncryptionConfiguration",),
    "s3:PutBucketInventoryConfiguration": ("s3:PutInventoryConfiguration",),
    "s3:PutBucketLifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:PutBucketLifecycleConfiguration": ("s3:PutLifecycleConfiguration",),
    "s3:PutBucketMetricsConfiguration": ("s3:PutMetricsConfiguration",),
    "s3:PutBucketNotificationConfiguration": ("s3:PutBucketNotification",),
    "s3:PutBucketReplication": ("s3:PutReplicationConfiguration",),
    "s3:PutObjectLockConfiguration": ("s3:PutBucketObjectLockConfiguration",),
    "s3:PutPublicAccessBlock": ("s3:PutBucketPublicAccessBlock",),
    "s3:SelectObjectContent": ("s3:GetObject",),
    "s3:UploadPart": ("s3:PutObject",),
    "s3:UploadPartCopy": ("s3:GetObject", "s3:PutObject"),
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
    "dynamodb:TransactGetItems": ("dynamodb:GetItem",),
    # https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
    "lambda:Invoke": ("lambda:InvokeFunction",),
    "lambda:InvokeWithResponseStream": ("lambda:InvokeFunction",),
    "lambda:GetLayerVersionByArn": ("lambda:GetLayerVersion",),
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
    "sqs:SendMessageBatch": ("sqs:SendMessage",),
    "sqs:DeleteMessageBatch": ("sqs:DeleteMessage",),
    "sqs:ChangeMessageVisibilityBatch": ("sqs:ChangeMessageVisibility",),
    # https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
    "sns:PublishBatch": ("sns:Publish",),
    "kms:ReEncrypt": ("kms:ReEncryptFrom", "kms:ReEncryptTo"),
    # https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
    "bedrock:Converse": ("bedrock:InvokeModel",),
    "bedrock:ConverseStream": ("bedrock:InvokeModelWithResponseStream",),
    "bedrock:InvokeModelWithBidirectionalStream": ("bedrock:InvokeModel",),
    "bedrock:StartAsyncInvoke": ("bedrock:InvokeModel",),
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
    "execute-api:PostToConnection": ("execute-api:ManageConnections",),
    "execute-api:GetConnection": ("execute-api:ManageConnections",),
    "execute-api:DeleteConnection": ("execute-api:ManageConnections",),
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
    "budgets:CreateBudget": ("budgets:ModifyBudget",),
    "budgets:DeleteBudget": ("budgets:ModifyBudget",),
    "budgets:DescribeBudget": ("budgets:ViewBudget",),
    "budgets:DescribeBudgets": ("budgets:ViewBudget",),
    "budgets:UpdateBudget": ("budgets:ModifyBudget",),
    # https://docs.aws.amazon.com/timestream/latest/developerguide/security_iam_service-with-iam.html
    "timestream:Query": ("timestream:Select",),
}

# Which of them it takes is in what the call is given.
_ONE_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "dynamodb:TransactWriteItems": (
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
    ),
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
    **dict.fromkeys(
        (
            "dynamodb:ExecuteStatement",
            "dynamodb:BatchExecuteStatement",
            "dynamodb:ExecuteTransaction",
        ),
        (
            "dynamodb:PartiQLDelete",
            "dynamodb:PartiQLInsert",
            "dynamodb:PartiQLSelect",
            "dynamodb:PartiQLUpdate",
        ),
    ),
}

# Nothing can forbid the first two, the others are not signed by a role:
# https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
_FREE: Final = frozenset(
    {
        "sts:GetCallerIdentity",
        "sts:AssumeRoleWithSAML",
        "sts:AssumeRoleWithWebIdentity",
        "sso:GetRoleCredentials",
        "sso:ListAccountRoles",
        "sso:ListAccounts",
        "sso:Logout",
    }
)


@cache
def prefix(service: str) -> str | None:
    """What the actions of a service of boto3's begin with: ``states`` for ``stepfunctions``."""
    if service in _PREFIXES:
        return _PREFIXES[service]
    described = sdk.service(service)
    known = reference.services()
    return next((one for one in described.prefixes if one in known), None) if described else None


@cache
def needed(service: str, operation: str) -> Needed | None:
    """The actions that an operation takes; ``None`` when that is not known."""
    begin = prefix(service)
    name = f"{begin}:{operation}"
    if begin is None:
        return None
    if name in _FREE:
        return Needed()
    if name in _ONE_OF:
        return Needed(one_of=_existing(_ONE_OF[name]) or ())
    named = _NAMED.get(name) or (name,)
    if begin == "apigateway" and not reference.action_exists(name):
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples.html
        described = sdk.service(service)
        named = (f"apigateway:{described.verbs.get(operation)}",) if described else ()
    existing = _existing(named)
    return Needed(every=existing) if existing else None


def _existing(names: tuple[str, ...]) -> tuple[str, ...] | None:
    """The actions in AWS's own spelling; ``None`` if AWS lacks one of them."""
    found = [reference.action(name) for name in names]
    return tuple(one.name for one in found if one) if all(found) else None
