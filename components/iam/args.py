"""The shapes of grants and roles."""

from typing import NotRequired, TypedDict


class GrantStatement(TypedDict):
    """What is allowed, on what, when."""

    actions: list[str]
    """Actions by their full names, such as ``dynamodb:Query``; no wildcards."""

    resources: list[str]
    """Exact ARNs. ``*`` only for actions that AWS cannot scope, such as
    ``xray:PutTraceSegments``."""

    conditions: NotRequired[dict[str, dict[str, list[str]]]]
    """Operator, then key, then values: ``{"StringEquals": {"aws:PrincipalOrgID": ["o-1"]}}``."""


class Grant(TypedDict):
    """A permission as plain data, with the environment variables that go with it."""

    statements: list[GrantStatement]
    """What is allowed."""

    environment: NotRequired[dict[str, str]]
    """What the holder has to know to use it, such as the table's name."""


class ServiceTrust(TypedDict):
    """Which AWS service may assume a role."""

    service: str
    """The service principal, such as ``lambda.amazonaws.com``."""

    source_arn: NotRequired[str]
    """The only resource on whose behalf the service may act (``aws:SourceArn``); a ``*`` within
    it matches. Leave it out only for services that do not send it, such as Lambda."""


class RoleArgs(TypedDict):
    """The arguments of ``Role``."""

    trust: ServiceTrust
    """Who may assume the role."""

    grants: list[Grant]
    """What the role may do; merged into its single policy."""

    description: NotRequired[str]
    """What the role is for. Default: none."""
