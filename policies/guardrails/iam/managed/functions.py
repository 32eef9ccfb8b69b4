"""AWS's policies for functions and other things that run."""

from collections.abc import Mapping
from typing import Final

from guardrails.iam.managed.statements import WRITE_LOGS, Statements, allow, linked_to

_NETWORK_OF_FUNCTIONS: Final = (
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
)
_ROLES_READ: Final = (
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
    "iam:ListRoles",
)

FUNCTIONS: Final[Mapping[str, Statements]] = {
    "service-role/AWSLambdaBasicExecutionRole": (allow(*WRITE_LOGS),),
    "service-role/AWSLambdaVPCAccessExecutionRole": (allow(*WRITE_LOGS, *_NETWORK_OF_FUNCTIONS),),
    "service-role/AWSLambdaENIManagementAccess": (
        allow(*(one for one in _NETWORK_OF_FUNCTIONS if one != "ec2:DescribeSubnets")),
    ),
    "service-role/AWSLambdaSQSQueueExecutionRole": (
        allow("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", *WRITE_LOGS),
    ),
    "service-role/AWSLambdaDynamoDBExecutionRole": (
        allow(
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
            *WRITE_LOGS,
        ),
    ),
    "service-role/AWSLambdaKinesisExecutionRole": (
        allow(
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
            "kinesis:ListStreams",
            "kinesis:SubscribeToShard",
            *WRITE_LOGS,
        ),
    ),
    "service-role/AWSLambdaRole": (allow("lambda:InvokeFunction"),),
    "AWSLambdaExecute": (
        allow("logs:*", on="arn:aws:logs:*:*:*"),
        allow("s3:GetObject", "s3:PutObject", on="arn:aws:s3:::*"),
    ),
    "AWSLambda_FullAccess": (
        allow(
            "cloudformation:DescribeStacks",
            "cloudformation:ListStackResources",
            "cloudwatch:GetMetricData",
            "cloudwatch:ListMetrics",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcs",
            "kms:DescribeKey",
            "kms:ListAliases",
            *_ROLES_READ,
            "lambda:*",
            "logs:DescribeLogGroups",
            "states:DescribeStateMachine",
            "states:ListStateMachines",
            "tag:GetResources",
            "xray:BatchGetTraces",
            "xray:GetTraceSummaries",
        ),
        allow(
            "iam:PassRole",
            Condition={"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
        ),
        allow(
            "logs:DescribeLogStreams",
            "logs:FilterLogEvents",
            "logs:GetLogEvents",
            "logs:StartLiveTail",
            "logs:StopLiveTail",
            on="arn:aws:logs:*:*:log-group:/aws/lambda/*",
        ),
        allow(
            "iam:CreateServiceLinkedRole",
            on="arn:aws:iam::*:role/aws-service-role/lambda.amazonaws.com/AWSServiceRoleForLambda",
            Condition=linked_to("lambda"),
        ),
    ),
    "AWSXRayDaemonWriteAccess": (
        allow(
            "xray:GetSamplingRules",
            "xray:GetSamplingStatisticSummaries",
            "xray:GetSamplingTargets",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
        ),
    ),
    "CloudWatchLambdaInsightsExecutionRolePolicy": (
        allow("logs:CreateLogGroup"),
        allow(
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            on="arn:aws:logs:*:*:log-group:/aws/lambda-insights:*",
        ),
    ),
    "service-role/AmazonAPIGatewayPushToCloudWatchLogs": (
        allow(
            *WRITE_LOGS,
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "logs:FilterLogEvents",
            "logs:GetLogEvents",
        ),
    ),
    "service-role/AmazonECSTaskExecutionRolePolicy": (
        allow(
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:GetAuthorizationToken",
            "ecr:GetDownloadUrlForLayer",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
        ),
    ),
    "AmazonAPIGatewayInvokeFullAccess": (
        allow(
            "execute-api:Invoke", "execute-api:ManageConnections", on="arn:aws:execute-api:*:*:*"
        ),
    ),
    "AmazonAPIGatewayAdministrator": (allow("apigateway:*", on="arn:aws:apigateway:*::/*"),),
    "AmazonSSMManagedInstanceCore": (
        allow(
            "ssm:DescribeAssociation",
            "ssm:DescribeDocument",
            "ssm:GetDeployablePatchSnapshotForInstance",
            "ssm:GetDocument",
            "ssm:GetManifest",
            "ssm:GetParameter",
            "ssm:GetParameters",
            "ssm:ListAssociations",
            "ssm:ListInstanceAssociations",
            "ssm:PutComplianceItems",
            "ssm:PutConfigurePackageResult",
            "ssm:PutInventory",
            "ssm:UpdateAssociationStatus",
            "ssm:UpdateInstanceAssociationStatus",
            "ssm:UpdateInstanceInformation",
        ),
        allow(
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
        ),
        allow(
            "ec2messages:AcknowledgeMessage",
            "ec2messages:DeleteMessage",
            "ec2messages:FailMessage",
            "ec2messages:GetEndpoint",
            "ec2messages:GetMessages",
            "ec2messages:SendReply",
        ),
    ),
}
