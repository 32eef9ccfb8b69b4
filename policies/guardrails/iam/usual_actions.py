"""What most programs need of the common services."""

from collections.abc import Mapping, Sequence
from typing import Final

USUAL: Final[Mapping[str, tuple[Sequence[str], Sequence[str]]]] = {
    "cloudtrail": (("cloudtrail:GetTrailStatus", "cloudtrail:LookupEvents"), ()),
    "cloudwatch": (
        ("cloudwatch:GetMetricData", "cloudwatch:DescribeAlarms"),
        ("cloudwatch:PutMetricData",),
    ),
    "dynamodb": (
        ("dynamodb:GetItem", "dynamodb:Query"),
        ("dynamodb:PutItem", "dynamodb:UpdateItem"),
    ),
    "ec2": (
        ("ec2:DescribeInstances", "ec2:DescribeSubnets"),
        ("ec2:StartInstances", "ec2:StopInstances"),
    ),
    "ecr": (("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"), ("ecr:PutImage",)),
    "ecs": (("ecs:DescribeServices", "ecs:DescribeTasks"), ("ecs:RunTask", "ecs:UpdateService")),
    "events": (("events:DescribeRule",), ("events:PutEvents",)),
    "firehose": ((), ("firehose:PutRecord", "firehose:PutRecordBatch")),
    "iam": (("iam:GetRole", "iam:ListRolePolicies"), ()),
    "kinesis": (
        ("kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStreamSummary"),
        ("kinesis:PutRecord", "kinesis:PutRecords"),
    ),
    "kms": (("kms:Decrypt",), ("kms:GenerateDataKey",)),
    "lambda": (("lambda:GetFunctionConfiguration",), ("lambda:InvokeFunction",)),
    "logs": (
        ("logs:FilterLogEvents", "logs:GetLogEvents"),
        ("logs:CreateLogStream", "logs:PutLogEvents"),
    ),
    "s3": (("s3:GetObject", "s3:ListBucket"), ("s3:PutObject", "s3:DeleteObject")),
    "secretsmanager": (
        ("secretsmanager:GetSecretValue",),
        ("secretsmanager:PutSecretValue",),
    ),
    "sns": ((), ("sns:Publish",)),
    "sqs": (
        ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
        ("sqs:SendMessage",),
    ),
    "ssm": (("ssm:GetParameter", "ssm:GetParametersByPath"), ("ssm:PutParameter",)),
    "states": (("states:DescribeExecution",), ("states:StartExecution",)),
    "sts": ((), ("sts:AssumeRole",)),
}
"""By service, what reads and what writes."""

PASSED_WITH: Final[Mapping[str, str]] = {
    "apigateway:put": "apigateway.amazonaws.com",
    "cloudformation:createstack": "cloudformation.amazonaws.com",
    "cloudformation:updatestack": "cloudformation.amazonaws.com",
    "codebuild:createproject": "codebuild.amazonaws.com",
    "codebuild:updateproject": "codebuild.amazonaws.com",
    "codepipeline:createpipeline": "codepipeline.amazonaws.com",
    "ec2:associateiaminstanceprofile": "ec2.amazonaws.com",
    "ec2:runinstances": "ec2.amazonaws.com",
    "ecs:registertaskdefinition": "ecs-tasks.amazonaws.com",
    "ecs:runtask": "ecs-tasks.amazonaws.com",
    "ecs:updateservice": "ecs-tasks.amazonaws.com",
    "events:puttargets": "events.amazonaws.com",
    "glue:createjob": "glue.amazonaws.com",
    "lambda:createfunction": "lambda.amazonaws.com",
    "lambda:updatefunctionconfiguration": "lambda.amazonaws.com",
    "pipes:createpipe": "pipes.amazonaws.com",
    "sagemaker:createnotebookinstance": "sagemaker.amazonaws.com",
    "sagemaker:createtrainingjob": "sagemaker.amazonaws.com",
    "scheduler:createschedule": "scheduler.amazonaws.com",
    "scheduler:updateschedule": "scheduler.amazonaws.com",
    "states:createstatemachine": "states.amazonaws.com",
    "states:updatestatemachine": "states.amazonaws.com",
}
"""To which service a role is passed by the call of an action."""
