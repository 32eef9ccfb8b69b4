from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.iam.document import Document, DocumentKind, Statement, parse

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
