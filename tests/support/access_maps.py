"""Access maps of small stacks, and what is read off them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from guardrails.graph import Graph
from guardrails.resource_types import ROLE, TABLE
from guardrails.view import Resource
from local.access.map import of_graph
from local.access.model import AccessMap, Edge, EdgeKind
from tests.support.declared import ACCOUNT, declared

ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
HERE = f"eu-central-1:{ACCOUNT}"
ORDERS = f"arn:aws:dynamodb:{HERE}:table/orders"
AWS = "arn:aws:iam::"


def document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(
    action: str | Sequence[str], resource: str | Sequence[str], **more: Any
) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: str, resource: str, **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def trusting(principal: object, **more: Any) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}
    return document(statement)


def role(name: str, *statements: Mapping[str, Any], **inputs: Any) -> list[Resource]:
    trust = inputs.pop("trust", {"Service": "lambda.amazonaws.com"})
    given = {"name": name, "assumeRolePolicy": trusting(trust), **inputs}
    return [
        declared(ROLE, given, name=name),
        declared(
            ROLE_POLICY,
            {"name": "grants", "role": name, "policy": document(*statements)},
            name=f"{name}-grants",
        ),
    ]


def table(name: str = "orders") -> Resource:
    return declared(TABLE, {"name": name}, name=name)


def drawn(*resources: Resource | list[Resource]) -> AccessMap:
    flat = [one for given in resources for one in (given if isinstance(given, list) else [given])]
    return of_graph("small", Graph(flat))


def edges(found: AccessMap, kind: EdgeKind = EdgeKind.CAN) -> dict[tuple[str, str], Edge]:
    """The edges of a kind by the names of what they tie."""
    names = {id_: f"{node.kind} {node.name}" for id_, node in found.nodes.items()}
    return {(names[one.origin], names[one.target]): one for one in found.edges if one.kind is kind}


def can(found: AccessMap) -> dict[str, dict[str, tuple[str, ...]]]:
    """What the only role can do, by what it does it to."""
    return {target: dict(edge.actions) for (_, target), edge in edges(found).items()}
