"""One mistake is one violation, of the rule that says most about it: how things are set."""

from collections.abc import Sequence

import pytest

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import policy
from tests.support.sound import (
    DECRYPTS,
    KEY,
    LAMBDA,
    WORK,
    bucket,
    database,
    found,
    function,
    group,
    key,
    made,
    permission,
    queue,
    table,
    trust,
)

CASES: dict[str, tuple[Sequence[Resource], str]] = {
    "a function without traces": (
        [trust(LAMBDA), *function(tracingConfig={"mode": "PassThrough"})],
        "lambda-tracing",
    ),
    "a runtime that is no more": (
        [trust(LAMBDA), *function(runtime="python3.7")],
        "lambda-runtime",
    ),
    "a key of AWS in the environment": (
        [
            trust(LAMBDA),
            *function(environment={"variables": {"KEY": "AKIAIOSFODNN7EXAMPLF"}}, kmsKeyArn=KEY),
        ],
        "lambda-env-secret",
    ),
    "a URL for everyone": (
        [
            *WORK,
            made(
                "aws:lambda/functionUrl:FunctionUrl",
                {"functionName": "work", "authorizationType": "NONE"},
            ),
        ],
        "lambda-url-auth",
    ),
    "a URL for everyone with its permission": (
        [
            *WORK,
            made(
                "aws:lambda/functionUrl:FunctionUrl",
                {"functionName": "work", "authorizationType": "NONE"},
            ),
            made(
                "aws:lambda/permission:Permission",
                {
                    "function": "work",
                    "action": "lambda:InvokeFunctionUrl",
                    "principal": "*",
                    "functionUrlAuthType": "NONE",
                },
            ),
        ],
        "lambda-url-auth",
    ),
    "a function for everyone": ([*WORK, permission("*")], "lambda-public-permission"),
    "a function for a service": (
        [*WORK, permission("s3.amazonaws.com")],
        "lambda-permission-source",
    ),
    "a shell for the world": (group(protocol="tcp", fromPort=22, toPort=22), "sg-open"),
    "every port for the world": (group(protocol="-1", fromPort=0, toPort=0), "sg-open"),
    "a database in plain text": (
        database(storageEncrypted=False, kmsKeyId=None),
        "rds-encrypt",
    ),
    "a database with AWS's key": (database(kmsKeyId=None), "rds-encrypt-cmk"),
    "a public database": (database(publiclyAccessible=True), "rds-public"),
    "a password in the program": (
        database(
            manageMasterUserPassword=None,
            masterUserSecretKmsKeyId=None,
            password="hunter2hunter2A!",  # noqa: S106 -- what is to be found
        ),
        "plaintext-secret-literal",
    ),
    "a table that cannot be restored": (table(pointInTimeRecovery=None), "ddb-pitr"),
    "a table with AWS's key": (table(serverSideEncryption=None), "ddb-cmk"),
    "a table that can be deleted": (
        table(deletionProtectionEnabled=False),
        "ddb-deletion-protection",
    ),
    "a key for ever": (key(enableKeyRotation=False), "kms-rotation"),
    "a key for everyone": (key(policy=policy(DECRYPTS)), "kms-policy-wildcard"),
    "a stream in plain text": ([made("aws:kinesis/stream:Stream", {"name": "it"})], "kinesis-sse"),
    "a volume in plain text": (
        [made("aws:ebs/volume:Volume", {"availabilityZone": "eu-central-1a", "size": 5})],
        "ebs-encrypt",
    ),
    "a public list of grants": (
        [*bucket(), made("aws:s3/bucketAcl:BucketAcl", {"bucket": "orders", "acl": "public-read"})],
        "s3-acl-public",
    ),
    "an access key": ([made("aws:iam/accessKey:AccessKey", {"user": "it"})], "access-key-resource"),
    "a queue without a place for what fails": ([queue(redrivePolicy=None)], "sqs-dlq"),
    "logs for ever": (
        [
            made(
                "aws:cloudwatch/logGroup:LogGroup",
                {"name": "it", "retentionInDays": 0, "kmsKeyId": KEY},
            )
        ],
        "log-retention",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_once(case: str) -> None:
    stack, rule = CASES[case]

    assert found(stack) == [rule]


def test_what_the_cases_start_from_is_right() -> None:
    for stack in ([queue()], bucket(), WORK, database(), table(), key()):
        assert found(stack) == []
