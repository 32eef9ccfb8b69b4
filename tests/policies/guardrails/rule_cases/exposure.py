"""Who may become a role, who may use a resource, and documents whatever they allow."""

import json

from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    one,
    policy,
)

ROLE = "aws:iam/role:Role"
GITHUB = "token.actions.githubusercontent.com"
AUDIT = "arn:aws:iam::123456789012:role/audit"
ACCOUNT = "arn:aws:iam::123456789012:root"
IN_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}
LAMBDA = {
    "Effect": "Allow",
    "Principal": {"Service": "lambda.amazonaws.com"},
    "Action": "sts:AssumeRole",
}


def trusts(principal: object, **more: object) -> Properties:
    return {"assumeRolePolicy": policy({**LAMBDA, "Principal": principal, **more})}


def acts(principal: object, **more: object) -> Properties:
    """A trust policy without ``Action``."""
    statement = {"Effect": "Allow", "Principal": principal, **more}
    return {"assumeRolePolicy": policy(statement)}


def federated(issuer: str, **conditions: object) -> Properties:
    provider = f"arn:aws:iam::123456789012:oidc-provider/{issuer}"
    return trusts(
        {"Federated": provider}, Action="sts:AssumeRoleWithWebIdentity", Condition=conditions
    )


def github(**conditions: object) -> Properties:
    return federated(GITHUB, **conditions)


def trust(*, fails: list[tuple[Properties, str]], near_misses: list[Properties]) -> Cases:
    return Cases(
        ROLE,
        fails=[(properties, [f"assumeRolePolicy.{path}"]) for properties, path in fails],
        passes=[{"assumeRolePolicy": policy(LAMBDA)}],
        near_misses=near_misses,
        undetermined=[({"assumeRolePolicy": UNKNOWN}, "assumeRolePolicy")],
    )


def foreign(properties: Properties) -> Resource:
    """A role in another account than the one that it trusts."""
    return one(ROLE, properties, account_id="999999999999")


def given_to(principal: object, action: str, **more: object) -> str:
    return policy(
        {
            "Effect": "Allow",
            "Principal": principal,
            "Action": action,
            "Resource": "*",
            **more,
        }
    )


def opened(type_: str, action: str, name: str = "policy") -> Cases:
    """The cases of a rule about everyone."""
    return Cases(
        type_,
        fails=[
            ({name: given_to("*", action)}, [f"{name}.Statement[0].Principal"]),
            ({name: given_to({"AWS": "*"}, action)}, [f"{name}.Statement[0].Principal.AWS[0]"]),
        ],
        passes=[{name: given_to({"AWS": ACCOUNT}, action)}, {}],
        near_misses=[
            {name: given_to("*", action, Condition=IN_ORGANIZATION)},
            {name: given_to("*", action, Effect="Deny")},
            {name: ""},
        ],
        undetermined=[({name: UNKNOWN}, name)],
    )


def everyone_but(type_: str, action: str) -> Cases:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return Cases(
        type_,
        fails=[
            (
                {"policy": policy({**statement, "NotPrincipal": {"AWS": ACCOUNT}})},
                ["policy.Statement[0].NotPrincipal"],
            )
        ],
        passes=[{"policy": policy({**statement, "Principal": {"AWS": ACCOUNT}})}],
        near_misses=[
            {"policy": policy({**statement, "Effect": "Deny", "NotPrincipal": {"AWS": ACCOUNT}})}
        ],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    )


def every_action(type_: str, pattern: str, action: str) -> Cases:
    service = {"Service": "events.amazonaws.com"}
    bound = {"Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}}
    return Cases(
        type_,
        fails=[
            ({"policy": given_to(service, pattern, **bound)}, ["policy.Statement[0].Action[0]"])
        ],
        passes=[{"policy": given_to(service, action, **bound)}],
        near_misses=[{"policy": given_to("*", pattern, Effect="Deny")}],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    )


CASES = {
    "trust-any-principal": trust(
        fails=[
            (trusts("*"), "Statement[0].Principal"),
            (trusts({"AWS": "*"}), "Statement[0].Principal.AWS[0]"),
        ],
        near_misses=[trusts("*", Condition=IN_ORGANIZATION), trusts("*", Effect="Deny")],
    ),
    "trust-any-with-condition": trust(
        fails=[
            (
                trusts("*", Condition={"StringLike": {"aws:PrincipalArn": "*"}}),
                "Statement[0].Principal",
            )
        ],
        near_misses=[trusts("*", Condition=IN_ORGANIZATION)],
    ),
    "trust-cross-account-root": Cases(
        ROLE,
        fails=[
            (
                [foreign(trusts({"AWS": ACCOUNT}))],
                ["assumeRolePolicy.Statement[0].Principal.AWS[0]"],
            )
        ],
        passes=[[foreign(trusts({"AWS": "arn:aws:iam::123456789012:role/audit"}))]],
        near_misses=[
            [
                foreign(
                    trusts(
                        {"AWS": ACCOUNT},
                        Condition={"StringEquals": {"sts:ExternalId": "f81d4fae7dec"}},
                    )
                )
            ],
            # The account's own root.
            [one(ROLE, trusts({"AWS": ACCOUNT}), account_id="123456789012")],
        ],
        undetermined=[({"assumeRolePolicy": UNKNOWN}, "assumeRolePolicy")],
    ),
    "trust-notprincipal": trust(
        fails=[
            (
                {
                    "assumeRolePolicy": policy(
                        {
                            "Effect": "Allow",
                            "NotPrincipal": {"AWS": ACCOUNT},
                            "Action": "sts:AssumeRole",
                        }
                    )
                },
                "Statement[0].NotPrincipal",
            )
        ],
        near_misses=[trusts({"AWS": "arn:aws:iam::123456789012:role/audit"})],
    ),
    "trust-notaction": trust(
        fails=[(acts({"AWS": AUDIT}, NotAction="sts:TagSession"), "Statement[0].NotAction")],
        near_misses=[acts("*", NotAction="sts:TagSession", Effect="Deny")],
    ),
    "trust-oidc-github": trust(
        fails=[
            (github(), "Statement[0].Principal.Federated[0]"),
            (
                github(StringLike={f"{GITHUB}:sub": "repo:*"}),
                f"Statement[0].Condition.StringLike.{GITHUB}:sub",
            ),
        ],
        near_misses=[
            github(StringLike={f"{GITHUB}:sub": "repo:acme/*"}),
            github(StringEquals={f"{GITHUB}:sub": "repo:acme/site:ref:refs/heads/main"}),
        ],
    ),
    "trust-oidc-no-aud": trust(
        fails=[(federated("accounts.example.com"), "Statement[0].Principal.Federated[0]")],
        near_misses=[
            federated("accounts.example.com", StringEquals={"accounts.example.com:aud": "site"})
        ],
    ),
    "trust-confused-deputy": trust(
        fails=[
            (
                trusts({"Service": ["lambda.amazonaws.com", "states.amazonaws.com"]}),
                "Statement[0].Principal.Service[1]",
            )
        ],
        near_misses=[
            trusts(
                {"Service": "states.amazonaws.com"},
                Condition={"StringEquals": {"aws:SourceAccount": "123456789012"}},
            )
        ],
    ),
    "session-duration-long": Cases(
        ROLE,
        fails=[({"maxSessionDuration": 14_401}, ["maxSessionDuration"])],
        passes=[{}],
        near_misses=[{"maxSessionDuration": 14_400}],
        undetermined=[({"maxSessionDuration": UNKNOWN}, "maxSessionDuration")],
    ),
    "sqs-policy-public": opened("aws:sqs/queuePolicy:QueuePolicy", "sqs:SendMessage"),
    "sqs-policy-notprincipal": everyone_but("aws:sqs/queue:Queue", "sqs:SendMessage"),
    "sqs-policy-action-star": every_action("aws:sqs/queue:Queue", "sqs:*", "sqs:SendMessage"),
    "sns-policy-public": opened("aws:sns/topicPolicy:TopicPolicy", "sns:Publish"),
    "sns-policy-notprincipal": everyone_but("aws:sns/topic:Topic", "sns:Publish"),
    "s3-policy-principal-star": opened("aws:s3/bucketPolicy:BucketPolicy", "s3:GetObject"),
    "s3-policy-notprincipal": everyone_but("aws:s3/bucketPolicy:BucketPolicy", "s3:GetObject"),
    "s3-policy-action-star": every_action(
        "aws:s3/bucketPolicy:BucketPolicy", "s3:*", "s3:GetObject"
    ),
    "kms-policy-wildcard": opened("aws:kms/key:Key", "kms:Decrypt"),
    "kinesis-resource-policy": opened(
        "aws:kinesis/resourcePolicy:ResourcePolicy", "kinesis:PutRecord"
    ),
    "secret-policy-public": opened(
        "aws:secretsmanager/secretPolicy:SecretPolicy", "secretsmanager:GetSecretValue"
    ),
    "ddb-resource-policy-public": opened(
        "aws:dynamodb/resourcePolicy:ResourcePolicy", "dynamodb:GetItem"
    ),
    "event-bus-open": Cases(
        "aws:cloudwatch/eventPermission:EventPermission",
        fails=[
            ({"principal": "*"}, ["principal"]),
            (
                [
                    one(
                        "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
                        {"policy": given_to("*", "events:PutEvents")},
                    )
                ],
                ["policy.Statement[0].Principal"],
            ),
        ],
        passes=[{"principal": "123456789012"}],
        near_misses=[
            {
                "principal": "*",
                "condition": {"key": "aws:PrincipalOrgID", "type": "StringEquals", "value": "o-1"},
            }
        ],
        undetermined=[({"principal": UNKNOWN}, "principal")],
    ),
    "apigw-resource-policy": opened("aws:apigateway/restApi:RestApi", "execute-api:Invoke"),
    "resource-policy-public": opened(
        "aws:opensearch/domain:Domain", "es:ESHttpGet", "accessPolicies"
    ),
    "resource-policy-notprincipal": everyone_but(
        "aws:ecr/repositoryPolicy:RepositoryPolicy", "ecr:BatchGetImage"
    ),
    "resource-policy-action-star": every_action(
        "aws:ecr/repositoryPolicy:RepositoryPolicy", "ecr:*", "ecr:BatchGetImage"
    ),
    "unknown-access-document": Cases(
        ROLE,
        fails=[
            ({"assumeRolePolicy": UNKNOWN}, ["assumeRolePolicy"]),
            (
                {
                    "assumeRolePolicy": policy(LAMBDA),
                    "inlinePolicies": [{"name": "a", "policy": "{}"}, {"policy": UNKNOWN}],
                },
                ["inlinePolicies[1].policy"],
            ),
            (
                {"assumeRolePolicy": policy(LAMBDA), "inlinePolicies": UNKNOWN},
                ["inlinePolicies"],
            ),
            (
                {"assumeRolePolicy": {"Version": "2012-10-17", "Statement": [{"Sid": UNKNOWN}]}},
                ["assumeRolePolicy.Statement[0].Sid"],
            ),
        ],
        passes=[{"assumeRolePolicy": policy(LAMBDA)}],
        near_misses=[{"assumeRolePolicy": policy(LAMBDA), "permissionsBoundary": UNKNOWN}],
        always_known="an unknown document is what violates the rule",
    ),
    "malformed-policy": Cases(
        "aws:iam/rolePolicy:RolePolicy",
        fails=[
            ({"policy": "{"}, ["policy"]),
            ({"policy": "[]"}, ["policy"]),
            (
                {
                    "policy": policy(
                        {"Effect": "Perhaps", "Action": "s3:GetObject", "Resource": "*"}
                    )
                },
                ["policy.Statement[0].Effect"],
            ),
        ],
        passes=[{"policy": policy({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})}],
        near_misses=[
            # One statement instead of a list of one is well formed.
            {
                "policy": json.dumps(
                    {
                        "Version": "2012-10-17",
                        "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"},
                    }
                )
            }
        ],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    ),
    "unknown-action": Cases(
        "aws:iam/rolePolicy:RolePolicy",
        fails=[
            (
                {"policy": policy({"Effect": "Allow", "Action": "s3:GetObjects", "Resource": "*"})},
                ["policy.Statement[0].Action[0]"],
            )
        ],
        passes=[{"policy": policy({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})}],
        near_misses=[
            {"policy": policy({"Effect": "Allow", "Action": "S3:getobject", "Resource": "*"})}
        ],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    ),
    "scp-size": Cases(
        "aws:organizations/policy:Policy",
        fails=[({"content": "x" * 10_241}, ["content"])],
        passes=[{"content": policy(LAMBDA), "type": "SERVICE_CONTROL_POLICY"}],
        near_misses=[
            {"content": "x" * 10_240},
            {"content": "x" * 10_241, "type": "BACKUP_POLICY"},
        ],
        undetermined=[({"content": UNKNOWN}, "content")],
    ),
}
