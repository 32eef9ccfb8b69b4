"""Grants are checked where they are made, so that a broad one never travels."""

import re
from collections.abc import Mapping, Sequence

from components.core import shapes
from components.core.checks import matching
from components.core.errors import SpecError
from components.iam.args import Grant, GrantStatement

_ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z0-9]+")

# AWS offers no resource for these: https://docs.aws.amazon.com/service-authorization/latest/reference/
# Only the ones that components or blueprints grant; a wider list would be a wider door.
UNSCOPABLE_ACTIONS = frozenset(
    {
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "cloudwatch:PutMetricData",
        "dynamodb:ListStreams",
        "organizations:ListAccounts",
        "iam:GenerateCredentialReport",
        "iam:GetCredentialReport",
        "iam:GetAccountAuthorizationDetails",
    }
)


def grant(
    actions: Sequence[str],
    resources: Sequence[str],
    *,
    conditions: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Grant:
    """Make a grant of one statement.

    Raises:
        SpecError: An action with a wildcard, or a resource that is no ARN.
    """
    statement = GrantStatement(actions=list(actions), resources=list(resources))
    if conditions:
        statement["conditions"] = {
            operator: {key: list(values) for key, values in keys.items()}
            for operator, keys in conditions.items()
        }
    check_statement("grant", statement)
    return Grant(statements=[statement], environment=dict(environment or {}))


def combine(*grants: Grant) -> Grant:
    """Several grants as one."""
    environment: dict[str, str] = {}
    for part in grants:
        environment.update(part.get("environment", {}))
    return Grant(
        statements=[statement for part in grants for statement in part["statements"]],
        environment=environment,
    )


def environment_name(logical_name: str, what: str) -> str:
    """The environment variable that names a granted resource: ``FINDINGS_TABLE_NAME``."""
    return re.sub(r"[^A-Z0-9]+", "_", f"{logical_name}_{what}".upper())


def check_statement(where: str, statement: GrantStatement) -> None:
    """Refuse what no grant may hold.

    Raises:
        SpecError: No action or no resource, an action with a wildcard, a resource that is no ARN.
    """
    if not statement["actions"] or not statement["resources"]:
        raise SpecError(where, dict(statement), "at least one action and one resource")
    for action in statement["actions"]:
        matching(where, action, _ACTION, "an action by its full name, such as dynamodb:GetItem")
    unscopable = UNSCOPABLE_ACTIONS.issuperset(statement["actions"])
    for resource in statement["resources"]:
        if resource == "*" and unscopable:
            continue
        if resource == "*":
            scopable = sorted(set(statement["actions"]) - UNSCOPABLE_ACTIONS)
            raise SpecError(where, resource, f"exact ARNs, for {', '.join(scopable)} can be scoped")
        matching(where, resource, shapes.ARN, "an ARN")
