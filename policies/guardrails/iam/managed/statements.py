"""How the tables of AWS's policies are written down."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Statements: TypeAlias = tuple[Mapping[str, Any], ...]

WRITE_LOGS: Final = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")


def allow(*actions: str, on: str | tuple[str, ...] = "*", **more: object) -> Mapping[str, Any]:
    """A statement that allows actions on a resource or several."""
    resources = [on] if isinstance(on, str) else list(on)
    return {"Effect": "Allow", "Action": list(actions), "Resource": resources, **more}


def linked_to(*services: str) -> Mapping[str, object]:
    """The condition under which a role may be made for services, and for no other."""
    principals = [f"{service}.amazonaws.com" for service in services]
    return {"StringEquals": {"iam:AWSServiceName": principals}}
