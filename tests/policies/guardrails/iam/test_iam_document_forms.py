"""What cannot be read, as a whole or statement by statement."""

from typing import Any

import pytest

from guardrails.iam.document import DocumentKind, parse
from tests.policies.guardrails.iam.documents import ALLOW, only_statement, problems, read


@pytest.mark.parametrize(
    ("raw", "path", "message"),
    [
        ("", "", "The document is no JSON: Expecting value: line 1 column 1 (char 0)."),
        ("null", "", "The document is null; AWS takes an object."),
        ("[]", "", "The document is a list; AWS takes an object."),
        (b"{}", "", "The document is a bytes; AWS takes an object."),
        (7, "", "The document is a number; AWS takes an object."),
        ("[" * 100_000, "", "The document is nested too deeply to be a policy."),
        ('{"Statement":' * 50_000, "", "The document is nested too deeply to be a policy."),
        (" " * 1_000_001, "", "The document is a text of 1000001 characters; it was not read."),
        ({}, "Statement", "Statement is missing; AWS takes one or more statements."),
        (
            {"Statement": []},
            "Statement",
            "Statement is empty; AWS takes one or more statements.",
        ),
        (
            {"Statement": "x"},
            "Statement",
            "Statement is 'x'; AWS takes one or more statements.",
        ),
        (
            {"Statement": ["x" * 70_000]},
            "",
            (
                "The document has more than 65536 characters of content, twice what AWS takes for "
                "any policy; it was not read."
            ),
        ),
        (
            {"Statement": {**ALLOW, "Action": [f"ec2:Get{i}*" for i in range(500)]}},
            "Statement",
            "The document has 500 actions with wildcards, too many to follow them.",
        ),
        (
            {"Statement": {**ALLOW, "Action": [f"s{i}*:Get" for i in range(13)]}},
            "Statement",
            "The document has 13 actions with wildcards, too many to follow them.",
        ),
    ],
)
def test_a_document_that_cannot_be_read_is_one_problem(
    raw: object, path: str, message: str
) -> None:
    parsed = parse(raw, DocumentKind.IDENTITY)

    assert parsed.document is None
    assert (path, message) in problems(parsed)


def test_a_document_within_itself_is_too_large() -> None:
    endless: dict[str, Any] = {"Version": "2012-10-17"}
    endless["Statement"] = [endless, endless]

    assert parse(endless, DocumentKind.IDENTITY).document is None


@pytest.mark.parametrize(
    ("statement", "path", "message"),
    [
        (7, "Statement[0]", "The statement is a number; AWS takes an object."),
        (
            {**ALLOW, "Effect": "allow"},
            "Statement[0].Effect",
            "Effect is 'allow'; AWS takes Allow or Deny, in just this spelling.",
        ),
        (
            {"Action": "s3:GetObject", "Resource": "*"},
            "Statement[0].Effect",
            "Effect is missing; AWS takes Allow or Deny, in just this spelling.",
        ),
        (
            {**ALLOW, "NotAction": "s3:PutObject"},
            "Statement[0]",
            "Both Action and NotAction stand here; AWS takes exactly one of them.",
        ),
        (
            {"Effect": "Allow", "Resource": "*"},
            "Statement[0]",
            "Neither Action nor NotAction stand here; AWS takes exactly one of them.",
        ),
        (
            {"Effect": "Allow", "Action": "s3:GetObject"},
            "Statement[0]",
            "Neither Resource nor NotResource stand here; AWS takes exactly one of them.",
        ),
        (
            {**ALLOW, "Action": []},
            "Statement[0].Action",
            "Action is empty; AWS takes a text or a list of texts.",
        ),
        (
            {**ALLOW, "Action": ["s3:GetObject", None]},
            "Statement[0].Action[1]",
            "The value is null; AWS takes a text.",
        ),
        (
            {**ALLOW, "Resource": {"a": 1}},
            "Statement[0].Resource",
            "Resource is an object; AWS takes a text or a list of texts.",
        ),
        (
            {**ALLOW, "Condition": ["x"]},
            "Statement[0].Condition",
            "Condition is a list; AWS takes operators, keys and values.",
        ),
        (
            {**ALLOW, "Condition": {"StringEquals": "x"}},
            "Statement[0].Condition.StringEquals",
            "StringEquals has 'x'; AWS takes keys and values.",
        ),
        (
            {**ALLOW, "Condition": {"StringEquals": {"aws:x": []}}},
            "Statement[0].Condition.StringEquals.aws:x",
            "The values are a list; AWS takes texts, numbers, true and false.",
        ),
        (
            {**ALLOW, "Condition": {"NumericEquals": {"aws:x": 10**5000}}},
            "Statement[0].Condition.NumericEquals.aws:x",
            "The values are a number; AWS takes texts, numbers, true and false.",
        ),
    ],
)
def test_a_wrong_form_spoils_its_statement_only(statement: object, path: str, message: str) -> None:
    parsed = read(statement, ALLOW)

    assert problems(parsed) == [(path, message)]
    assert only_statement(parsed).path == "Statement[1]"


def test_a_key_that_stands_twice_is_a_problem() -> None:
    text = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Allow","Action":"*",'

    parsed = parse(text + '"Resource":"*"}]}', DocumentKind.IDENTITY)

    message = "The key 'Effect' stands twice in one object; only the last one was read."
    assert problems(parsed) == [("Statement[0].Effect", message)]
    assert only_statement(parsed).allows


def test_what_is_no_value_of_json_is_refused() -> None:
    parsed = parse('{"Version": NaN}', DocumentKind.IDENTITY)

    message = "The document is no JSON: NaN is no value of JSON."
    assert problems(parsed) == [("", message)]


def test_at_most_a_hundred_problems_are_reported() -> None:
    assert len(read(*[{}] * 5_000).problems) == 100


def test_control_characters_and_long_texts_do_not_reach_the_messages() -> None:
    parsed = read({**ALLOW, "Effect": "a\nWhere: b\x1b[31m" + "x" * 500, "b\nc": 1})

    assert all(one.message.isprintable() for one in parsed.problems)
    assert all(one.path.isprintable() for one in parsed.problems)
    assert max(len(one.message) for one in parsed.problems) < 250
