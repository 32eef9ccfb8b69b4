"""Requests with the policies over them.

A case is plain data, as people write policies; it becomes our request or the oracle's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from guardrails.iam.document import parse
from guardrails.iam.entity import Policy
from guardrails.iam.evaluation import Policies, Request
from guardrails.iam.model import Document, DocumentKind

OWN, OTHER = "111122223333", "444455556666"
Json = dict[str, Any]

FULL_ACCESS: Json = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
RCP_FULL_ACCESS: Json = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
}


@dataclass
class Case:
    """One request with its policies, as JSON."""

    principal: str
    account: str | None
    action: str
    resource: str
    resource_account: str
    context: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    identity: list[Json] = field(default_factory=list[Json])
    boundary: Json | None = None
    session: Json | None = None
    scps: list[list[Json]] = field(default_factory=list[list[Json]])
    rcps: list[list[Json]] = field(default_factory=list[list[Json]])
    policy: Json | None = None

    def request(self, *, unknown: bool = False) -> Request:
        """As ours."""
        return Request(
            self.principal,
            self.account,
            self.action,
            self.resource,
            self.resource_account,
            {key.lower(): tuple(values) for key, values in self.context.items()},
            unknown,
        )

    def policies(self) -> Policies:
        """As ours."""
        return Policies(
            identity=tuple(_policies(self.identity)),
            boundary=read(self.boundary) if self.boundary else None,
            session=read(self.session) if self.session else None,
            scps=tuple(tuple(_policies(level, DocumentKind.SCP)) for level in self.scps),
            rcps=tuple(tuple(_policies(level, DocumentKind.RESOURCE)) for level in self.rcps),
            resource=read(self.policy, DocumentKind.RESOURCE) if self.policy else None,
        )

    def simulation(self) -> Json:
        """As the oracle's, with the keys that we add of ourselves."""
        known = self.request().known
        given: Json = {
            "request": {
                "principal": self.principal,
                "action": self.action,
                "resource": {"resource": self.resource, "accountId": self.resource_account},
                "contextVariables": {
                    key: values[0] if len(values) == 1 else list(values)
                    for key, values in known.items()
                    if values
                },
            },
            "identityPolicies": _named(self.identity),
            "serviceControlPolicies": _levels(self.scps, []),
            "resourceControlPolicies": _levels(self.rcps, [RCP_FULL_ACCESS]),
        }
        if self.boundary:
            given["permissionBoundaryPolicies"] = _named([self.boundary])
        if self.policy:
            given["resourcePolicy"] = self.policy
        if self.session:
            given["sessionPolicy"] = self.session
            given["resourceControlPolicies"] = _levels(self.rcps, [])
        return given


def read(document: Json, kind: DocumentKind = DocumentKind.IDENTITY) -> Document:
    """Parse a document that has to be right."""
    parsed = parse(document, kind)
    assert parsed.document is not None, parsed.problems
    return parsed.document


def policy(
    *statements: Json, version: str = "2012-10-17", kind: DocumentKind = DocumentKind.IDENTITY
) -> Policy:
    """A policy of statements."""
    return Policy("given", read({"Version": version, "Statement": list(statements)}, kind))


def _policies(given: Sequence[Json], kind: DocumentKind = DocumentKind.IDENTITY) -> list[Policy]:
    return [Policy(f"policy-{at}", read(one, kind)) for at, one in enumerate(given)]


def _named(given: Sequence[Json]) -> list[Json]:
    return [{"name": f"policy-{at}", "policy": one} for at, one in enumerate(given)]


def _levels(given: Sequence[Sequence[Json]], always: Sequence[Json]) -> list[Json]:
    return [
        {"orgIdentifier": f"level-{at}", "policies": _named([*always, *level])}
        for at, level in enumerate(given)
    ]
