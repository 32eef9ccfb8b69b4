"""Who may use a resource."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one, policy

ACCOUNT = "arn:aws:iam::123456789012:root"
IN_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}


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
}
