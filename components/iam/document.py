"""Policy documents made of grants: pure, canonical and measured against AWS's limits."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from components.core import limits, shapes
from components.core.checks import matching
from components.core.errors import LimitError, SpecError
from components.iam.args import Grant, GrantStatement, ServiceTrust
from components.iam.grant import check_statement

JsonObject = dict[str, Any]

_WHITE_SPACE = re.compile(r"\s")


def to_json(document: Mapping[str, Any]) -> str:
    """The one text of a document: the same content gives the same bytes."""
    return json.dumps(document, separators=(",", ":"))


def characters(document: str) -> int:
    """The size of a document as IAM counts it: white space is free."""
    return len(_WHITE_SPACE.sub("", document))


def policy(statements: Sequence[Mapping[str, Any]]) -> JsonObject:
    """A document of finished statements."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def from_grants(where: str, grants: Iterable[Grant], limit: int) -> str:
    """Merge grants into one document.

    Statements with the same resources and conditions become one; actions and resources are sorted,
    so that the order of the grants does not show.

    Args:
        where: Whose document it is, for the messages.
        grants: What to allow.
        limit: The most characters that AWS takes, white space not counted.

    Raises:
        SpecError: No grant at all, or a grant too broad.
        LimitError: A document above ``limit``.
    """
    statements = [statement for part in grants for statement in part["statements"]]
    if not statements:
        raise SpecError(where, [], "at least one grant")
    for statement in statements:
        check_statement(where, statement)
    document = to_json(policy(_merged(statements)))
    size = characters(document)
    if size > limit:
        allowed = f"a policy of at most {limit} characters"
        raise LimitError(where, size, allowed, "Split the work over two roles.")
    return document


def _merged(statements: Iterable[GrantStatement]) -> list[JsonObject]:
    actions_by_scope: dict[str, set[str]] = {}
    for statement in statements:
        scope = to_json(
            {
                "Resource": sorted(set(statement["resources"])),
                "Condition": _sorted_conditions(statement.get("conditions", {})),
            }
        )
        actions_by_scope.setdefault(scope, set()).update(statement["actions"])
    merged: list[JsonObject] = []
    for scope, actions in sorted(actions_by_scope.items(), key=lambda item: sorted(item[1])):
        one: JsonObject = {"Effect": "Allow", "Action": sorted(actions), **json.loads(scope)}
        if not one["Condition"]:
            del one["Condition"]
        merged.append(one)
    return merged


def _sorted_conditions(
    conditions: Mapping[str, Mapping[str, Sequence[str]]],
) -> dict[str, dict[str, list[str]]]:
    return {
        operator: {key: sorted(values) for key, values in sorted(keys.items())}
        for operator, keys in sorted(conditions.items())
    }


def service_trust(where: str, trust: ServiceTrust) -> str:
    """The trust policy by which one AWS service assumes a role.

    Args:
        where: Whose trust it is, for the messages.
        trust: Which service, and on whose behalf.

    Raises:
        SpecError: A ``source_arn`` that is no ARN.
        LimitError: A policy above the characters that a role's trust may have.
    """
    statement: JsonObject = {
        "Effect": "Allow",
        "Principal": {"Service": trust["service"]},
        "Action": "sts:AssumeRole",
    }
    if "source_arn" in trust:
        source_arn = matching(f"{where}.source_arn", trust["source_arn"], shapes.ARN, "an ARN")
        account_id = source_arn.split(":")[4]
        statement["Condition"] = {
            "ArnLike": {"aws:SourceArn": source_arn},
            "StringEquals": {"aws:SourceAccount": account_id},
        }
    return trust_policy(where, statement)


def trust_policy(where: str, statement: Mapping[str, Any]) -> str:
    """The trust policy of a role, of one statement.

    Raises:
        LimitError: A policy above the characters that a role's trust may have.
    """
    text = to_json(policy([statement]))
    longest, size = limits.IAM_TRUST_POLICY_CHARACTERS, characters(text)
    if size > longest:
        raise LimitError(where, size, f"a trust policy of at most {longest} characters")
    return text


def deny_plain_http(sid: str, actions: Sequence[str], resources: Sequence[str]) -> JsonObject:
    """The statement of a resource policy that refuses whatever does not come over TLS."""
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": list(actions),
        "Resource": list(resources),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
