"""What a file's findings are called is found among the rules."""

import json
from pathlib import Path

import pytest

from guardrails import access
from guardrails.iam.findings import SEVERITIES
from guardrails.registry import RULES
from guardrails.rules.resource_policies import TOLD_AS
from guardrails.runtime_rules import RUNTIME_RULES
from local.cli import main
from local.report.rules_page import page

BY_ID = {rule.id: rule for rule in RULES}


def test_every_finding_of_a_file_is_a_rule_or_has_rules_that_tell_it() -> None:
    assert SEVERITIES.keys() == (SEVERITIES.keys() & BY_ID.keys()) | TOLD_AS.keys()
    assert not TOLD_AS.keys() & BY_ID.keys()
    for finding, ids in TOLD_AS.items():
        assert ids
        assert {BY_ID[id_].severity for id_ in ids} >= {SEVERITIES[finding]}


@pytest.mark.parametrize(
    "finding", ["policy-public-principal", "policy-notprincipal", "policy-action-star"]
)
def test_every_type_with_a_policy_has_a_rule_for_it(finding: str) -> None:
    types = {type_ for id_ in TOLD_AS[finding] for type_ in BY_ID[id_].applies_to}

    assert types >= set(access.RESOURCE_DOCUMENTS) - set(access.ENDPOINT_DOCUMENTS)


def test_the_page_says_which() -> None:
    text = page(RULES, RUNTIME_RULES)
    _, _, section = text.partition("## What `bulwark lint` calls them\n")
    rows = [line for line in section.partition("\n## ")[0].splitlines() if line.startswith("| `")]

    assert len(rows) == len(TOLD_AS)
    (public,) = [row for row in rows if "`policy-public-principal`" in row]
    assert "[s3-policy-principal-star](#s3-policy-principal-star)" in public
    assert "[event-bus-open](#event-bus-open)" in public
    assert "`aws:s3/bucketPolicy:BucketPolicy`" in text


def test_lint_says_where_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def said(*arguments: str, **statement: object) -> str:
        given = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
        document = {"Version": "2012-10-17", "Statement": {**given, **statement}}
        Path("a.json").write_text(json.dumps(document))
        main(["lint", "a.json", *arguments])
        return capsys.readouterr().err

    assert said(Principal="*") == (
        "policy-public-principal: in a stack each type of resource has its own rule for it, see "
        "docs/rules.md, What `bulwark lint` calls them.\n"
    )
    assert said("--json", Principal="*") == ""
    assert said(Action="*", Resource="*") == ""
    assert said() == ""
