"""What may still be done in an account on its way out: look, switch off and delete."""

from typing import Final

_EVERYWHERE: Final = ("Describe", "Get", "List", "Delete")

# Service, then how its actions start. IAM takes no wildcard in place of the service
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html), so the
# services are named; what is not named cannot be torn down before the account itself is closed.
_VERBS: Final = {
    "acm": _EVERYWHERE,
    "application-autoscaling": (*_EVERYWHERE, "Deregister"),
    "athena": ("Get", "List", "Delete", "Stop"),
    "autoscaling": ("Describe", "Delete", "Detach", "Terminate"),
    "backup": (*_EVERYWHERE, "Stop", "Disassociate"),
    "batch": ("Describe", "List", "Delete", "Cancel", "Deregister", "Terminate"),
    "cloudformation": (*_EVERYWHERE, "Cancel", "Deactivate", "Deregister"),
    "cloudfront": (*_EVERYWHERE, "Disassociate"),
    "cloudtrail": ("Describe", "Get", "List", "Lookup"),
    "cloudwatch": (*_EVERYWHERE, "Stop"),
    "codebuild": ("BatchGet", "Describe", "List", "Delete", "Stop"),
    "codepipeline": ("Get", "List", "Delete", "Stop"),
    "cognito-idp": _EVERYWHERE,
    "config": (*_EVERYWHERE, "Stop"),
    "dynamodb": ("Describe", "List", "Delete"),
    "ec2": (
        *_EVERYWHERE,
        "Cancel",
        "Deregister",
        "Detach",
        "Disassociate",
        "Release",
        "Revoke",
        "Stop",
        "Terminate",
    ),
    "ecr": (*_EVERYWHERE, "BatchDelete"),
    "ecs": ("Describe", "List", "Delete", "Deregister", "Stop"),
    "eks": ("Describe", "List", "Delete", "Deregister", "Disassociate"),
    "elasticache": ("Describe", "List", "Delete"),
    "elasticfilesystem": ("Describe", "List", "Delete"),
    "elasticloadbalancing": ("Describe", "Delete", "Deregister", "Detach", "Remove"),
    "events": ("Describe", "List", "Delete", "Remove"),
    "firehose": ("Describe", "List", "Delete"),
    "glue": ("Get", "List", "Delete", "Stop"),
    "iam": ("Get", "List", "Delete", "Deactivate", "Detach", "Remove"),
    "kinesis": ("Describe", "List", "Delete", "Deregister"),
    "kms": ("Describe", "Get", "List", "Delete", "Revoke"),
    "lambda": ("Get", "List", "Delete", "Remove"),
    "logs": ("Describe", "List", "Delete"),
    "rds": ("Describe", "List", "Delete", "Stop"),
    "redshift": ("Describe", "Delete"),
    "route53": ("Get", "List", "Delete", "Disassociate"),
    "route53resolver": ("Get", "List", "Delete", "Disassociate"),
    "s3": ("Get", "List", "Delete"),
    "sagemaker": ("Describe", "List", "Delete", "Stop"),
    "scheduler": ("Get", "List", "Delete"),
    "secretsmanager": ("Describe", "List", "Delete"),
    "sns": ("Get", "List", "Delete", "Unsubscribe"),
    "sqs": ("Get", "List", "Delete", "Purge"),
    "ssm": ("Describe", "List", "Delete", "Deregister"),
    "states": ("Describe", "List", "Delete", "Stop"),
    "tag": ("Get",),
    "wafv2": ("Get", "List", "Delete", "Disassociate"),
}

# Actions by their full names: what deletes without being called so, lifts a protection from
# deletion, or shows what the account still costs.
_SINGLE: Final = (
    "account:GetAccountInformation",
    "apigateway:DELETE",
    "apigateway:GET",
    "budgets:ViewBudget",
    "ce:GetCostAndUsage",
    "cognito-idp:UpdateUserPool",
    "dynamodb:UpdateTable",
    "ec2:ModifyInstanceAttribute",
    "elasticloadbalancing:ModifyLoadBalancerAttributes",
    "iam:GenerateCredentialReport",
    "iam:UpdateAccessKey",
    "kms:DisableKey",
    "kms:ScheduleKeyDeletion",
    "rds:ModifyDBCluster",
    "rds:ModifyDBInstance",
    "route53:ChangeResourceRecordSets",
    "s3:PutLifecycleConfiguration",
    "sts:GetCallerIdentity",
)

ACTIONS: Final = tuple(
    sorted(
        [f"{service}:{verb}*" for service, verbs in _VERBS.items() for verb in verbs]
        + list(_SINGLE)
    )
)
"""Every action that stays possible, sorted."""
