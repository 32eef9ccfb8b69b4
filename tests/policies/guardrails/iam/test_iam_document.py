import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.iam import reference
from guardrails.iam.document import Document, DocumentKind, Parsed, Statement, parse

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
TRUST: dict[str, Any] = {
    "Effect": "Allow",
    "Principal": {"Service": "lambda.amazonaws.com"},
    "Action": "sts:AssumeRole",
}


def read(*statements: object, kind: DocumentKind = DocumentKind.IDENTITY) -> Parsed:
    return parse({"Version": "2012-10-17", "Statement": list(statements)}, kind)


def only_statement(parsed: Parsed) -> Statement:
    assert parsed.document is not None, parsed.problems
    (statement,) = parsed.document.statements
    return statement


def problems(parsed: Parsed) -> list[tuple[str, str]]:
    return [(one.path, one.message) for one in parsed.problems]


def test_a_statement_is_read_with_its_place() -> None:
    parsed = read(
        {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "NotResource": "arn:aws:s3:::b"},
        {
            "Sid": "Read",
            **ALLOW,
            "Condition": {"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": ["a", True, 7.0]}},
        },
    )

    assert parsed.problems == ()
    assert parsed.document is not None
    first, second = parsed.document.statements
    assert (first.effect, first.allows, first.path, first.sid) == (
        "Deny",
        False,
        "Statement[0]",
        None,
    )
    assert (first.actions, first.not_actions) == ((), ("iam:*", "sts:*"))
    assert (first.resources, first.not_resources) == ((), ("arn:aws:s3:::b",))
    assert first.place("NotAction", 1) == "Statement[0].NotAction[1]"
    assert (second.sid, second.path) == ("Read", "Statement[1]")
    (condition,) = second.conditions
    assert (condition.qualifier, condition.operator, condition.if_exists) == (
        "foranyvalue",
        "stringlike",
        True,
    )
    assert (condition.key, condition.values) == ("aws:TagKeys", ("a", "true", "7"))
    assert condition.path == "Statement[1].Condition.ForAnyValue:StringLikeIfExists.aws:TagKeys"


def test_text_object_and_single_values_mean_the_same() -> None:
    full = {"Version": "2012-10-17", "Statement": [{**ALLOW, "Action": ["s3:GetObject"]}]}
    short = {"Version": "2012-10-17", "Statement": ALLOW}

    assert (
        parse(full, DocumentKind.IDENTITY)
        == parse(short, DocumentKind.IDENTITY)
        == parse(json.dumps(short, indent=2), DocumentKind.IDENTITY)
    )


def test_a_document_without_version_is_of_the_old_one() -> None:
    document = parse({"Statement": ALLOW}, DocumentKind.IDENTITY).document

    assert document is not None
    assert document.version == "2008-10-17"


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", [("*", "*", "Statement[0].Principal", True)]),
        ({"AWS": "*"}, [("AWS", "*", "Statement[0].Principal.AWS[0]", True)]),
        (
            {"AWS": ["123456789012", "arn:aws:iam::123456789012:role/a/b"]},
            [
                ("AWS", "123456789012", "Statement[0].Principal.AWS[0]", False),
                (
                    "AWS",
                    "arn:aws:iam::123456789012:role/a/b",
                    "Statement[0].Principal.AWS[1]",
                    False,
                ),
            ],
        ),
        (
            {"Federated": "accounts.google.com", "Service": "s3.amazonaws.com"},
            [
                ("Service", "s3.amazonaws.com", "Statement[0].Principal.Service[0]", False),
                ("Federated", "accounts.google.com", "Statement[0].Principal.Federated[0]", False),
            ],
        ),
    ],
)
def test_principals_are_read_with_their_places(principal: object, expected: list[Any]) -> None:
    parsed = read({**TRUST, "Principal": principal}, kind=DocumentKind.TRUST)

    assert parsed.problems == ()
    assert [
        (one.kind, one.value, one.path, one.is_everyone)
        for one in only_statement(parsed).principals
    ] == expected


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


@pytest.mark.parametrize(
    ("statement", "path", "message"),
    [
        (
            {**ALLOW, "Principal": "*"},
            "Statement[0].Principal",
            "Principal stands here; an identity policy holds for whom it is attached to.",
        ),
        (
            {**ALLOW, "effect": "Deny"},
            "Statement[0].effect",
            (
                "AWS knows no element 'effect' here, only Sid, Effect, Principal, NotPrincipal, "
                "Action, NotAction, Resource, NotResource, Condition."
            ),
        ),
        (
            {**ALLOW, 7: 7},
            "Statement[0].a number",
            (
                "AWS knows no element a number here, only Sid, Effect, Principal, NotPrincipal, "
                "Action, NotAction, Resource, NotResource, Condition."
            ),
        ),
        (
            {**ALLOW, "Sid": "with space"},
            "Statement[0].Sid",
            "Sid is 'with space'; IAM takes letters and digits only.",
        ),
        (
            {**ALLOW, "Sid": 7},
            "Statement[0].Sid",
            "Sid is a number; AWS takes a text.",
        ),
        (
            {**ALLOW, "Action": ["s3:GetObject", "GetObject"]},
            "Statement[0].Action[1]",
            "The action is 'GetObject'; AWS takes * or a service and a name.",
        ),
        (
            {**ALLOW, "Action": "I*:*"},
            "Statement[0].Action[0]",
            "The action is 'I*:*'; AWS takes * or a service and a name.",
        ),
        (
            {**ALLOW, "Resource": "arn:aws:s3:bucket"},
            "Statement[0].Resource[0]",
            "The resource is 'arn:aws:s3:bucket'; AWS takes * or an ARN.",
        ),
        (
            {**ALLOW, "Condition": {"StringMatches": {"aws:x": "y"}}},
            "Statement[0].Condition.StringMatches",
            "AWS knows no condition operator 'StringMatches'.",
        ),
        (
            {**ALLOW, "Condition": {"ForSome:StringLike": {"aws:x": "y"}}},
            "Statement[0].Condition.ForSome:StringLike",
            "AWS knows no condition operator 'ForSome:StringLike'.",
        ),
    ],
)
def test_a_wrong_word_is_reported_and_the_statement_kept(
    statement: object, path: str, message: str
) -> None:
    parsed = read(statement)

    assert problems(parsed) == [(path, message)]
    assert only_statement(parsed).path == "Statement[0]"


@pytest.mark.parametrize("action", ["*", "*:*", "s3:*", "S3:Get?bject*", "vpc-lattice:A-b"])
def test_actions_with_wildcards_in_their_names_are_well_formed(action: str) -> None:
    assert read({**ALLOW, "Action": action}).problems == ()


def test_hundreds_of_wildcards_over_many_services_are_followed() -> None:
    services = sorted(reference.services())
    actions = [f"{service}:{verb}*" for service in services for verb in ("Get", "List")]

    parsed = read({**ALLOW, "Action": actions})

    assert parsed.problems == ()
    assert len(only_statement(parsed).actions) > 900


def test_a_key_that_stands_twice_is_a_problem() -> None:
    text = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Allow","Action":"*",'

    parsed = parse(text + '"Resource":"*"}]}', DocumentKind.IDENTITY)

    message = "The key 'Effect' stands twice in one object; only the last one was read."
    assert problems(parsed) == [("Statement[0].Effect", message)]
    assert only_statement(parsed).allows


@pytest.mark.parametrize(
    ("kind", "value", "path", "character"),
    [
        (DocumentKind.IDENTITY, {**ALLOW, "Sid": "a\x00"}, "Statement[0].Sid", "U+0000"),
        (DocumentKind.IDENTITY, {**ALLOW, "Sid": "\u4e2d"}, "Statement[0].Sid", "U+4E2D"),
        (DocumentKind.TRUST, {**TRUST, "Sid": "\u200b"}, "Statement[0].Sid", "U+200B"),
        (DocumentKind.SCP, {**ALLOW, "Sid": "\x7f"}, "Statement[0].Sid", "U+007F"),
        (
            DocumentKind.RESOURCE,
            {**ALLOW, "Principal": "*", "Resource": ["*", "arn:aws:s3:::\ud800"]},
            "Statement[0].Resource[1]",
            "U+D800",
        ),
    ],
)
def test_a_character_that_aws_does_not_take_is_a_problem_in_its_place(
    kind: DocumentKind, value: dict[str, Any], path: str, character: str
) -> None:
    message = f"The text has the character {character}, which AWS does not take here."

    assert (path, message) in problems(read(value, kind=kind))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (DocumentKind.IDENTITY, {**ALLOW, "Resource": "arn:aws:s3:::caf\u00e9"}),
        (DocumentKind.RESOURCE, {**ALLOW, "Principal": "*", "Sid": "\u4e2d and\tmore"}),
    ],
)
def test_characters_that_aws_takes_are_no_problem(
    kind: DocumentKind, value: dict[str, Any]
) -> None:
    assert read(value, kind=kind).problems == ()


def test_what_is_no_value_of_json_is_refused() -> None:
    parsed = parse('{"Version": NaN}', DocumentKind.IDENTITY)

    message = "The document is no JSON: NaN is no value of JSON."
    assert problems(parsed) == [("", message)]


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        (
            "arn:aws:iam::12345:role/audit",
            "The resource is 'arn:aws:iam::12345:role/audit'; an account has 12 digits.",
        ),
        (
            "arn:amazon:s3:::b",
            "The resource is 'arn:amazon:s3:::b'; partitions are aws, aws-cn and their like.",
        ),
    ],
)
def test_an_arn_with_an_impossible_part_is_a_problem(resource: str, message: str) -> None:
    parsed = read({**ALLOW, "Resource": ["*", resource]})

    assert problems(parsed) == [("Statement[0].Resource[1]", message)]


@pytest.mark.parametrize(
    "resource",
    [
        "arn:aws-us-gov:s3:::b",
        "arn:*:s3:::b",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:iam::12345*:role/audit",
        "arn:aws:iam::${aws:PrincipalAccount}:role/audit",
    ],
)
def test_an_arn_whose_parts_are_possible_is_none(resource: str) -> None:
    assert read({**ALLOW, "Resource": resource}).problems == ()


def test_a_resource_control_policy_denies_everyone() -> None:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    allowed = {**statement, "Effect": "Allow"}
    named = {**statement, "Principal": {"AWS": "123456789012"}}

    assert read(statement, kind=DocumentKind.RCP).problems == ()
    assert problems(read(allowed, named, kind=DocumentKind.RCP)) == [
        (
            "Statement[0].Effect",
            "Effect is Allow; AWS takes a resource control policy with Deny only.",
        ),
        (
            "Statement[1].Principal",
            "A resource control policy is for everyone: AWS takes no principal but *.",
        ),
    ]


def test_a_sid_that_stands_twice_is_a_problem() -> None:
    parsed = read({"Sid": "A", **ALLOW}, {"Sid": "B", **ALLOW}, {"Sid": "A", **ALLOW})

    assert problems(parsed) == [
        ("Statement[2].Sid", "The Sid 'A' is that of Statement[0] already.")
    ]


def test_a_variable_in_a_document_of_the_old_version_is_a_problem() -> None:
    statement = {**ALLOW, "Resource": "arn:aws:s3:::b/${aws:username}"}

    assert read(statement).problems == ()
    assert problems(parse({"Statement": statement}, DocumentKind.IDENTITY)) == [
        (
            "Statement[0]",
            (
                "'arn:aws:s3:::b/${aws:username}' holds a policy variable, which AWS takes for "
                "plain text in a document of version 2008-10-17, the one it assumes without a "
                "Version."
            ),
        )
    ]


def test_an_unknown_version_is_a_problem() -> None:
    parsed = parse({"Version": "2012-10-18", "Statement": ALLOW}, DocumentKind.IDENTITY)

    message = "Version is '2012-10-18'; AWS takes 2012-10-17 or 2008-10-17."
    assert problems(parsed) == [("Version", message)]


@pytest.mark.parametrize(
    ("principal", "path", "message"),
    [
        ("x", "Statement[0].Principal", "Principal is 'x'; AWS takes * or an object."),
        ({}, "Statement[0].Principal", "Principal is empty; AWS takes * or an object."),
        (
            {"AWS": []},
            "Statement[0].Principal.AWS",
            "AWS is empty; AWS takes a text or a list of texts.",
        ),
        (
            {"Aws": "*", "Service": "s3.amazonaws.com"},
            "Statement[0].Principal.Aws",
            "AWS knows no element 'Aws' here, only AWS, Service, Federated, CanonicalUser.",
        ),
        (
            {"AWS": "arn:aws:iam::123456789012:role/*"},
            "Statement[0].Principal.AWS[0]",
            (
                "The principal is 'arn:aws:iam::123456789012:role/*'; AWS takes an account's id or "
                "the ARN of a user or a role, without wildcards."
            ),
        ),
        (
            {"Service": "lambda"},
            "Statement[0].Principal.Service[0]",
            "The principal is 'lambda'; AWS takes a service's name such as lambda.amazonaws.com.",
        ),
    ],
)
def test_a_wrong_principal_is_a_problem(principal: object, path: str, message: str) -> None:
    parsed = read({**TRUST, "Principal": principal}, kind=DocumentKind.TRUST)

    assert problems(parsed) == [(path, message)]


@pytest.mark.parametrize(
    ("kind", "statement", "messages"),
    [
        (
            DocumentKind.TRUST,
            {**TRUST, "Resource": "*"},
            ["Resource stands here; a trust policy stands for its own role."],
        ),
        (
            DocumentKind.TRUST,
            {"Effect": "Allow", "Action": "sts:AssumeRole"},
            ["Neither Principal nor NotPrincipal stand here; AWS takes exactly one of them."],
        ),
        (DocumentKind.RESOURCE, {**ALLOW, "Principal": "*", "Sid": "any text - here"}, []),
        (DocumentKind.RESOURCE, {**TRUST, "Action": "ecr:GetDownloadUrlForLayer"}, []),
        (DocumentKind.RESOURCE, {**TRUST, "Resource": "execute-api:/prod/*"}, []),
        (
            DocumentKind.RESOURCE,
            {**TRUST, "Resource": "prod/*"},
            ["The resource is 'prod/*'; AWS takes * or an ARN."],
        ),
        (DocumentKind.SCP, {**ALLOW, "Effect": "Deny"}, []),
        (
            DocumentKind.SCP,
            {**ALLOW, "Principal": "*"},
            ["Principal stands here; a service control policy holds for whom it is attached to."],
        ),
    ],
)
def test_each_kind_of_document_has_its_elements(
    kind: DocumentKind, statement: object, messages: list[str]
) -> None:
    assert [one.message for one in read(statement, kind=kind).problems] == messages


def test_at_most_a_hundred_problems_are_reported() -> None:
    assert len(read(*[{}] * 5_000).problems) == 100


def test_control_characters_and_long_texts_do_not_reach_the_messages() -> None:
    parsed = read({**ALLOW, "Effect": "a\nWhere: b\x1b[31m" + "x" * 500, "b\nc": 1})

    assert all(one.message.isprintable() for one in parsed.problems)
    assert all(one.path.isprintable() for one in parsed.problems)
    assert max(len(one.message) for one in parsed.problems) < 250


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
WORDS = st.sampled_from(
    ["*", "s3:*", "I*:*", "iam:PassRole", "a*?:b", "arn:aws:s3:::*", "arn:aws:s3", "${x", "", "\0"]
)
VALUES = WORDS | st.lists(WORDS, max_size=3) | JSON
STATEMENTS = st.fixed_dictionaries(
    {},
    optional={
        "Effect": st.sampled_from(["Allow", "Deny"]) | JSON,
        "Sid": JSON,
        "Action": VALUES,
        "NotAction": VALUES,
        "Resource": VALUES,
        "NotResource": VALUES,
        "Principal": VALUES | st.dictionaries(st.sampled_from(["AWS", "Service", "x"]), VALUES),
        "NotPrincipal": VALUES,
        "Condition": st.dictionaries(
            st.sampled_from(["StringLike", "ForAllValues:ArnLike", "Null", "x"]),
            st.dictionaries(WORDS, VALUES, max_size=2) | JSON,
            max_size=2,
        )
        | JSON,
    },
)
DOCUMENTS = st.fixed_dictionaries(
    {"Statement": st.lists(STATEMENTS | JSON, max_size=3) | STATEMENTS | JSON},
    optional={"Version": st.just("2012-10-17") | JSON, "Id": JSON},
)


# The first example waits for the reference to be read.
@settings(deadline=None)
@given(DOCUMENTS | JSON | st.text() | st.binary(), st.sampled_from(DocumentKind))
def test_no_input_makes_parsing_raise(raw: object, kind: DocumentKind) -> None:
    parsed = parse(raw, kind)

    assert parsed.document is not None or parsed.problems


# The first example waits for the reference to be read.
@settings(deadline=None)
@given(DOCUMENTS, st.sampled_from(DocumentKind))
def test_a_document_written_out_again_is_read_the_same(raw: object, kind: DocumentKind) -> None:
    document = parse(raw, kind).document
    if document is None or not document.statements:
        return
    written = as_raw(document)

    again = parse(written, kind).document

    assert again is not None
    assert as_raw(again) == written


def as_raw(document: Document) -> dict[str, Any]:
    return {
        "Version": document.version,
        "Statement": [statement_as_raw(one) for one in document.statements],
    }


def statement_as_raw(statement: Statement) -> dict[str, Any]:
    conditions: dict[str, dict[str, list[str]]] = {}
    for one in statement.conditions:
        operator = f"{one.qualifier}:{one.operator}" if one.qualifier else one.operator
        keys = conditions.setdefault(operator + "IfExists" * one.if_exists, {})
        keys[one.key] = list(one.values)
    values = {
        "Sid": statement.sid,
        "Action": list(statement.actions),
        "NotAction": list(statement.not_actions),
        "Resource": list(statement.resources),
        "NotResource": list(statement.not_resources),
        "Principal": principals_as_raw([(p.kind, p.value) for p in statement.principals]),
        "NotPrincipal": principals_as_raw([(p.kind, p.value) for p in statement.not_principals]),
        "Condition": conditions,
    }
    return {"Effect": statement.effect, **{k: v for k, v in values.items() if v}}


def principals_as_raw(principals: list[tuple[str, str]]) -> object:
    if principals == [("*", "*")]:
        return "*"
    kinds = dict.fromkeys(kind for kind, _ in principals)
    return {kind: [v for k, v in principals if k == kind] for kind in kinds}
