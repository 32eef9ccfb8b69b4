"""The statement that an ``aws.lambda_.Permission`` adds to the policy of its function."""

from collections.abc import Iterator
from typing import Any

from guardrails.entities.place import Place
from guardrails.graph import Graph, short_name
from guardrails.iam import document as engine
from guardrails.iam.entity import ResourcePolicy
from guardrails.iam.model import DocumentKind
from guardrails.resource_types import FUNCTION
from guardrails.view import Resource

# https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
_CONDITIONS = {
    "sourceArn": ("ArnLike", "AWS:SourceArn"),
    "sourceAccount": ("StringEquals", "AWS:SourceAccount"),
    "principalOrgId": ("StringEquals", "aws:PrincipalOrgID"),
    "functionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
}


def policies(permission: Resource, graph: Graph) -> Iterator[ResourcePolicy]:
    """The policy of the one statement; none while a part of it is unknown."""
    principal, action = permission["principal"].text, permission["action"].text
    if not principal or not action:
        return
    function = graph.target(permission, permission["function"], [FUNCTION])
    name = function["name"].text if function else short_name(permission["function"].text)
    name = name or permission.name
    arn = _arn(permission, name)
    parsed = engine.parse(_document(permission, principal, action, arn), DocumentKind.RESOURCE)
    if parsed.document is not None:
        path = "principal"
        yield ResourcePolicy(arn, name, permission.type, parsed.document, permission.urn, path)


def _arn(permission: Resource, name: str) -> str:
    given = permission["function"].text
    if given.startswith("arn:"):
        return given
    place = Place.of(permission)
    qualifier = permission["qualifier"].text
    arn = f"arn:{place.partition}:lambda:{place.region}:{place.account}:function:{name}"
    return f"{arn}:{qualifier}" if qualifier else arn


def _document(permission: Resource, principal: str, action: str, arn: str) -> dict[str, Any]:
    condition: dict[str, dict[str, str]] = {}
    for property_, (operator, key) in _CONDITIONS.items():
        if permission[property_].text:
            condition.setdefault(operator, {})[key] = permission[property_].text
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": _principal(principal),
        "Action": action,
        "Resource": arn,
    }
    if condition:
        statement["Condition"] = condition
    return {"Version": "2012-10-17", "Statement": [statement]}


def _principal(given: str) -> object:
    if given == "*":
        return "*"
    return {"Service": given} if "." in given and not given.startswith("arn:") else {"AWS": given}
