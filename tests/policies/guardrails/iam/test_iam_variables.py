"""Variables that AWS refuses, and those that it has nothing to fill in for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.iam import validity
from guardrails.iam.document import DocumentKind, Parsed, parse

OBJECTS = "arn:aws:s3:::b/"
NEW, OLD = "2012-10-17", "2008-10-17"


def read(version: str = NEW, effect: str = "Allow", **elements: Any) -> Parsed:
    statement = {"Effect": effect, "Action": "s3:GetObject", "Resource": "*", **elements}
    if "NotResource" in statement:
        del statement["Resource"]
    return parse({"Version": version, "Statement": [statement]}, DocumentKind.IDENTITY)


def when(operator: str, *values: str, key: str = "aws:PrincipalTag/x") -> dict[str, Any]:
    return {"Condition": {operator: {key: list(values)}}}


def found(parsed: Parsed) -> list[tuple[str, str, str, str]]:
    assert parsed.document is not None
    return [
        (one.severity, one.path, one.message, one.fix) for one in validity.judge(parsed.document)
    ]


MALFORMED = [
    (
        "${aws:username/x",
        "opens a variable with '${aws:username/x' and does not close it.",
        "Close it with }, as in ${aws:username}; write ${$} for a $ that begins no variable.",
    ),
    (
        "${aws:userid${aws:username}",
        "opens a variable with '${aws:userid' and does not close it.",
        "Close it with }, as in ${aws:username}; write ${$} for a $ that begins no variable.",
    ),
    (
        "${}",
        "has the variable '${}', which names no key.",
        "Name a key, as in ${aws:username}, or remove it.",
    ),
    (
        "${ }",
        "has the variable '${ }', which names no key.",
        "Name a key, as in ${aws:username}, or remove it.",
    ),
    (
        "${aws:username }/x",
        "has the variable '${aws:username }', and AWS takes no space there.",
        "Write ${aws:username}.",
    ),
    (
        "${aws: username}",
        "has the variable '${aws: username}', and AWS takes no space there.",
        "Write ${aws:username}.",
    ),
    (
        "${aws:username, 'x}/x",
        'has the variable "${aws:username, \'x}", whose default is not in single quotes.',
        "Write ${aws:username, 'x'}.",
    ),
    (
        "${aws:username, x}",
        "has the variable '${aws:username, x}', whose default is not in single quotes.",
        "Write ${aws:username, 'x'}.",
    ),
    (
        "${, 'x'}",
        "has the variable \"${, 'x'}\", which names no key.",
        "Name a key, as in ${aws:username}, or remove it.",
    ),
]


@pytest.mark.parametrize(("variable", "message", "fix"), MALFORMED)
def test_a_broken_variable_is_a_problem(variable: str, message: str, fix: str) -> None:
    parsed = read(Resource=["*", OBJECTS + variable])

    (problem,) = parsed.problems
    assert (problem.path, problem.fix) == ("Statement[0].Resource[1]", fix)
    assert problem.message == f"{OBJECTS + variable!r} {message}"
    assert parsed.document is not None
    assert len(parsed.document.statements) == 1


def test_it_is_found_wherever_a_variable_is_filled_in() -> None:
    broken = OBJECTS + "${}"

    assert [one.path for one in read(NotResource=broken).problems] == [
        "Statement[0].NotResource[0]"
    ]
    for operator in ("StringLike", "ForAnyValue:StringNotEquals", "ArnLikeIfExists", "Bool"):
        (problem,) = read(**when(operator, "x", broken)).problems
        assert problem.path == f"Statement[0].Condition.{operator}.aws:PrincipalTag/x"


@pytest.mark.parametrize(
    "variable",
    [
        "${*}${?}${$}",
        "${$}{x",
        "${aws:username}",
        "${aws:PrincipalTag/team}",
        "${aws:PrincipalTag/cost center}",
        "${aws:PrincipalTag/team, 'x'}",
        "${aws:PrincipalTag/team,'two words'}",
        "${aws:PrincipalTag/team, ''}",
        "$x{}",
        "{}",
    ],
)
def test_a_variable_as_aws_takes_it_is_none(variable: str) -> None:
    assert read(Resource=OBJECTS + variable).problems == ()
    assert read(**when("StringEquals", variable)).problems == ()


def test_where_nothing_is_filled_in_it_is_text() -> None:
    assert read(**when("NumericEquals", "${}", key="aws:MultiFactorAuthAge")).problems == ()
    assert [one.path for one in read(OLD, Resource=OBJECTS + "${}").problems] == ["Statement[0]"]


@given(st.text("${}*?, '/:aws", max_size=40))
def test_any_text_is_read(variable: str) -> None:
    assert read(Resource=OBJECTS + variable).document is not None


NO_KEY = "AWS has no key 'aws:usernam' to fill in for '${aws:usernam}'"


@pytest.mark.parametrize(
    ("parsed", "severity", "path", "message"),
    [
        (
            read(Resource=[OBJECTS + "x", OBJECTS + "${aws:usernam}"]),
            "low",
            "Resource[1]",
            f"{NO_KEY}, so it matches nothing and the statement allows nothing by it.",
        ),
        (
            read(effect="Deny", Resource=OBJECTS + "${aws:usernam}"),
            "medium",
            "Resource[0]",
            f"{NO_KEY}, so it matches nothing and the statement denies nothing by it.",
        ),
        (
            read(NotResource=OBJECTS + "${aws:usernam}"),
            "medium",
            "NotResource[0]",
            f"{NO_KEY}, so it matches nothing and spares nothing.",
        ),
        (
            read(effect="Deny", NotResource=OBJECTS + "${aws:usernam}"),
            "low",
            "NotResource[0]",
            f"{NO_KEY}, so it matches nothing and spares nothing.",
        ),
        (
            read(**when("StringEquals", "${aws:usernam}")),
            "low",
            "Condition.StringEquals.aws:PrincipalTag/x",
            f"{NO_KEY}, so it is compared with nothing.",
        ),
        (
            read(**when("StringNotEquals", "${aws:usernam}")),
            "medium",
            "Condition.StringNotEquals.aws:PrincipalTag/x",
            f"{NO_KEY}, so it is compared with nothing.",
        ),
        (
            read(effect="Deny", **when("StringEquals", "${aws:usernam}")),
            "medium",
            "Condition.StringEquals.aws:PrincipalTag/x",
            f"{NO_KEY}, so it is compared with nothing.",
        ),
    ],
)
def test_a_variable_that_aws_does_not_have_is_found(
    parsed: Parsed, severity: str, path: str, message: str
) -> None:
    assert found(parsed) == [(severity, f"Statement[0].{path}", message, "Write ${aws:username}.")]


def test_one_without_a_service_is_no_key_at_all() -> None:
    (one,) = found(read(Resource=OBJECTS + "${bucket}"))

    assert one[2].startswith("AWS has no key 'bucket' to fill in for '${bucket}'")
    assert one[3] == "Write a key such as aws:username, or put the value in its place."


@pytest.mark.parametrize(
    "variable",
    [
        "${AWS:UserName}",
        "${aws:PrincipalTag/any}",
        "${s3:prefix}",
        "${iot:Connection.Thing.ThingName}",
        "${transfer:HomeFolder}",
        "${cognito-identity.amazonaws.com:sub}",
        "${graph.facebook.com:id}",
        "${saml:sub}",
        "${*}",
    ],
)
def test_a_variable_that_a_service_may_have_is_left_alone(variable: str) -> None:
    assert found(read(Resource=OBJECTS + variable)) == []


def test_a_default_is_filled_in_instead() -> None:
    (one,) = found(read(effect="Deny", Resource=OBJECTS + "${aws:usernam, 'x'}"))

    severity, _, message, _ = one
    assert severity == "low"
    assert message.endswith("\"${aws:usernam, 'x'}\", so it is always its default.")


def test_without_variables_nothing_is_looked_up() -> None:
    assert found(read(OLD, Resource=OBJECTS + "${aws:usernam}")) == []


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ("${aws:username, \u202ex'}", "Put the default in single quotes."),
        ("${aws:username \u202e}", "Leave out the space."),
        (f"${{aws:username, {'x' * 100}}}", "Put the default in single quotes."),
    ],
)
def test_what_is_odd_or_long_is_not_repeated_in_the_advice(value: str, fix: str) -> None:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::b/{value}"}
    raw = {"Version": "2012-10-17", "Statement": statement}
    found = parse(raw, DocumentKind.IDENTITY).problems

    assert fix in [one.fix for one in found]
    assert all(one.fix.isprintable() and one.message.isprintable() for one in found)
