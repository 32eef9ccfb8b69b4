"""How a mended access document looks in Pulumi Python: the snippets of the rules about documents.

Rules of one kind share one. A test judges each of them by the rules.
"""

import json
from collections.abc import Mapping
from typing import Final

_ACCOUNT: Final = "123456789012"
_ROLE: Final = f"arn:aws:iam::{_ACCOUNT}:role/worker"
_KEY: Final = f"arn:aws:kms:eu-central-1:{_ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
_TABLE: Final = f"arn:aws:dynamodb:eu-central-1:{_ACCOUNT}:table/orders"
_FUNCTION: Final = f"arn:aws:lambda:eu-central-1:{_ACCOUNT}:function:orders"
_RULE: Final = f"arn:aws:events:eu-central-1:{_ACCOUNT}:rule/nightly"

_WIDEST: Final = 100

Condition = Mapping[str, Mapping[str, object]]


def _program(elements: Mapping[str, object], use: str) -> str:
    """A statement with these elements, in a document that ``use`` gives to a resource."""
    return "\n".join(
        [
            "statement = {",
            *(line for name, value in elements.items() for line in _element(name, value)),
            "}",
            'document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})',
            use,
        ]
    )


def _element(name: str, value: object) -> list[str]:
    line = f'    "{name}": {json.dumps(value)},'
    if len(line) <= _WIDEST or not isinstance(value, Mapping):
        return [line]
    inner = [f'        "{key}": {json.dumps(one)},' for key, one in value.items()]
    return [f'    "{name}": {{', *inner, "    },"]


def allowing(
    actions: str | list[str], resource: str | list[str], condition: Condition | None = None
) -> str:
    """A role's policy with one statement."""
    elements = {"Effect": "Allow", "Action": actions, "Resource": resource}
    return _program(
        {**elements, **({"Condition": condition} if condition else {})},
        'aws.iam.RolePolicy("worker", role=role.name, policy=document)',
    )


def trusting(
    principal: Mapping[str, str], condition: Condition | None = None, action: str = "sts:AssumeRole"
) -> str:
    """A role with one statement in its trust policy."""
    elements = {"Effect": "Allow", "Principal": principal, "Action": action}
    return _program(
        {**elements, **({"Condition": condition} if condition else {})},
        'aws.iam.Role("worker", name="worker", assume_role_policy=document)',
    )


READ: Final = allowing(["dynamodb:GetItem", "dynamodb:Query"], _TABLE)
PASS: Final = allowing(
    "iam:PassRole", _ROLE, {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
)
ASSUME: Final = allowing("sts:AssumeRole", "arn:aws:iam::210987654321:role/reader")
OBJECTS: Final = allowing(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::orders/*")
DEPLOY: Final = allowing("lambda:UpdateFunctionCode", _FUNCTION)
MERGED: Final = allowing(
    ["sqs:SendMessage", "sqs:ReceiveMessage"],
    [f"arn:aws:sqs:eu-central-1:{_ACCOUNT}:{name}" for name in ("in", "out")],
)
BOUNDED: Final = allowing(
    ["iam:CreateRole", "iam:PutRolePolicy"],
    f"arn:aws:iam::{_ACCOUNT}:role/orders-*",
    {"StringEquals": {"iam:PermissionsBoundary": f"arn:aws:iam::{_ACCOUNT}:policy/boundary"}},
)
OF_THE_ORGANIZATION: Final = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
ENDPOINT: Final = _program(
    {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "*",
        "Condition": {
            "StringEquals": {
                "aws:PrincipalOrgID": "o-a1b2c3d4e5",
                "aws:ResourceOrgID": "o-a1b2c3d4e5",
            }
        },
    },
    'aws.ec2.VpcEndpointPolicy("s3", vpc_endpoint_id=endpoint.id, policy=document)',
)
SIGNED_IN: Final = """\
people = aws.ssoadmin.PermissionSet("reader", name="reader", instance_arn=instance)
aws.ssoadmin.PermissionSetInlinePolicy(
    "reader",
    instance_arn=instance,
    permission_set_arn=people.arn,
    inline_policy=document,
)"""
_LISTED: Final = allowing(
    "s3:ListBucket", "arn:aws:s3:::orders", {"StringLike": {"s3:prefix": "invoices/*"}}
)
_CRYPT: Final = allowing(["kms:Decrypt", "kms:GenerateDataKey"], _KEY)
_BY_ROLE: Final = trusting({"AWS": f"arn:aws:iam::{_ACCOUNT}:role/deployer"})
_GITHUB: Final = "token.actions.githubusercontent.com"

IDENTITY: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            *("admin-star", "action-star", "service-wildcard", "write-unconstrained"),
            *("resource-star-restrictable", "resource-effectively-star"),
            *("allow-notaction", "allow-notresource"),
        ),
        READ,
    ),
    "full-iam": allowing(["iam:GetRole", "iam:ListRolePolicies"], _ROLE),
    "kms-full": _CRYPT,
    "kms-decrypt-star": _CRYPT,
    "cloudtrail-full": allowing("cloudtrail:LookupEvents", "*"),
    "credentials-exposure": allowing(
        ["iam:CreateAccessKey", "iam:DeleteAccessKey"],
        f"arn:aws:iam::{_ACCOUNT}:user/${{aws:username}}",
    ),
    "data-exfil": allowing("s3:GetObject", "arn:aws:s3:::orders/invoices/*"),
    "permissions-mgmt-unconstrained": allowing("lambda:RemovePermission", _FUNCTION),
    "marketplace-subscribe-star": allowing("aws-marketplace:ViewSubscriptions", "*"),
    "passrole-star": PASS,
    "passrole-notaction": PASS,
    "assume-star": ASSUME,
}
"""By rule: what a principal may do."""

VALIDITY: Final[Mapping[str, str]] = {
    "unknown-action": READ,
    "resource-mismatch": allowing("s3:GetObject", "arn:aws:s3:::orders/*"),
    "unknown-condition-key": _LISTED,
    "condition-type-mismatch": _LISTED,
    "forallvalues-single": allowing(
        "sqs:TagQueue",
        f"arn:aws:sqs:eu-central-1:{_ACCOUNT}:orders",
        {
            "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]},
            "Null": {"aws:TagKeys": "false"},
        },
    ),
    "mfa-pattern": allowing(
        "dynamodb:DeleteTable", _TABLE, {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    ),
}
"""By rule: documents that do what they seem to."""

TRUST: Final[Mapping[str, str]] = {
    **dict.fromkeys(("trust-any-principal", "trust-notprincipal", "trust-notaction"), _BY_ROLE),
    "trust-any-with-condition": trusting(
        {"AWS": "*"}, {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    ),
    "trust-cross-account-root": trusting(
        {"AWS": "arn:aws:iam::210987654321:root"},
        {"StringEquals": {"sts:ExternalId": "5c1f-orders"}},
    ),
    "trust-oidc-github": trusting(
        {"Federated": f"arn:aws:iam::{_ACCOUNT}:oidc-provider/{_GITHUB}"},
        {
            "StringEquals": {f"{_GITHUB}:aud": "sts.amazonaws.com"},
            "StringLike": {f"{_GITHUB}:sub": "repo:owner/name:ref:refs/heads/main"},
        },
        "sts:AssumeRoleWithWebIdentity",
    ),
    "trust-oidc-no-aud": trusting(
        {"Federated": "cognito-identity.amazonaws.com"},
        {"StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-central-1:1234abcd"}},
        "sts:AssumeRoleWithWebIdentity",
    ),
    "trust-confused-deputy": trusting(
        {"Service": "scheduler.amazonaws.com"}, {"StringEquals": {"aws:SourceAccount": _ACCOUNT}}
    ),
}
"""By rule: who may become a role."""

_HOLDERS: Final[Mapping[str, tuple[str, str, str]]] = {
    "a queue": (
        "sqs:SendMessage",
        f"arn:aws:sqs:eu-central-1:{_ACCOUNT}:orders",
        'aws.sqs.QueuePolicy("orders", queue_url=queue.url, policy=document)',
    ),
    "a topic": (
        "sns:Publish",
        f"arn:aws:sns:eu-central-1:{_ACCOUNT}:orders",
        'aws.sns.TopicPolicy("orders", arn=topic.arn, policy=document)',
    ),
    "a bucket": (
        "s3:GetObject",
        "arn:aws:s3:::orders/*",
        'aws.s3.BucketPolicy("orders", bucket=bucket.bucket, policy=document)',
    ),
    "a key": ("kms:Decrypt", "*", 'aws.kms.KeyPolicy("orders", key_id=key.id, policy=document)'),
    "a stream": (
        "kinesis:PutRecord",
        f"arn:aws:kinesis:eu-central-1:{_ACCOUNT}:stream/orders",
        'aws.kinesis.ResourcePolicy("orders", resource_arn=stream.arn, policy=document)',
    ),
    "a secret": (
        "secretsmanager:GetSecretValue",
        "*",
        'aws.secretsmanager.SecretPolicy("orders", secret_arn=secret.arn, policy=document)',
    ),
    "a table": (
        "dynamodb:GetItem",
        _TABLE,
        'aws.dynamodb.ResourcePolicy("orders", resource_arn=table.arn, policy=document)',
    ),
    "an API": (
        "execute-api:Invoke",
        f"arn:aws:execute-api:eu-central-1:{_ACCOUNT}:a1b2c3/*",
        'aws.apigateway.RestApiPolicy("orders", rest_api_id=api.id, policy=document)',
    ),
}
"""By what a rule calls it: an action on it, what is named in its policy, and who carries that."""

_OTHER: Final = (
    "events:PutEvents",
    f"arn:aws:events:eu-central-1:{_ACCOUNT}:event-bus/orders",
    'aws.cloudwatch.EventBusPolicy("orders", event_bus_name=bus.name, policy=document)',
)


def opening(noun: str, principal: Mapping[str, str], condition: Condition | None = None) -> str:
    """A resource's policy with one statement.

    Args:
        noun: What the rule calls the resource: ``a queue``.
        principal: Whom it is for.
        condition: On what condition.
    """
    action, resource, use = _HOLDERS.get(noun, _OTHER)
    elements = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}
    return _program({**elements, **({"Condition": condition} if condition else {})}, use)


def to_a_role(noun: str) -> str:
    """A resource's policy that names whom it lets in, and to what."""
    return opening(noun, {"AWS": _ROLE})


def to_a_service(noun: str) -> str:
    """A resource's policy that lets a service in for one source."""
    return opening(
        noun, {"Service": "events.amazonaws.com"}, {"ArnEquals": {"aws:SourceArn": _RULE}}
    )


def sparing_a_role(noun: str) -> str:
    """A resource's policy that denies and leaves a way to change it again."""
    _, resource, use = _HOLDERS[noun]
    elements = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [resource.removesuffix("/*"), resource],
        "Condition": {"ArnNotEquals": {"aws:PrincipalArn": _ROLE}},
    }
    return _program(elements, use)
