"""What AWS's largest policies allow, roughly.

AWS lists hundreds of patterns in each and adds to them all the time. What stands here has the
services that people ask about and the kinds of actions that those policies allow, so it answers
"can it read objects?" and not "can it list the jobs of every service?".
"""

from collections.abc import Mapping
from typing import Final

from guardrails.iam.managed.statements import Statements, allow

# The services that ReadOnlyAccess lets all be seen of, settings and content.
_READ_DESCRIBE: Final = (
    *("acm", "autoscaling", "backup", "batch", "cloudformation", "cloudfront"),
    *("cloudtrail", "cloudwatch", "codebuild", "codecommit", "cognito-idp", "config"),
    *("dynamodb", "ec2", "ecr", "ecs", "eks", "elasticache"),
    *("elasticloadbalancing", "events", "firehose", "glue", "kinesis", "kms"),
    *("logs", "organizations", "rds", "redshift", "s3", "ses"),
    *("ssm", "states", "tag"),
)
_READ_GET: Final = (
    *("acm", "apigateway", "appsync", "athena", "autoscaling", "backup"),
    *("batch", "cloudformation", "cloudfront", "cloudtrail", "cloudwatch", "codebuild"),
    *("codecommit", "codepipeline", "cognito-idp", "config", "dynamodb", "ec2"),
    *("ecr", "ecs", "elasticloadbalancing", "events", "glue", "iam"),
    *("kinesis", "kms", "lambda", "logs", "redshift", "route53"),
    *("s3", "scheduler", "ses", "sns", "sqs", "ssm"),
    *("states", "tag", "xray"),
)
_READ_LIST: Final = (
    *("acm", "apigateway", "appsync", "athena", "backup", "batch"),
    *("cloudformation", "cloudfront", "cloudtrail", "cloudwatch", "codebuild", "codecommit"),
    *("codepipeline", "cognito-idp", "config", "dynamodb", "ec2", "ecr"),
    *("ecs", "eks", "elasticache", "events", "firehose", "glue"),
    *("iam", "kinesis", "kms", "lambda", "logs", "organizations"),
    *("rds", "redshift", "route53", "s3", "scheduler", "ses"),
    *("sns", "sqs", "ssm", "states", "tag", "xray"),
)
# Those that SecurityAudit and ViewOnlyAccess show what there is of, without the content.
_SEEN_DESCRIBE: Final = (
    *("acm", "autoscaling", "batch", "cloudfront", "cloudtrail", "cloudwatch"),
    *("codebuild", "cognito-idp", "config", "ec2", "ecs", "elasticache"),
    *("elasticloadbalancing", "events", "firehose", "kinesis", "kms", "organizations"),
    *("rds", "redshift", "ssm", "states"),
)
_SEEN_LIST: Final = (
    *("acm", "athena", "batch", "cloudfront", "cloudtrail", "cloudwatch"),
    *("codebuild", "cognito-idp", "config", "ec2", "ecs", "elasticache"),
    *("events", "firehose", "iam", "kinesis", "kms", "lambda"),
    *("organizations", "rds", "redshift", "route53", "sns", "sqs"),
    *("ssm", "states"),
)


def _all(verb: str, services: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{service}:{verb}*" for service in services)


_TABLES_LISTED: Final = ("dynamodb:DescribeTable", "dynamodb:ListTables", "dynamodb:ListStreams")
_BUCKETS_LISTED: Final = ("s3:ListAllMyBuckets", "s3:ListBucket")

APPROXIMATIONS: Final[Mapping[str, Statements]] = {
    "ReadOnlyAccess": (
        allow(
            *_all("Describe", _READ_DESCRIBE),
            *_all("Get", _READ_GET),
            *_all("List", _READ_LIST),
            "apigateway:GET",
            "dynamodb:BatchGet*",
            "dynamodb:PartiQLSelect",
            "dynamodb:Query",
            "dynamodb:Scan",
            "ecr:BatchGet*",
            "logs:FilterLogEvents",
            "logs:StartQuery",
            "secretsmanager:Describe*",
            "secretsmanager:GetResourcePolicy",
            "secretsmanager:List*",
            "sqs:Receive*",
            "sts:GetCallerIdentity",
        ),
    ),
    "SecurityAudit": (
        allow(
            *_all("Describe", _SEEN_DESCRIBE),
            *_all("List", _SEEN_LIST),
            *_TABLES_LISTED,
            *_BUCKETS_LISTED,
            "iam:GenerateCredentialReport",
            "iam:Get*",
            "iam:Simulate*",
            "kms:GetKeyPolicy",
            "kms:GetKeyRotationStatus",
            "lambda:GetPolicy",
            "logs:Describe*",
            "s3:GetBucket*",
            "s3:GetEncryptionConfiguration",
            "secretsmanager:GetResourcePolicy",
            "secretsmanager:ListSecrets",
            "sns:GetTopicAttributes",
            "sqs:GetQueueAttributes",
        ),
    ),
    "job-function/ViewOnlyAccess": (
        allow(
            *_all("List", _SEEN_LIST),
            *_TABLES_LISTED,
            *_BUCKETS_LISTED,
            "autoscaling:Describe*",
            "cloudtrail:DescribeTrails",
            "cloudwatch:Get*",
            "ec2:DescribeInstance*",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVolume*",
            "ec2:DescribeVpc*",
            "ecs:Describe*",
            "elasticache:Describe*",
            "iam:GetAccountSummary",
            "iam:GetLoginProfile",
            "logs:Describe*",
            "rds:Describe*",
            "route53:Get*",
            "sqs:GetQueueAttributes",
        ),
    ),
}
