"""Functions with made-up roles, to be held against made-up calls."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from guardrails.graph import Graph
from guardrails.iam.document import parse
from guardrails.iam.entity import Entity, EntityKind, Policy
from guardrails.iam.model import DocumentKind
from guardrails.resource_types import FUNCTION
from guardrails.view import Resource
from local.usage.compare import compare
from local.usage.found import Call, Found, Place, Unresolved
from local.usage.functions import Deployed
from local.usage.result import Usage
from tests.support.declared import ACCOUNT, REGION, declared

HERE = Place("lambda/work/handler.py", 7)


def arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{rest}"


ORDERS = arn("dynamodb", "table/orders")
USERS = arn("dynamodb", "table/users")
JOBS = arn("sqs", "jobs")


def allow(actions: str | Sequence[str], resource: str = "*", **further: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource, **further}


def role(
    *statements: Mapping[str, Any], source: str = "urn:policy", unresolved: tuple[str, ...] = ()
) -> Entity:
    document = parse({"Version": "2012-10-17", "Statement": [*statements]}, DocumentKind.IDENTITY)
    assert document.problems == ()
    assert document.document is not None
    policy = Policy("grants", document.document, source, "policy" if source else "")
    return Entity(
        EntityKind.ROLE, "work", arn("iam", "role/work"), ACCOUNT, (policy,), unresolved=unresolved
    )


def function(entity: Entity | None, properties: Mapping[str, Any] | None = None) -> Deployed:
    resource = declared(FUNCTION, {"name": "work", **(properties or {})}, "work")
    return Deployed("work", "work.handler.handler", "python3.13", None, {}, resource, entity)


def call(service: str, operation: str, name: str = "", place: Place = HERE) -> Call:
    return Call(service, operation, place, name)


def compared(
    entity: Entity | None,
    *calls: Call,
    unresolved: tuple[Unresolved, ...] = (),
    properties: Mapping[str, Any] | None = None,
    others: Sequence[Resource] = (),
) -> Usage:
    """A function of that role that makes these calls, in a stack with other resources."""
    deployed = function(entity, properties)
    graph = Graph([deployed.resource, *others])
    return compare(deployed, Found(calls, unresolved=unresolved), graph, Path("/nowhere"))


def said(usage: Usage) -> list[str]:
    """The findings in short."""
    return [f"{one.kind} {', '.join(one.actions)}" for one in usage.findings]
