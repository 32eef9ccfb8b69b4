"""Native resources belong together, also with classic ones, and where names are not known yet."""

from typing import Any

import pytest

from tests.policies.guardrails.native.asked import UNKNOWN, Declared, Found, ask, secret
from tests.policies.guardrails.native.cases.model import (
    ACCOUNT,
    DEAD_ARN,
    QUEUE_ARN,
    REGION,
    document,
    native,
    tls,
)

CLASSIC_QUEUE = Declared("aws:sqs/queue:Queue", {"kmsMasterKeyId": "k", "redrivePolicy": UNKNOWN})
TLS_ONLY = document(tls("sqs:*", QUEUE_ARN))


def of_rule(rule: str, *stack: Declared) -> list[Found]:
    return [found for found in ask(*stack) if found[0] == rule]


def queue(properties: dict[str, Any] | None = None) -> Declared:
    return native("sqs:Queue", "orders", properties)


@pytest.mark.parametrize(
    "reference",
    ["orders", QUEUE_ARN, f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/orders"],
)
def test_a_policy_is_that_of_the_queue_that_it_names(reference: str) -> None:
    policy = {"queue": reference, "policyDocument": TLS_ONLY}

    named = of_rule(
        "sqs-tls",
        queue({"queueName": "orders"}),
        native("sqs:QueueInlinePolicy", properties=policy),
    )
    other = of_rule(
        "sqs-tls",
        queue({"queueName": "others"}),
        native("sqs:QueueInlinePolicy", properties=policy),
    )

    assert (named, other) == ([], [("sqs-tls", "queueName")])


def test_an_unknown_reference_leads_to_what_it_is_computed_from() -> None:
    first, second = queue(), native("sqs:Queue", "second")
    policy = native(
        "sqs:QueueInlinePolicy",
        properties={"queue": UNKNOWN, "policyDocument": TLS_ONLY},
        depends={"queue": [first]},
    )

    assert of_rule("sqs-tls", first, policy) == []
    assert of_rule("sqs-tls", first, second, policy) == [("sqs-tls", "queueName")]


def test_an_unknown_reference_that_leads_nowhere_is_told_in_the_words_of_the_program() -> None:
    policy = native(
        "sqs:QueueInlinePolicy", properties={"queue": UNKNOWN, "policyDocument": TLS_ONLY}
    )

    assert of_rule("sqs-tls", queue(), policy) == [("sqs-tls", "?queue")]


def test_a_name_that_only_the_deployment_tells_is_told_by_the_outputs_of_a_state() -> None:
    deployed = queue({"queueUrl": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/orders-7f3a"})
    policy = native(
        "sqs:QueueInlinePolicy", properties={"queue": "orders-7f3a", "policyDocument": TLS_ONLY}
    )

    assert of_rule("sqs-tls", deployed, policy) == []


def test_a_native_policy_guards_a_classic_queue_and_a_classic_one_a_native_queue() -> None:
    mine = native(
        "sqs:QueueInlinePolicy",
        properties={"queue": UNKNOWN, "policyDocument": TLS_ONLY},
        depends={"queue": [CLASSIC_QUEUE]},
    )
    classic = Declared(
        "aws:sqs/queuePolicy:QueuePolicy",
        {"queueUrl": UNKNOWN, "policy": UNKNOWN},
        depends={"queueUrl": [queue()]},
    )

    assert of_rule("sqs-tls", CLASSIC_QUEUE) == [("sqs-tls", "policy")]
    assert of_rule("sqs-tls", CLASSIC_QUEUE, mine) == []
    assert of_rule("sqs-tls", queue(), classic) == []


def test_dead_letters_are_found_in_the_object_that_the_type_takes() -> None:
    dead = native("sqs:Queue", "dead", {"queueName": "dead"})
    known = queue({"redrivePolicy": {"deadLetterTargetArn": DEAD_ARN, "maxReceiveCount": 5}})
    computed = native(
        "sqs:Queue",
        "orders",
        {"redrivePolicy": {"deadLetterTargetArn": UNKNOWN, "maxReceiveCount": 5}},
        depends={"redrivePolicy": [dead]},
    )

    assert of_rule("sqs-dlq", known, dead) == []
    assert of_rule("sqs-dlq", computed, dead) == []
    assert of_rule("sqs-dlq", dead) == [("sqs-dlq", "redrivePolicy")]


def role(name: str, document_: dict[str, Any]) -> Declared:
    return native(
        "iam:Role",
        name,
        {
            "roleName": name,
            "assumeRolePolicyDocument": document(
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ),
            "policies": [{"policyName": "own", "policyDocument": document_}],
        },
    )


SEND = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": QUEUE_ARN}
BECOME = {"Effect": "Allow", "Action": ["iam:CreatePolicyVersion"], "Resource": "*"}
PASS = {
    "Effect": "Allow",
    "Action": ["iam:PassRole"],
    "Resource": f"arn:aws:iam::{ACCOUNT}:role/admin",
    "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
}
MAKE = {
    "Effect": "Allow",
    "Action": ["lambda:CreateFunction", "lambda:InvokeFunction"],
    "Resource": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:x",
}


def function(name: str, on: Declared) -> Declared:
    return native(
        "lambda:Function", name, {"functionName": name, "role": UNKNOWN}, depends={"role": [on]}
    )


def test_functions_that_share_a_native_role_are_told() -> None:
    shared = role("work", document(SEND))

    found = of_rule("lambda-role-shared", function("one", shared), function("two", shared), shared)

    assert found == [("lambda-role-shared", "role")]


def test_what_a_role_may_do_is_put_together_from_all_that_it_has() -> None:
    worker = role("work", document(PASS))
    apart = native(
        "iam:RolePolicy",
        properties={"policyName": "make", "roleName": "work", "policyDocument": document(MAKE)},
    )

    assert of_rule("privesc-target-dependent", worker) == []
    assert of_rule("privesc-target-dependent", apart) == []
    assert of_rule("privesc-target-dependent", worker, apart) == [
        ("privesc-target-dependent", "policies[0].policyDocument.Statement[0].Action[0]")
    ]


def test_an_inline_policy_of_a_role_is_told_where_the_role_has_it() -> None:
    worker = role("work", document(SEND, BECOME))

    assert of_rule("privesc", worker) == [
        ("privesc", "policies[0].policyDocument.Statement[1].Action[0]")
    ]


def test_an_unknown_value_within_a_document_is_named() -> None:
    unknown = role("work", document({**SEND, "Resource": [QUEUE_ARN, UNKNOWN]}))

    assert of_rule("unknown-access-document", unknown) == [
        ("unknown-access-document", "policies[0].policyDocument.Statement[0].Resource[1]")
    ]


def test_a_secret_document_is_judged_and_not_shown() -> None:
    hidden = role("work", document({**SEND, "Action": "*", "Resource": "*"}))
    for holder in (
        {"policies": [{"policyName": "own", "policyDocument": secret(document(BECOME))}]},
        {"policies": secret([{"policyName": "own", "policyDocument": document(BECOME)}])},
    ):
        properties = {**hidden.properties, **holder}
        found = of_rule("privesc", native("iam:Role", "work", properties))

        assert found == [("privesc", "policies[0].policyDocument.Statement[0].Action[0]")]


def test_an_unknown_object_is_not_one_whose_properties_are_given() -> None:
    stage = native("apigateway:Stage", properties={"accessLogSetting": UNKNOWN})
    given = native("apigateway:Stage", properties={"accessLogSetting": {"destinationArn": UNKNOWN}})

    assert of_rule("apigw-access-log", stage) == [("apigw-access-log", "?accessLogSetting")]
    assert of_rule("apigw-access-log", given) == []


@pytest.mark.parametrize("part", ["resourcePath", "httpMethod"])
def test_settings_of_unknown_methods_may_be_those_of_every_method(part: str) -> None:
    settings = {"resourcePath": "/*", "httpMethod": "*", "loggingLevel": "ERROR", part: UNKNOWN}
    stage = native(
        "apigateway:Stage",
        properties={"restApiId": "a1", "stageName": "v1", "methodSettings": [settings]},
    )

    assert of_rule("apigw-exec-log", stage) == [("apigw-exec-log", f"?methodSettings[0].{part}")]
