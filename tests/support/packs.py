"""Packs and what they are asked about."""

from collections.abc import Callable
from pathlib import Path

from local.engine import urn, values
from local.engine.backend import Declared
from local.engine.project import Project, StackConfig
from local.policy.client import Judgement, judge
from local.policy.process import PackProcess

PACK = """
from pulumi_policy import (
    EnforcementLevel, PolicyPack, ResourceValidationPolicy, Severity, StackValidationPolicy
)
"""
START_SECONDS = 20
Start = Callable[[str], PackProcess]


def thing(name: str, **inputs: object) -> Declared:
    type_ = "aws:test/thing:Thing"
    made = urn.make("dev", "demo", "", type_, name)
    read, secrets = values.read(wire := values.struct(inputs))
    return Declared(made, type_, name, "", True, read, secrets, wire)  # noqa: FBT003 -- custom


STACK = StackConfig(
    project=Project("demo", Path(), Path()),
    name="dev",
    values={"demo:size": "3", "demo:password": ""},
    secrets=frozenset({"demo:password"}),
    encrypted=frozenset({"demo:password"}),
)


def asked(pack: PackProcess, *resources: Declared) -> Judgement:
    return judge([pack], resources, {}, STACK)
