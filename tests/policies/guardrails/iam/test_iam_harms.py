from typing import Any

import pytest

from guardrails.iam import identity, reference
from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.identity.harms import CONTENT, CREDENTIALS, USING_KEYS, sorted_out
from guardrails.iam.rewrite import NOWHERE
from guardrails.iam.usual_actions import PASSED_WITH, USUAL

QUEUE = "arn:aws:sqs:eu-central-1:111122223333:orders"

FIRST = ["sqs:A*", "sqs:C*", "sqs:D*", "sqs:G*"]
LAST = ["sqs:L*", "sqs:P*", "sqs:R*", "sqs:S*", "sqs:T*", "sqs:U*"]


def judged(*statements: dict[str, Any]) -> list[tuple[str, str, str]]:
    raw = {"Version": "2012-10-17", "Statement": list(statements)}
    document = parse(raw, DocumentKind.IDENTITY).document
    assert document is not None
    return [(one.rule, one.path, one.message) for one in identity.judge(document, NOWHERE)]


def allow(action: object, resource: object = "*", **condition: object) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {**statement, "Condition": condition} if condition else statement


@pytest.mark.parametrize("name", sorted(CREDENTIALS | CONTENT | USING_KEYS))
def test_every_action_that_does_harm_exists_and_can_be_scoped(name: str) -> None:
    action = reference.action(name)

    assert action is not None
    assert action.name == name
    assert action.can_be_scoped


@pytest.mark.parametrize("service", USUAL)
def test_every_usual_action_exists(service: str) -> None:
    reading, writing = USUAL[service]

    assert [name for name in (*reading, *writing) if not reference.action_exists(name)] == []
    assert {name.partition(":")[0] for name in (*reading, *writing)} == {service}


def test_every_action_that_passes_a_role_exists() -> None:
    assert [name for name in PASSED_WITH if not reference.action_exists(name)] == []


def test_every_action_is_sorted_under_what_it_is_worst_at() -> None:
    names = frozenset(
        {
            "iam:CreateAccessKey",
            "s3:GetObject",
            "kms:Decrypt",
            "kms:GenerateDataKey",
            "s3:PutBucketPolicy",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "sqs:TagQueue",
        }
    )

    assert sorted_out(names) == {
        "credentials-exposure": {"iam:CreateAccessKey"},
        "data-exfil": {"s3:GetObject"},
        "kms-decrypt-star": {"kms:Decrypt", "kms:GenerateDataKey"},
        "permissions-mgmt-unconstrained": {"s3:PutBucketPolicy"},
        "write-unconstrained": {"dynamodb:PutItem"},
    }


def test_a_data_key_alone_is_a_write() -> None:
    assert sorted_out(frozenset({"kms:GenerateDataKey"})) == {
        "write-unconstrained": {"kms:GenerateDataKey"}
    }


def test_each_kind_of_harm_is_told_once_and_reading_not_beside_it() -> None:
    actions = ["s3:GetObject", "ssm:GetParameter", "sqs:SendMessage", "dynamodb:Query"]

    (leaking, writing) = judged(allow(actions))

    assert leaking[:2] == ("data-exfil", "Statement[0].Resource[0]")
    assert leaking[2] == (
        "With s3:GetObject, ssm:GetParameter on '*' one mistake or one stolen session lets out all "
        "that is stored there."
    )
    assert writing[:2] == ("write-unconstrained", "Statement[0].Resource[0]")
    assert writing[2] == (
        "With sqs:SendMessage on '*' a mistake or an intruder uses, changes or deletes what this "
        "principal has nothing to do with."
    )


def test_labels_are_more_than_reading() -> None:
    ((rule, _, message),) = judged(allow("sqs:TagQueue"))

    assert rule == "resource-star-restrictable"
    assert message.endswith("can see and label what this principal has nothing to do with.")


@pytest.mark.parametrize(
    ("statement", "rules"),
    [
        # From one network only: nothing leaves, but everything can be read.
        (
            allow("s3:GetObject", StringEquals={"aws:SourceVpce": "vpce-1"}),
            ["resource-star-restrictable"],
        ),
        (
            allow(["s3:GetObject", "s3:PutObject"], StringEquals={"aws:SourceVpce": "vpce-1"}),
            ["write-unconstrained"],
        ),
        # A condition on who calls says nothing of what is called.
        (allow("s3:GetObject", StringEquals={"aws:PrincipalOrgID": "o-1"}), ["data-exfil"]),
        (allow("s3:GetObject", StringEquals={"aws:ResourceAccount": "1"}), []),
        # IAM has nothing of other accounts anyway.
        (
            allow("iam:PutRolePolicy", StringEquals={"aws:ResourceAccount": "1"}),
            ["permissions-mgmt-unconstrained"],
        ),
        (allow("ec2:RunInstances", StringEquals={"aws:RequestTag/team": "a"}), []),
        # A request without tags does not meet that.
        (allow("ec2:TerminateInstances", StringEquals={"aws:RequestTag/team": "a"}), []),
        (
            allow("ec2:CreateTags", StringEquals={"aws:RequestTag/team": "a"}),
            ["resource-star-restrictable"],
        ),
        (
            allow("kms:Decrypt", StringEquals={"kms:ViaService": "s3.eu-central-1.amazonaws.com"}),
            ["kms-decrypt-star"],
        ),
        (allow("aws-marketplace:Subscribe"), ["marketplace-subscribe-star"]),
        (allow("aws-marketplace:Subscribe", StringEquals={"aws:SourceVpce": "vpce-1"}), []),
        (allow("aws-marketplace:*"), ["service-wildcard"]),
    ],
)
def test_a_condition_counts_for_what_it_binds(statement: dict[str, Any], rules: list[str]) -> None:
    assert [rule for rule, _, _ in judged(statement)] == rules


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        # The service is covered by both together, so each is not judged again.
        (
            [allow(FIRST), allow(LAST)],
            [("service-wildcard", "Statement[0].Action[0]")],
        ),
        # All but the tags.
        (
            [allow(FIRST, QUEUE), allow(LAST[:-2], QUEUE)],
            [],
        ),
        # On two resources, so no queue is open to all of it.
        (
            [allow(FIRST, QUEUE), allow(LAST, f"{QUEUE}-dead")],
            [],
        ),
        # Whoever lists all there is has thought of each.
        (
            [
                allow(
                    [
                        f"ssmmessages:{verb}{what}Channel"
                        for verb in ("Create", "Open")
                        for what in ("Control", "Data")
                    ]
                )
            ],
            [],
        ),
    ],
)
def test_wildcards_are_a_whole_service_when_they_really_cover_it_together(
    statements: list[dict[str, Any]], found: list[tuple[str, str]]
) -> None:
    assert [(rule, path) for rule, path, _ in judged(*statements)] == found
