from typing import Any

import pytest

from guardrails.iam import exposure
from guardrails.iam.document import DocumentKind, parse
from tests.policies.guardrails.iam.exposed import ORGANIZATION, OWN, trust


def endpoint_findings(statement: dict[str, Any]) -> list[tuple[str, ...]]:
    raw = {"Version": "2012-10-17", "Statement": statement}
    document = parse(raw, DocumentKind.RESOURCE).document
    assert document is not None
    return [(one.rule, one.path, one.message) for one in exposure.judge_endpoint(document)]


@pytest.mark.parametrize("resource", ["*", "arn:aws:s3:::*", "arn:aws:*:*:*:*"])
def test_an_endpoint_without_bounds_is_told(resource: str) -> None:
    assert endpoint_findings(trust("*", "*", Resource=resource)) == [
        (
            "endpoint-open",
            "Statement[0].Principal",
            (
                "The endpoint lets anyone's credentials reach anyone's resources: whoever is in "
                "the network can carry data to an account of his own."
            ),
        )
    ]


@pytest.mark.parametrize(
    "statement",
    [
        trust("*", "*", Resource="*", **ORGANIZATION),
        trust(
            "*",
            "*",
            Resource="*",
            Condition={"StringEquals": {"aws:ResourceOrgID": "o-1234567890"}},
        ),
        trust("*", "s3:GetObject", Resource="arn:aws:s3:::amazonlinux/*"),
        trust({"AWS": OWN}, "*", Resource="*"),
        trust("*", "*", Resource="*", Effect="Deny"),
    ],
)
def test_an_endpoint_with_a_bound_is_left_alone(statement: dict[str, Any]) -> None:
    assert endpoint_findings(statement) == []
