"""No document takes long or raises, whoever wrote it."""

import collections
import itertools
import string
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.iam import judge
from guardrails.iam.document import DocumentKind, parse

pytestmark = pytest.mark.thorough

TRIPLES = list(itertools.islice(itertools.product(string.ascii_lowercase, repeat=3), 330))
# Each takes less than a second; backtracking, or work without a limit, would take minutes.
SECONDS = 20


def judged(raw: object, kind: DocumentKind = DocumentKind.IDENTITY) -> list[judge.Finding]:
    document = parse(raw, kind).document
    if document is None:
        return []
    match kind:
        case DocumentKind.IDENTITY:
            return judge.identity_policy(document)
        case DocumentKind.TRUST:
            return judge.trust_policy(document)
        case DocumentKind.RESOURCE:
            return judge.resource_policy(document)
        case DocumentKind.SCP | DocumentKind.RCP:
            return judge.service_control_policy(document)


def allow(action: object, resource: object = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param([allow([f"ec2:*{a}*{b}*{c}*" for a, b, c in TRIPLES])], id="many patterns"),
        pytest.param([allow([f"ec2:*?{a}?{b}?*{c}?" for a, b, c in TRIPLES])], id="odd patterns"),
        pytest.param([allow([f"?*:*{a}?*{b}*" for a, b, _ in TRIPLES[::30]])], id="any service"),
        pytest.param([allow([f"?*{a}?*{b}*" for a, b, _ in TRIPLES[::30]])], id="no service"),
        pytest.param([allow("s3:" + "a*" * 30_000 + "b")], id="one long pattern"),
        pytest.param([allow("s3:Get*", "arn:aws:s3:::" + "*?" * 30_000)], id="one long resource"),
        pytest.param([allow("s3:Get*", "arn:aws:s3:::" + "${" * 30_000)], id="open variables"),
        pytest.param(
            [allow("ec2:*e*", [f"arn:aws:ec2:::*{i}*" for i in range(2_500)])], id="many resources"
        ),
        pytest.param(
            [allow("ec2:*e*", f"arn:aws:ec2:::{i}*") for i in range(1_000)], id="many statements"
        ),
        pytest.param([allow([f"ec2:Get{i}" for i in range(4_000)])], id="unknown actions"),
        pytest.param([{}] * 10_000, id="empty statements"),
        pytest.param([allow("*")] * 10_000, id="more than is read"),
    ],
)
def test_a_document_made_to_take_long_does_not(statements: list[dict[str, Any]]) -> None:
    started = time.perf_counter()

    judged({"Version": "2012-10-17", "Statement": statements})

    assert time.perf_counter() - started < SECONDS


WORDS = st.text(alphabet="*?:si3amGet${}-/", max_size=12)
ACTIONS = st.sampled_from(["*", "s3:*", "iam:PassRole", "sts:AssumeRole", "s3:Get*"]) | WORDS
RESOURCES = st.sampled_from(["*", "arn:aws:s3:::*", "arn:aws:iam::1:role/x", "arn:*"]) | WORDS
PRINCIPALS = st.sampled_from(["*", {"AWS": "*"}, {"AWS": "123456789012"}, {"Service": "a.b"}])
CONDITIONS = st.dictionaries(
    st.sampled_from(["StringLike", "ArnLike", "IpAddress", "ForAllValues:StringEquals", "Null"]),
    st.dictionaries(
        st.sampled_from(["aws:SourceArn", "aws:SourceIp", "aws:ResourceTag/a", "iam:PolicyARN"])
        | WORDS,
        WORDS | st.lists(WORDS, min_size=1, max_size=2),
        min_size=1,
        max_size=2,
    ),
    max_size=2,
)


# What is about a document's words, whatever its effect is.
WORDS_ONLY = {
    "unknown-action",
    "resource-mismatch",
    "unknown-condition-key",
    "condition-type-mismatch",
    "forallvalues-single",
    "mfa-pattern",
}
# Besides the usual severity of a kind.
SEVERER = collections.defaultdict(
    lambda: {"high"},
    {
        "allow-notaction": {"critical"},
        "passrole-notaction": {"critical"},
        "resource-mismatch": {"medium"},
        "unknown-condition-key": {"medium"},
        "forallvalues-single": {"low"},
    },
)


# The first example waits for the reference to be read.
@settings(deadline=None)
@given(
    st.sampled_from(DocumentKind),
    st.sampled_from(["Allow", "Deny"]),
    st.sampled_from(["Action", "NotAction"]),
    st.lists(ACTIONS, min_size=1, max_size=3),
    st.sampled_from(["Resource", "NotResource"]),
    st.lists(RESOURCES, min_size=1, max_size=3),
    st.sampled_from(["Principal", "NotPrincipal"]),
    PRINCIPALS,
    CONDITIONS,
)
def test_every_document_that_can_be_read_can_be_judged(  # noqa: PLR0913, PLR0917 -- drawn values
    kind: DocumentKind,
    effect: str,
    action: str,
    actions: list[str],
    resource: str,
    resources: list[str],
    principal: str,
    principals: object,
    conditions: object,
) -> None:
    statement = {"Effect": effect, action: actions, "Condition": conditions}
    if kind is not DocumentKind.TRUST:
        statement[resource] = resources
    if kind in {DocumentKind.TRUST, DocumentKind.RESOURCE, DocumentKind.RCP}:
        statement[principal] = principals

    findings = judged({"Version": "2012-10-17", "Statement": statement}, kind)

    for one in findings:
        assert one.path.startswith("Statement[0].")
        assert one.severity == judge.SEVERITIES[one.rule] or one.severity in SEVERER[one.rule]
    if effect == "Deny":
        assert {one.rule for one in findings} <= {*WORDS_ONLY, "s3-policy-lockout"}
