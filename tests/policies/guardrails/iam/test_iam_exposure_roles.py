from typing import Any

import pytest

from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.judge import trust_policy
from tests.policies.guardrails.iam.exposed import (
    ANYONE,
    EXTERNAL_ID,
    HTTPS,
    ORGANIZATION,
    OTHER,
    OWN,
    root,
    trust,
)


def trust_findings(statement: dict[str, Any], account: str | None) -> list[tuple[str, str]]:
    raw = {"Version": "2012-10-17", "Statement": statement}
    document = parse(raw, DocumentKind.TRUST).document
    assert document is not None
    return [(one.rule, one.path) for one in trust_policy(document, account)]


@pytest.mark.parametrize(
    ("statement", "rule", "path"),
    [
        (trust("*"), "trust-any-principal", "Principal"),
        (trust({"AWS": ["*"]}), "trust-any-principal", "Principal.AWS[0]"),
        (trust({"AWS": [OWN, "*"]}, "sts:*"), "trust-any-principal", "Principal.AWS[1]"),
        (
            trust({"Federated": "*"}, "STS:assumerole*"),
            "trust-any-principal",
            "Principal.Federated[0]",
        ),
        (trust("*", **ANYONE), "trust-any-with-condition", "Principal"),
        (trust("*", **HTTPS), "trust-any-with-condition", "Principal"),
        (trust("*", **EXTERNAL_ID), "trust-any-with-condition", "Principal"),
        (
            trust("*", Condition={"IpAddress": {"aws:SourceIp": "192.0.2.1"}}),
            "trust-any-with-condition",
            "Principal",
        ),
        (
            {"Effect": "Allow", "NotPrincipal": {"AWS": OWN}, "Action": "sts:AssumeRole"},
            "trust-notprincipal",
            "NotPrincipal",
        ),
        (trust({"AWS": root(OTHER)}), "trust-cross-account-root", "Principal.AWS[0]"),
        (trust({"AWS": OTHER}, **HTTPS), "trust-cross-account-root", "Principal.AWS[0]"),
        (
            trust({"Service": "ec2.amazonaws.com"}, "sts:AssumeRoll"),
            "unknown-action",
            "Action[0]",
        ),
    ],
)
def test_a_role_open_to_strangers_is_found(statement: dict[str, Any], rule: str, path: str) -> None:
    assert trust_findings(statement, OWN) == [(rule, f"Statement[0].{path}")]


@pytest.mark.parametrize(
    "statement",
    [
        trust({"Service": "lambda.amazonaws.com"}),
        trust({"AWS": f"arn:aws:iam::{OTHER}:role/dispatch"}),
        trust({"AWS": root(OWN)}),
        trust({"AWS": OWN}),
        trust({"AWS": root(OTHER)}, **EXTERNAL_ID),
        trust({"AWS": root(OTHER)}, **ORGANIZATION),
        trust("*", **ORGANIZATION),
        trust(
            "*",
            Condition={"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{OTHER}:role/audit-*"}},
        ),
        trust("*", "sts:TagSession"),
        {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"},
        {"Effect": "Deny", "NotPrincipal": {"AWS": OWN}, "Action": "sts:AssumeRole"},
    ],
)
def test_a_role_that_knows_whom_it_trusts_is_left_alone(statement: dict[str, Any]) -> None:
    assert trust_findings(statement, OWN) == []


def test_where_the_role_s_account_is_unknown_any_account_may_be_a_stranger() -> None:
    rule = ("trust-cross-account-root", "Statement[0].Principal.AWS[0]")

    assert trust_findings(trust({"AWS": root(OWN)}), None) == [rule]
    assert trust_findings(trust({"AWS": root(OWN)}, **EXTERNAL_ID), None) == []
