"""The types of old states are judged under the names that they have now."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pulumi_aws
import pytest
from pulumi.runtime.proto import analyzer_pb2

from guardrails import requests
from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.resource_types import current

SDK = Path(inspect.getfile(pulumi_aws)).parent
TOKEN = re.compile(r"__init__\(\s*'(aws:[^']+:[^']+)'")
ALIAS = re.compile(r'Alias\(type_="(aws:[^"]+)"\)')
JUDGED = {type_ for rule in RULES for type_ in rule.applies_to}
OLDER = "aws:elasticloadbalancingv2/listener:Listener"
LISTENER = "aws:lb/listener:Listener"


def renamed() -> Iterator[tuple[str, str]]:
    """The older names that the SDK's classes declare, with the present ones, where rules differ."""
    for file in SDK.glob("*/*.py"):
        text = file.read_text(encoding="utf-8")
        for older in ALIAS.findall(text):
            yield from ((older, now) for now in TOKEN.findall(text) if now in JUDGED)


def test_every_older_name_of_a_judged_type_is_judged() -> None:
    pairs = {(older, now) for older, now in renamed() if older not in JUDGED}

    assert (OLDER, LISTENER) in pairs
    assert {older: current(older) for older, _ in pairs} == dict(pairs)


def test_a_present_name_stays() -> None:
    assert {type_ for type_ in JUDGED if current(type_) != type_} == set()


@pytest.mark.parametrize("type_", [OLDER, LISTENER])
def test_a_resource_of_a_request_has_the_present_name(type_: str) -> None:
    urn = f"urn:pulumi:dev::demo::{type_}::it"
    alone = analyzer_pb2.AnalyzeRequest(urn=urn, type=type_, name="it")
    alone.properties.update({"protocol": "HTTP", "defaultActions": [{"type": "forward"}]})
    one = analyzer_pb2.AnalyzerResource(urn=urn, type=type_, name="it")
    whole = analyzer_pb2.AnalyzeStackRequest(resources=[one])

    answers = Pack(RULES).judge(requests.resource(alone))

    assert "alb-https" in {answer.rule.id for answer in answers}
    assert [found.type for found in requests.resources(whole)] == [LISTENER]
