"""Resources about which no rule says anything, but for what a test changes of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from guardrails.model import Fail
from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import one, policy

ACCOUNT = "123456789012"
OTHER = "210987654321"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/worker"
KEY = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
QUEUE = f"arn:aws:sqs:eu-central-1:{ACCOUNT}:orders"
TOPIC = f"arn:aws:sns:eu-central-1:{ACCOUNT}:orders"
TABLE = f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/orders"
ISSUER = "token.actions.githubusercontent.com"
GITHUB = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}"
FUNCTION = f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:orders"
LAMBDA = {"Service": "lambda.amazonaws.com"}

OBJECTS = ("arn:aws:s3:::orders", "arn:aws:s3:::orders/*")
READABLE = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": OBJECTS[1]}


def deny_plain_http(actions: str = "sqs:*", *resources: str) -> dict[str, object]:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": actions,
        "Resource": list(resources) or QUEUE,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def made(type_: str, properties: Mapping[str, Any], name: str = "it") -> Resource:
    return one(type_, properties, name, protect=True, account_id=ACCOUNT)


def allow(actions: object, resources: object = "*", **more: object) -> Resource:
    """A policy with one statement."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources, **more}
    return made("aws:iam/policy:Policy", {"name": "it", "policy": policy(statement)})


def says(**statement: object) -> Resource:
    """A policy with one statement that is not as most are."""
    return made("aws:iam/policy:Policy", {"policy": policy({"Effect": "Allow", **statement})})


def trust(principal: object, element: str = "Principal", **more: object) -> Resource:
    """A role with one statement in its trust policy."""
    statement = {"Effect": "Allow", element: principal, "Action": "sts:AssumeRole", **more}
    return made("aws:iam/role:Role", {"name": "it", "assumeRolePolicy": policy(statement)})


def attached(name: str, principal: object = LAMBDA) -> list[Resource]:
    """A role with a policy of AWS."""
    arn = f"arn:aws:iam::aws:policy/{name}"
    holder = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    return [trust(principal), made(holder, {"role": "it", "policyArn": arn})]


def function(**properties: object) -> list[Resource]:
    """A function that is right, with its log group and its role elsewhere."""
    given = {
        "name": "work",
        "role": f"arn:aws:iam::{ACCOUNT}:role/it",
        "runtime": "python3.13",
        "handler": "work.handler",
        "timeout": 10,
        "memorySize": 256,
        "tracingConfig": {"mode": "Active"},
        "loggingConfig": {"logFormat": "JSON", "logGroup": "/aws/lambda/work"},
        "reservedConcurrentExecutions": 5,
        "deadLetterConfig": {"targetArn": f"{QUEUE}-dead"},
    }
    logs = {"name": "/aws/lambda/work", "retentionInDays": 365, "kmsKeyId": KEY}
    return [
        made("aws:lambda/function:Function", {**given, **properties}, "work"),
        made("aws:cloudwatch/logGroup:LogGroup", logs, "work"),
    ]


def queue(*statements: Mapping[str, object], **more: object) -> Resource:
    """A queue that is right but for what its policy or a property says."""
    given = {
        "name": "orders",
        "kmsMasterKeyId": "alias/orders",
        "redrivePolicy": json.dumps({"deadLetterTargetArn": f"{QUEUE}-dead", "maxReceiveCount": 5}),
        "policy": policy(deny_plain_http(), *statements),
        **more,
    }
    return made(
        "aws:sqs/queue:Queue", {name: value for name, value in given.items() if value is not None}
    )


def to(
    principal: object, element: str = "Principal", action: str = "SendMessage"
) -> dict[str, object]:
    """A statement of a queue's policy."""
    return {"Effect": "Allow", element: principal, "Action": f"sqs:{action}", "Resource": QUEUE}


def bucket(**parts: Mapping[str, Any] | None) -> list[Resource]:
    """A bucket that is right, with some of its resources replaced or (``None``) left out."""
    switches = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    encrypted = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY}
    complete: dict[str, Mapping[str, Any] | None] = {
        "Bucket": {},
        "BucketPolicy": {"policy": policy(deny_plain_http("s3:*", *OBJECTS))},
        "BucketPublicAccessBlock": dict.fromkeys(switches, True),
        "BucketServerSideEncryptionConfiguration": {
            "rules": [{"applyServerSideEncryptionByDefault": encrypted, "bucketKeyEnabled": True}]
        },
        "BucketVersioning": {"versioningConfiguration": {"status": "Enabled"}},
        "BucketLogging": {"targetBucket": "logs", "targetPrefix": "orders/"},
        "BucketOwnershipControls": {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
        "BucketLifecycleConfiguration": {
            "rules": [
                {
                    "id": "old",
                    "status": "Enabled",
                    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
                    "noncurrentVersionExpiration": {"noncurrentDays": 90},
                }
            ]
        },
        **parts,
    }
    return [
        made(f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}", {"bucket": "orders", **given})
        for kind, given in complete.items()
        if given is not None
    ]


def found(stack: Sequence[Resource]) -> list[str]:
    """The rules that the stack violates, once for each violation."""
    pack = Pack(RULES)
    answers = [answer for resource in stack for answer in pack.judge(resource)]
    return [
        answer.rule.id
        for answer in (*answers, *pack.judge_stack(stack))
        if isinstance(answer.result, Fail)
    ]


def permission(principal: str) -> Resource:
    """A statement in the policy of the function."""
    given = {"function": "work", "principal": principal, "action": "lambda:InvokeFunction"}
    return made("aws:lambda/permission:Permission", given)


def group(**opening: object) -> list[Resource]:
    """A security group that lets the world in."""
    rule = {"description": "all", "cidrBlocks": ["0.0.0.0/0"], **opening}
    given = {"name": "it", "description": "it", "vpcId": "vpc-1", "ingress": [rule]}
    return [made("aws:ec2/securityGroup:SecurityGroup", given)]


def database(**properties: object) -> list[Resource]:
    """A database that is right but for these properties."""
    given = {
        "identifier": "db",
        "engine": "postgres",
        "engineVersion": "17",
        "username": "app",
        "manageMasterUserPassword": True,
        "masterUserSecretKmsKeyId": KEY,
        "storageEncrypted": True,
        "kmsKeyId": KEY,
        "publiclyAccessible": False,
        "iamDatabaseAuthenticationEnabled": True,
        "deletionProtection": True,
        "backupRetentionPeriod": 14,
        "copyTagsToSnapshot": True,
        "skipFinalSnapshot": False,
        "finalSnapshotIdentifier": "db-last",
        "multiAz": True,
        "autoMinorVersionUpgrade": True,
        "enabledCloudwatchLogsExports": ["postgresql"],
        "performanceInsightsEnabled": True,
        "performanceInsightsKmsKeyId": KEY,
        "monitoringInterval": 60,
        "monitoringRoleArn": ROLE,
        "caCertIdentifier": "rds-ca-rsa2048-g1",
    }
    return [made("aws:rds/instance:Instance", {**given, **properties})]


def table(**properties: object) -> list[Resource]:
    """A table that is right but for these properties."""
    given = {
        "name": "orders",
        "hashKey": "id",
        "attributes": [{"name": "id", "type": "S"}],
        "billingMode": "PAY_PER_REQUEST",
        "pointInTimeRecovery": {"enabled": True},
        "serverSideEncryption": {"enabled": True, "kmsKeyArn": KEY},
        "deletionProtectionEnabled": True,
    }
    return [made("aws:dynamodb/table:Table", {**given, **properties})]


def key(**properties: object) -> list[Resource]:
    """A key that is right but for these properties."""
    owner = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    own = {"Effect": "Allow", "Principal": owner, "Action": "kms:*", "Resource": "*"}
    given = {"enableKeyRotation": True, "deletionWindowInDays": 30, "policy": policy(own)}
    return [made("aws:kms/key:Key", {**given, **properties})]


WORK = [trust(LAMBDA), *function()]
DECRYPTS = {"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}
