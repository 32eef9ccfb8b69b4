"""Reports for people and for programs, over a small preview made by hand."""

import io
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi.output import UNKNOWN
from rich.console import Console

from local.engine import urn
from local.engine.backend import Declared
from local.engine.project import Project, StackConfig
from local.engine.references import StackOutputs
from local.engine.run import Message, Run
from local.policy.client import Judgement, Remedied, Undetermined, Violation
from local.preview import Preview
from local.report import data, text, violations
from local.report.console import clean
from local.report.documents import AccessDocument, access_documents

ROOT = "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev"


def resource(type_: str, name: str, parent: str = ROOT, **further: Any) -> Declared:
    custom = not type_.startswith("demo:")
    made = urn.make("dev", "demo", parent, type_, name)
    return Declared(made, type_, name, parent, custom, further.pop("inputs", {}), **further)


def violation(**further: str) -> Violation:
    about = {"urn": "urn:q", "type": "aws:sqs/queue:Queue", "name": "q"}
    says = {"message": "Anyone may send.", "path": "policy.Statement[0]", "fix": "Principal=x"}
    return Violation(
        **{"rule": "open", "level": "mandatory", "severity": "high", **about, **says, **further}
    )


def preview(*resources: Declared, judged: Judgement | None = None, **further: Any) -> Preview:
    stack = StackConfig(project=Project("demo", Path(), Path()), name="dev")
    return Preview(
        run=Run(stack=stack, resources=resources, **further),
        judgement=judged or Judgement(),
        documents=access_documents(resources),
        timings={"program": 0.12345, "policies": 0.1, "total": 0.22345},
    )


def shown(show: Callable[[Console], None], *, color: bool = False) -> str:
    written = io.StringIO()
    show(Console(file=written, force_terminal=color, width=200, soft_wrap=True, markup=False))
    return written.getvalue()


def test_a_clean_preview_is_a_tree_and_one_line() -> None:
    box = resource("demo:index:Box", "box")
    inner = resource("demo:index:Lid", "lid", box.urn)
    found = preview(
        resource("pulumi:providers:aws", "main"),
        box,
        inner,
        resource("aws:sqs/queue:Queue", "a", box.urn),
        resource("aws:sqs/queue:Queue", "b", box.urn),
        resource("aws:iam/role:Role", "r", inner.urn, inputs={"assumeRolePolicy": "{}"}),
    )

    assert shown(lambda console: text.preview(console, found)).splitlines() == [
        "provider aws",
        "Box box  2 Queue",
        "  Lid lid  Role",
        "dev: 6 resources, 1 access document all known, 0 violations",
    ]


def test_a_violation_says_what_where_and_how_to_mend_it() -> None:
    judged = Judgement(
        violations=(violation(), violation(rule="hint", level="advisory", severity="low", fix="")),
        undetermined=(Undetermined("pab", "high", "urn:b", "aws:s3/bucket:Bucket", "b", "x.y"),),
    )
    found = preview(resource("aws:sqs/queue:Queue", "q"), judged=judged)

    assert shown(lambda console: text.preview(console, found)).splitlines() == [
        "high open  aws:sqs/queue:Queue q",
        "  Anyone may send.",
        "  where  policy.Statement[0]",
        "  fix    Principal=x",
        "low (advisory) hint  aws:sqs/queue:Queue q",
        "  Anyone may send.",
        "  where  policy.Statement[0]",
        "not judged, because a value is not known at preview:",
        "  pab  aws:s3/bucket:Bucket b: x.y",
        "dev: 1 resource, no access documents, 1 violation, 1 advisory, 1 undetermined",
    ]


def test_an_unknown_access_document_is_named_once() -> None:
    role = resource("aws:iam/role:Role", "r", inputs={"assumeRolePolicy": UNKNOWN})
    told = violation(urn=role.urn, path="assumeRolePolicy")

    alone = shown(lambda console: text.preview(console, preview(role)))
    with_rule = preview(role, judged=Judgement((told,)))

    assert f"not known at preview: assumeRolePolicy of {role.urn}\n" in alone
    assert "1 access document (1 unknown)" in alone
    assert "not known at preview" not in shown(lambda console: text.preview(console, with_rule))


def test_what_the_program_said_and_what_stands_in_is_told() -> None:
    found = preview(
        messages=(Message("warning", "old"), Message("info", "hello")),
        references={"org": StackOutputs({}, stand_ins=("arn",)), "other": StackOutputs({})},
    )

    assert shown(lambda console: text.notes(console, found.run)).splitlines() == [
        "warning: old",
        "info: hello",
        "org: placeholders stand in for what its deployment will tell: arn",
    ]


UNKNOWN_VALUE = "a value is not known"
HOSTILE = "[bold]x[/] \x1b[31mred\x07\r\n\u202eevil\u2028:smile:\x9b2J"


def test_names_and_messages_cannot_act_on_the_terminal() -> None:
    judged = Judgement(
        violations=(violation(name=HOSTILE, message=HOSTILE, path=HOSTILE, fix=HOSTILE),)
    )
    found = preview(resource("demo:index:Box", HOSTILE), judged=judged)

    written = shown(lambda console: violations.show(console, found.judgement, UNKNOWN_VALUE))

    assert "[bold]x[/] [31mred evil :smile:2J" in written
    assert not set(written) & set("\x1b\x07\r\u202e\u2028\x9b")


def test_what_is_waived_is_told_apart_with_who_answers_for_it() -> None:
    judged = Judgement(
        violations=(
            violation(waiver="expired on 2026-01-31 by ops: none yet"),
            violation(level="advisory", waiver="until 2027-01-31 by ops: public prices only"),
        ),
        remedied=(Remedied("ddb-pitr", "urn:t", "aws:dynamodb/table:Table", "t"),),
    )

    assert judged.refused
    assert shown(lambda console: text.check(console, "a.json", 2, judged, {})).splitlines() == [
        "remedied ddb-pitr  aws:dynamodb/table:Table t",
        "high open  aws:sqs/queue:Queue q",
        "  Anyone may send.",
        "  where  policy.Statement[0]",
        "  fix    Principal=x",
        "  waiver expired on 2026-01-31 by ops: none yet",
        "high (waived) open  aws:sqs/queue:Queue q",
        "  Anyone may send.",
        "  where  policy.Statement[0]",
        "  fix    Principal=x",
        "  waiver until 2027-01-31 by ops: public prices only",
        "a.json: 2 resources, 1 violation, 1 waived, 1 remedied",
    ]


def test_colours_are_for_terminals_only() -> None:
    judged = Judgement(violations=(violation(),))

    def show(console: Console) -> None:
        violations.show(console, judged, UNKNOWN_VALUE)

    assert "\x1b[31mhigh" in shown(show, color=True)
    assert "\x1b" not in shown(show)


@given(st.text())
def test_clean_text_is_one_line_without_controls(given_text: str) -> None:
    cleaned = clean(given_text)

    assert not {unicodedata.category(sign) for sign in cleaned} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert cleaned.splitlines() in ([], [cleaned])
    assert clean(cleaned) == cleaned


def test_the_report_for_programs_has_every_field() -> None:
    judged = Judgement(
        violations=(violation(),),
        undetermined=(Undetermined("pab", "high", "urn:b", "aws:s3/bucket:Bucket", "b", "x.y"),),
        remedied=(Remedied("ddb-pitr", "urn:t", "aws:dynamodb/table:Table", "t"),),
    )
    policy = resource(
        "aws:iam/rolePolicy:RolePolicy",
        "p",
        inputs={
            "policy": UNKNOWN,
            "nested": {"list": [1, UNKNOWN], "file": pulumi.FileAsset("a.zip")},
            "password": "s",
        },
        secret_inputs=frozenset({"password"}),
    )

    report = data.preview(preview(policy, judged=judged))

    assert json.loads(data.rendered(report)) == {
        "stack": "dev",
        "resources": [
            {
                "urn": policy.urn,
                "type": "aws:iam/rolePolicy:RolePolicy",
                "name": "p",
                "parent": ROOT,
                "inputs": {
                    "nested": {"file": {"path": "a.zip"}, "list": [1, None]},
                    "password": "[secret]",
                    "policy": None,
                },
                "unknown": ["nested.list[1]", "policy"],
            }
        ],
        "access_documents": 1,
        "unknown_access_documents": 1,
        "usage": [],
        "violations": [
            {
                "rule": "open",
                "level": "mandatory",
                "severity": "high",
                "urn": "urn:q",
                "type": "aws:sqs/queue:Queue",
                "name": "q",
                "message": "Anyone may send.",
                "path": "policy.Statement[0]",
                "fix": "Principal=x",
                "waiver": "",
            }
        ],
        "undetermined": [
            {
                "rule": "pab",
                "severity": "high",
                "urn": "urn:b",
                "type": "aws:s3/bucket:Bucket",
                "name": "b",
                "path": "x.y",
            }
        ],
        "remedied": [
            {"rule": "ddb-pitr", "urn": "urn:t", "type": "aws:dynamodb/table:Table", "name": "t"}
        ],
        "timings": {"program": 0.123, "policies": 0.1, "total": 0.223},
    }


def test_the_order_of_the_report_does_not_follow_the_threads() -> None:
    a, b = resource("aws:sqs/queue:Queue", "a"), resource("aws:sqs/queue:Queue", "b")

    assert data.preview(preview(a, b)) == data.preview(preview(b, a))


@pytest.mark.parametrize(
    ("one", "documents"),
    [
        (resource("aws:sqs/queue:Queue", "q", inputs={"name": "q"}), []),
        (resource("aws:sqs/queue:Queue", "q", inputs={"policy": "{}"}), [("policy", True)]),
        (resource("aws:sqs/queue:Queue", "q", inputs={"policy": UNKNOWN}), [("policy", False)]),
        (
            resource(
                "aws:iam/role:Role",
                "r",
                inputs={
                    "assumeRolePolicy": {"Statement": [{"Principal": {"AWS": UNKNOWN}}]},
                    "inlinePolicies": [{"policy": "{}"}, {"policy": UNKNOWN}],
                },
            ),
            [
                ("assumeRolePolicy", False),
                ("inlinePolicies[0].policy", True),
                ("inlinePolicies[1].policy", False),
            ],
        ),
        (
            resource(
                "aws:lambda/permission:Permission",
                "p",
                inputs={"principal": "sns.amazonaws.com", "action": "a", "sourceArn": "arn:x"},
            ),
            [("principal", True)],
        ),
        (
            resource(
                "aws:lambda/permission:Permission",
                "p",
                inputs={"principal": "sns.amazonaws.com", "action": "a", "sourceArn": UNKNOWN},
            ),
            [("sourceArn", False)],
        ),
        (
            resource(
                "aws-native:iam:Role",
                "r",
                inputs={
                    "assumeRolePolicyDocument": {},
                    "policies": [{"policyDocument": {"Statement": [UNKNOWN]}}],
                },
            ),
            [("assumeRolePolicyDocument", True), ("policies[0].policyDocument", False)],
        ),
        (
            resource(
                "aws-native:lambda:Permission",
                "p",
                inputs={"principal": "sns.amazonaws.com", "action": "a", "sourceArn": UNKNOWN},
            ),
            [("sourceArn", False)],
        ),
        (resource("aws:sqs/queue:Queue", "q", inputs={"policy": "{}"}, external=True), []),
    ],
)
def test_access_documents_are_counted_where_they_are(
    one: Declared, documents: list[tuple[str, bool]]
) -> None:
    assert access_documents([one]) == tuple(
        AccessDocument(one.urn, path, known) for path, known in documents
    )
