"""Calls against grants: what matches, and what does not."""

import pytest

from guardrails.iam.entity import Entity
from local.usage.found import Call, Place, Unresolved
from tests.support.usage import HERE, JOBS, ORDERS, USERS, allow, arn, call, compared, role, said

GET, PUT = call("dynamodb", "GetItem", "orders"), call("dynamodb", "PutItem", "orders")

ONE_OF = "dynamodb:ConditionCheckItem, dynamodb:DeleteItem, dynamodb:PutItem, dynamodb:UpdateItem"

MATCHES: dict[str, tuple[Entity, tuple[Call, ...], list[str]]] = {
    "a call and its grant": (role(allow("dynamodb:GetItem", ORDERS)), (GET,), []),
    "upper and lower case": (role(allow("DynamoDB:getitem", ORDERS)), (GET,), []),
    "a wildcard that a call needs": (role(allow("dynamodb:Get*", ORDERS)), (GET,), []),
    "a wildcard that none needs": (
        role(allow("dynamodb:Get*", ORDERS), allow("sqs:*", JOBS)),
        (GET,),
        ["grant-without-call sqs:*"],
    ),
    "a call without a grant": (
        role(allow("dynamodb:GetItem", ORDERS)),
        (GET, PUT),
        ["call-without-grant dynamodb:PutItem"],
    ),
    "a grant without a call": (
        role(allow(["dynamodb:DeleteItem", "dynamodb:GetItem"], ORDERS)),
        (GET,),
        ["grant-without-call dynamodb:DeleteItem"],
    ),
    "both": (
        role(allow("dynamodb:PutItem", ORDERS)),
        (GET,),
        ["call-without-grant dynamodb:GetItem", "grant-without-call dynamodb:PutItem"],
    ),
    "the right action on another table": (
        role(allow("dynamodb:GetItem", USERS)),
        (GET,),
        ["call-without-grant dynamodb:GetItem", "grant-without-call dynamodb:GetItem"],
    ),
    "a call on a table that is not known": (
        role(allow("dynamodb:GetItem", ORDERS), allow("dynamodb:GetItem", USERS)),
        (call("dynamodb", "GetItem"),),
        [],
    ),
    "an index of the table": (
        role(allow("dynamodb:Query", f"{ORDERS}/index/by_day")),
        (call("dynamodb", "Query", "orders"),),
        [],
    ),
    "objects of the bucket, and those of another": (
        role(allow("s3:GetObject", "arn:aws:s3:::b/*"), allow("s3:GetObject", "arn:aws:s3:::c/*")),
        (call("s3", "GetObject", "b"),),
        ["grant-without-call s3:GetObject"],
    ),
    "an operation of several actions, one not granted": (
        role(allow("s3:GetObject", "arn:aws:s3:::b/*")),
        (call("s3", "CopyObject", "b"),),
        ["call-without-grant s3:PutObject"],
    ),
    "one of several actions": (
        role(allow("dynamodb:PutItem", ORDERS)),
        (call("dynamodb", "TransactWriteItems"),),
        [],
    ),
    "none of several actions": (
        role(allow("dynamodb:GetItem", ORDERS)),
        (GET, call("dynamodb", "TransactWriteItems")),
        [f"call-without-grant {ONE_OF}"],
    ),
    "a call that nobody can refuse": (
        role(allow("dynamodb:GetItem", ORDERS)),
        (GET, call("sts", "GetCallerIdentity")),
        [],
    ),
    "a grant of all but some": (
        role({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
        (GET,),
        [],
    ),
    "a grant of all but this": (
        role({"Effect": "Allow", "NotAction": "dynamodb:*", "Resource": "*"}),
        (GET,),
        # What is left over, Lambda uses for the log.
        ["call-without-grant dynamodb:GetItem"],
    ),
    "a grant that is denied again": (
        role(
            allow("dynamodb:GetItem", ORDERS),
            {"Effect": "Deny", "Action": "dynamodb:*", "Resource": "*"},
        ),
        (GET,),
        ["call-without-grant dynamodb:GetItem"],
    ),
    "a grant that is denied elsewhere": (
        role(
            allow("dynamodb:GetItem", ORDERS),
            {"Effect": "Deny", "Action": "dynamodb:*", "Resource": USERS},
        ),
        (GET,),
        [],
    ),
    "a role that is passed to what is set up": (
        role(allow("lambda:CreateFunction"), allow("iam:PassRole", arn("iam", "role/x"))),
        (call("lambda", "CreateFunction"),),
        [],
    ),
    "a role that is passed to nothing": (
        role(allow("lambda:InvokeFunction"), allow("iam:PassRole", arn("iam", "role/x"))),
        (call("lambda", "Invoke"),),
        ["grant-without-call iam:PassRole"],
    ),
}


@pytest.mark.parametrize(("entity", "calls", "expected"), MATCHES.values(), ids=MATCHES)
def test_calls_are_held_against_grants(
    entity: Entity, calls: tuple[Call, ...], expected: list[str]
) -> None:
    usage = compared(entity, *calls)

    assert said(usage) == expected
    assert usage.unresolved == ()
    assert usage.undecided == ()


def test_a_finding_says_where_and_how_to_mend_it() -> None:
    usage = compared(role(allow("dynamodb:DeleteItem", ORDERS)), PUT)
    missing, unused = usage.findings

    assert usage.missing
    assert missing.place == HERE
    assert missing.message == (
        "dynamodb:PutItem on orders is called, and nothing grants it: AWS will refuse the call."
    )
    assert missing.fix == "Add table.put() to the grants of work, or do without the call."
    assert unused.place is None
    assert unused.path == "policy.Statement[0].Action[0]"
    assert unused.message == f"dynamodb:DeleteItem on {ORDERS} is granted, and nothing calls it."
    assert unused.fix == "Remove table.delete() from the grants of work."


def test_a_grant_too_many_is_no_missing_grant() -> None:
    assert not compared(role(allow("dynamodb:DeleteItem", ORDERS))).missing


VIA = {"StringEquals": {"kms:ViaService": "sqs.eu-central-1.amazonaws.com"}}
KEYS = allow(["kms:Decrypt", "kms:GenerateDataKey"], arn("kms", "key/*"), Condition=VIA)


def test_a_key_is_used_by_the_service_of_a_call() -> None:
    usage = compared(role(allow("sqs:SendMessage", JOBS), KEYS), call("sqs", "SendMessage", "jobs"))

    assert usage.findings == ()
    assert [use.reason for use in usage.used][1:] == [
        "sqs uses the key of what it keeps, for sqs:SendMessage"
    ] * 2


def test_a_key_that_only_writing_takes_is_too_much_for_a_reader() -> None:
    read = role(allow("sqs:ReceiveMessage", JOBS), KEYS)

    assert said(compared(read, call("sqs", "ReceiveMessage", "jobs"))) == [
        "grant-without-call kms:GenerateDataKey"
    ]


def test_a_grant_that_nothing_calls_is_one_finding_with_its_key() -> None:
    usage = compared(role(allow("sqs:SendMessage", JOBS), KEYS))

    [finding] = usage.findings
    assert finding.actions == ("sqs:SendMessage", "kms:Decrypt", "kms:GenerateDataKey")
    assert finding.message == (
        f"sqs:SendMessage on {JOBS} is granted, with kms:Decrypt, kms:GenerateDataKey for it,"
        " and nothing calls it."
    )


def test_a_key_of_another_service_is_not_used() -> None:
    entity = role(allow("dynamodb:GetItem", ORDERS), KEYS)

    assert said(compared(entity, GET)) == ["grant-without-call kms:Decrypt, kms:GenerateDataKey"]


@pytest.mark.parametrize(
    ("one", "undecided"),
    [
        (Unresolved(HERE, "any call"), True),
        (Unresolved(HERE, "some operation", "dynamodb"), True),
        (Unresolved(HERE, "this operation", "dynamodb", "DeleteItem"), True),
        (Unresolved(HERE, "a method of something", "", "delete_item"), True),
        (Unresolved(HERE, "another service", "sqs"), False),
        (Unresolved(HERE, "another operation", "dynamodb", "PutItem"), False),
        (Unresolved(HERE, "another method of something", "", "put_item"), False),
    ],
)
def test_what_may_be_a_call_keeps_a_grant_from_being_called_unused(
    one: Unresolved, *, undecided: bool
) -> None:
    usage = compared(role(allow("dynamodb:DeleteItem", ORDERS)), unresolved=(one,))

    assert usage.undecided == (("dynamodb:DeleteItem",) if undecided else ())
    assert bool(usage.findings) is not undecided
    assert usage.unresolved == (one,)


def test_a_call_whose_action_is_not_known_is_listed() -> None:
    usage = compared(role(allow("s3:GetObject")), call("s3", "RenameObject"))

    assert [one.text for one in usage.unresolved] == [
        "which action s3's RenameObject takes is not known"
    ]


def test_of_a_role_that_is_not_wholly_known_no_grant_is_missing() -> None:
    usage = compared(role(allow("dynamodb:GetItem"), unresolved=("policyArn of it",)), PUT)

    assert said(usage) == ["grant-without-call dynamodb:GetItem"]
    assert [one.text for one in usage.unresolved] == [
        "what the role allows is not wholly known: policyArn of it"
    ]


def test_a_role_of_elsewhere_is_not_judged() -> None:
    usage = compared(None, PUT)

    assert usage.findings == ()
    assert [one.text for one in usage.unresolved] == [
        "the role is not of this stack: what it allows is not known"
    ]


def test_of_a_policy_of_aws_own_only_the_whole_is_judged() -> None:
    managed = role(allow(["sqs:SendMessage", "sqs:ListQueues"]), source="")

    assert said(compared(managed, call("sqs", "ListQueues"))) == []
    [finding] = compared(managed).findings
    assert finding.fix == "Detach grants from the role of work."


def test_a_call_is_a_finding_at_each_of_its_places() -> None:
    other = Place("lambda/work/handler.py", 9)
    usage = compared(
        role(allow("sqs:ListQueues")), PUT, call("dynamodb", "PutItem", "orders", other)
    )

    assert [one.place for one in usage.findings if one.place] == [HERE, other]
