"""AWS's policies for single services."""

from collections.abc import Mapping
from typing import Final

from guardrails.iam.managed.statements import WRITE_LOGS, Statements, allow, linked_to

_ALARMS_READ: Final = (
    "cloudwatch:DescribeAlarmHistory",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:DescribeAlarmsForMetric",
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:ListMetrics",
)
_AROUND_TABLES: Final = (
    "datapipeline:DescribeObjects",
    "datapipeline:DescribePipelines",
    "datapipeline:GetPipelineDefinition",
    "datapipeline:ListPipelines",
    "datapipeline:QueryObjects",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "iam:GetRole",
    "iam:ListRoles",
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:ListStreams",
    "kms:DescribeKey",
    "kms:ListAliases",
    "lambda:GetFunctionConfiguration",
    "lambda:ListEventSourceMappings",
    "lambda:ListFunctions",
    "resource-groups:GetGroup",
    "resource-groups:GetGroupQuery",
    "resource-groups:ListGroupResources",
    "resource-groups:ListGroups",
    "sns:ListSubscriptionsByTopic",
    "sns:ListTopics",
    "tag:GetResources",
)
_SCALING: Final = (
    "application-autoscaling:DeleteScalingPolicy",
    "application-autoscaling:DeregisterScalableTarget",
    "application-autoscaling:DescribeScalableTargets",
    "application-autoscaling:DescribeScalingActivities",
    "application-autoscaling:DescribeScalingPolicies",
    "application-autoscaling:PutScalingPolicy",
    "application-autoscaling:RegisterScalableTarget",
)


_INSIGHTS: Final = allow(
    "cloudwatch:GetInsightRuleReport",
    on="arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*",
)

SERVICES: Final[Mapping[str, Statements]] = {
    "AmazonS3FullAccess": (allow("s3:*", "s3-object-lambda:*"),),
    "AmazonS3ReadOnlyAccess": (
        allow(
            "s3:Get*",
            "s3:List*",
            "s3:Describe*",
            "s3-object-lambda:Get*",
            "s3-object-lambda:List*",
        ),
    ),
    "AmazonSQSFullAccess": (allow("sqs:*"),),
    "AmazonSQSReadOnlyAccess": (
        allow(
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
            "sqs:ListDeadLetterSourceQueues",
            "sqs:ListMessageMoveTasks",
            "sqs:ListQueueTags",
            "sqs:ListQueues",
        ),
    ),
    "AmazonSNSFullAccess": (allow("sns:*"),),
    "AmazonSNSReadOnlyAccess": (allow("sns:GetTopicAttributes", "sns:List*"),),
    "AmazonKinesisFullAccess": (allow("kinesis:*"),),
    "AmazonKinesisReadOnlyAccess": (allow("kinesis:Get*", "kinesis:List*", "kinesis:Describe*"),),
    "AmazonDynamoDBFullAccess": (
        allow(
            "dynamodb:*",
            "dax:*",
            *_SCALING,
            *_ALARMS_READ,
            "cloudwatch:DeleteAlarms",
            "cloudwatch:PutMetricAlarm",
            "datapipeline:ActivatePipeline",
            "datapipeline:CreatePipeline",
            "datapipeline:DeletePipeline",
            "datapipeline:PutPipelineDefinition",
            *_AROUND_TABLES,
            "sns:CreateTopic",
            "sns:DeleteTopic",
            "sns:ListSubscriptions",
            "sns:Subscribe",
            "sns:Unsubscribe",
            "sns:SetTopicAttributes",
            "lambda:CreateFunction",
            "lambda:CreateEventSourceMapping",
            "lambda:DeleteEventSourceMapping",
            "lambda:DeleteFunction",
            "resource-groups:DeleteGroup",
            "resource-groups:CreateGroup",
        ),
        _INSIGHTS,
        allow(
            "iam:PassRole",
            Condition={
                "StringLike": {
                    "iam:PassedToService": [
                        "application-autoscaling.amazonaws.com",
                        "application-autoscaling.amazonaws.com.cn",
                        "dax.amazonaws.com",
                    ]
                }
            },
        ),
        allow(
            "iam:CreateServiceLinkedRole",
            Condition=linked_to(
                "replication.dynamodb",
                "dax",
                "dynamodb.application-autoscaling",
                "contributorinsights.dynamodb",
                "kinesisreplication.dynamodb",
            ),
        ),
    ),
    "AmazonDynamoDBReadOnlyAccess": (
        allow(
            *(one for one in _SCALING if ":Describe" in one),
            *_ALARMS_READ,
            *_AROUND_TABLES,
            "dynamodb:BatchGetItem",
            "dynamodb:Describe*",
            "dynamodb:GetItem",
            "dynamodb:GetResourcePolicy",
            "dynamodb:List*",
            "dynamodb:PartiQLSelect",
            "dynamodb:Query",
            "dynamodb:Scan",
            "dax:BatchGetItem",
            "dax:Describe*",
            "dax:GetItem",
            "dax:List*",
            "dax:Query",
            "dax:Scan",
        ),
        _INSIGHTS,
    ),
    "SecretsManagerReadWrite": (
        allow(
            "secretsmanager:*",
            "cloudformation:CreateChangeSet",
            "cloudformation:DescribeChangeSet",
            "cloudformation:DescribeStackResource",
            "cloudformation:DescribeStacks",
            "cloudformation:ExecuteChangeSet",
            "docdb-elastic:GetCluster",
            "docdb-elastic:ListClusters",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcs",
            "kms:DescribeKey",
            "kms:ListAliases",
            "kms:ListKeys",
            "lambda:ListFunctions",
            "rds:DescribeDBClusters",
            "rds:DescribeDBInstances",
            "redshift:DescribeClusters",
            "redshift-serverless:ListWorkgroups",
            "redshift-serverless:GetNamespace",
            "tag:GetResources",
        ),
        allow(
            "lambda:AddPermission",
            "lambda:CreateFunction",
            "lambda:GetFunction",
            "lambda:InvokeFunction",
            "lambda:UpdateFunctionConfiguration",
            on="arn:aws:lambda:*:*:function:SecretsManager*",
        ),
        allow(
            "serverlessrepo:CreateCloudFormationChangeSet",
            "serverlessrepo:GetApplication",
            on="arn:aws:serverlessrepo:*:*:applications/SecretsManager*",
        ),
        allow(
            "s3:GetObject",
            on=(
                "arn:aws:s3:::awsserverlessrepo-changesets*",
                "arn:aws:s3:::secrets-manager-rotation-apps-*/*",
            ),
        ),
        allow(
            "cloudformation:TagResource",
            "cloudformation:UntagResource",
            Condition={
                "StringEquals": {
                    "cloudformation:CreateAction": ["CreateChangeSet", "ExecuteChangeSet"]
                }
            },
        ),
    ),
    "AmazonSSMReadOnlyAccess": (allow("ssm:Describe*", "ssm:Get*", "ssm:List*"),),
    "AWSKeyManagementServicePowerUser": (
        allow(
            "kms:CreateAlias",
            "kms:CreateKey",
            "kms:DeleteAlias",
            "kms:Describe*",
            "kms:GenerateRandom",
            "kms:Get*",
            "kms:List*",
            "kms:TagResource",
            "kms:UntagResource",
            "iam:ListGroups",
            "iam:ListRoles",
            "iam:ListUsers",
        ),
    ),
    "AmazonEC2FullAccess": (
        allow("ec2:*"),
        allow("elasticloadbalancing:*"),
        allow("cloudwatch:*"),
        allow("autoscaling:*"),
        allow(
            "iam:CreateServiceLinkedRole",
            Condition=linked_to(
                "autoscaling",
                "ec2scheduled",
                "elasticloadbalancing",
                "spot",
                "spotfleet",
                "transitgateway",
            ),
        ),
    ),
    "AmazonEC2ContainerRegistryReadOnly": (
        allow(
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:DescribeImageScanFindings",
            "ecr:DescribeImages",
            "ecr:DescribeRepositories",
            "ecr:GetAuthorizationToken",
            "ecr:GetDownloadUrlForLayer",
            "ecr:GetLifecyclePolicy",
            "ecr:GetLifecyclePolicyPreview",
            "ecr:GetRepositoryPolicy",
            "ecr:ListImages",
            "ecr:ListTagsForResource",
        ),
    ),
    "CloudWatchAgentServerPolicy": (
        allow(
            "cloudwatch:PutMetricData",
            "ec2:DescribeTags",
            "ec2:DescribeVolumes",
            *WRITE_LOGS,
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "logs:PutRetentionPolicy",
            "xray:GetSamplingRules",
            "xray:GetSamplingStatisticSummaries",
            "xray:GetSamplingTargets",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
        ),
        allow("ssm:GetParameter", on="arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*"),
    ),
}
