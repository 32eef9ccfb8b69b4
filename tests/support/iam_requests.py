"""Requests with the policies over them, made up from a seed: few names, so that much meets.

A case is plain data, as people write policies; it becomes our request or the oracle's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
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


PRINCIPALS = (
    (f"arn:aws:iam::{OWN}:user/alice", OWN),
    (f"arn:aws:iam::{OWN}:user/staff/bob", OWN),
    (f"arn:aws:iam::{OWN}:role/worker", OWN),
    (f"arn:aws:iam::{OWN}:role/jobs/nightly", OWN),
    (f"arn:aws:sts::{OWN}:assumed-role/worker/first", OWN),
    (f"arn:aws:sts::{OWN}:assumed-role/nightly/first", OWN),
    (f"arn:aws:sts::{OWN}:federated-user/alice", OWN),
    (f"arn:aws:iam::{OWN}:root", OWN),
    ("lambda.amazonaws.com", None),
    ("sqs.amazonaws.com", None),
)

RESOURCES = {
    "s3:GetObject": ("arn:aws:s3:::reports/a.txt", "arn:aws:s3:::reports/alice/b.txt"),
    "s3:PutObject": ("arn:aws:s3:::reports/alice/c", "arn:aws:s3:::reports/logs/c"),
    "s3:DeleteObject": ("arn:aws:s3:::reports/alice/c",),
    "s3:ListBucket": ("arn:aws:s3:::reports",),
    "dynamodb:PutItem": (f"arn:aws:dynamodb:eu-central-1:{OWN}:table/orders",),
    "sqs:SendMessage": (f"arn:aws:sqs:eu-central-1:{OWN}:orders",),
    "kms:Decrypt": (f"arn:aws:kms:eu-central-1:{OWN}:key/1234",),
    "sts:AssumeRole": (f"arn:aws:iam::{OWN}:role/worker",),
    "lambda:InvokeFunction": (f"arn:aws:lambda:eu-central-1:{OWN}:function:audit",),
}

Conditions = tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]


class Maker:
    """Makes cases from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 -- no secret, and to be made again

    def case(self) -> Case:
        """A request with policies of several kinds."""
        choose = self.random.choice
        principal, account = choose(PRINCIPALS)
        action = choose(tuple(RESOURCES))
        resource = choose(RESOURCES[action])
        s3 = resource.startswith("arn:aws:s3")
        owner = OTHER if s3 and self._maybe(0.3) else OWN
        case = Case(principal, account, action, resource, owner, self._context())
        if case.context.get(_TEAM) == [""]:
            del case.context[_TEAM]
        if not s3 and account and self._maybe(0.3):
            self._move(case)
        if account and not principal.endswith(":root"):
            case.identity = [self._document(case) for _ in range(self.random.randint(0, 2))]
            case.boundary = self._document(case) if self._maybe(0.3) else None
        if self._maybe(0.6):
            case.policy = self._document(case, with_principals=True)
        if account:
            case.scps = self._levels(case, with_principals=False)
        case.rcps = self._levels(case, with_principals=True)
        return case

    def _move(self, case: Case) -> None:
        """Let the resource be of another account."""
        case.resource = case.resource.replace(OWN, OTHER)
        case.resource_account = OTHER

    def _levels(self, case: Case, *, with_principals: bool) -> list[list[Json]]:
        if self._maybe(0.6):
            return []
        return [self._level(case, rcp=with_principals) for _ in range(self.random.randint(1, 3))]

    def _level(self, case: Case, *, rcp: bool) -> list[Json]:
        full = RCP_FULL_ACCESS if rcp else FULL_ACCESS
        level = [full] if self._maybe(0.85) else []
        if self._maybe(0.4):
            statement = self.statement(case) | {"Effect": "Deny" if rcp else "Allow"}
            if rcp:
                statement["Principal"] = "*"
            elif self._maybe(0.6):
                statement["Effect"] = "Deny"
            level.append({"Version": "2012-10-17", "Statement": [statement]})
        return level

    def _document(self, case: Case, *, with_principals: bool = False) -> Json:
        statements = [self.statement(case) for _ in range(self.random.randint(1, 3))]
        for statement in statements if with_principals else ():
            # AWS supports NotPrincipal with Deny only.
            negated = statement["Effect"] == "Deny" and self._maybe(0.2)
            statement["NotPrincipal" if negated else "Principal"] = self._principals(case)
        version = "2008-10-17" if self._maybe(0.2) else "2012-10-17"
        return {"Version": version, "Statement": statements}

    def statement(self, case: Case) -> Json:
        """A statement that may speak of the case's request."""
        statement: Json = {"Effect": "Allow" if self._maybe(0.75) else "Deny"}
        statement["NotAction" if self._maybe(0.1) else "Action"] = self._actions(case)
        statement["NotResource" if self._maybe(0.1) else "Resource"] = self._some(
            self._patterns(case)
        )
        if self._maybe(0.4):
            statement["Condition"] = self._conditions(_PLAIN, self.random.randint(1, 2))
        return statement

    def _actions(self, case: Case) -> list[str]:
        service, _, name = case.action.partition(":")
        fitting = (case.action, f"{service}:*", "*", f"{service}:{name[:3]}*", case.action.upper())
        others = ("s3:Get?bject", "sqs:*", "dynamodb:Put*", "iam:PassRole")
        return self._some(fitting if self._maybe(0.8) else others)

    def _patterns(self, case: Case) -> tuple[str, ...]:
        head, _, name = case.resource.rpartition(":")
        own = "arn:aws:s3:::reports/${aws:PrincipalTag/team, 'alice'}/*"
        return (
            case.resource,
            *((own, own) if "/alice/" in case.resource else ()),
            "*",
            f"{head}:*",
            f"{head}:{name[:-1]}?",
            f"{head}:${{aws:username}}",
            "arn:aws:s3:::reports/${aws:username}/*",
            own,
            "arn:aws:s3:::other/*",
            "arn:aws:sqs:*:*:other",
        )

    def _principals(self, case: Case) -> object:
        account = case.account or OWN
        aws = (
            f"arn:aws:iam::{account}:root",
            account,
            OTHER,
            f"arn:aws:iam::{account}:role/worker",
            f"arn:aws:iam::{account}:role/jobs/nightly",
            f"arn:aws:sts::{account}:assumed-role/worker/first",
            f"arn:aws:iam::{account}:user/alice",
            f"arn:aws:sts::{account}:federated-user/alice",
        )
        if self._maybe(0.2):
            return "*"
        if self._maybe(0.15):
            return {"AWS": "*"}
        found: Json = {}
        if case.account and self._maybe(0.6):
            found["AWS"] = self._some((case.principal, *aws))
        elif self._maybe(0.6):
            found["AWS"] = self._some(aws)
        if not found or self._maybe(0.2):
            found["Service"] = self._some(("lambda.amazonaws.com", "sqs.amazonaws.com"))
        return found

    def _some(self, among: Sequence[str]) -> list[str]:
        return self.random.sample(among, min(len(among), self.random.randint(1, 2)))

    def _maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def session(self) -> Case:
        """The request of a role's session that a session policy narrows."""
        while True:
            case = self.case()
            if ":assumed-role/" in case.principal and case.resource_account == OWN:
                case.session = self._document(case)
                # The oracle's entry for sessions is strict about the words of the others.
                case.scps, case.rcps = [], []
                return case

    def one_condition(self) -> Case:
        """A request that one condition of any operator alone decides."""
        principal, account = self.random.choice(PRINCIPALS[:5])
        action, resource = "s3:GetObject", "arn:aws:s3:::reports/a.txt"
        case = Case(principal, account, action, resource, OWN, self._context())
        statement: Json = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        statement["Condition"] = self._conditions(_CONDITIONS, 1)
        case.identity = [{"Version": "2012-10-17", "Statement": [statement]}]
        return case

    def _conditions(self, among: Conditions, count: int) -> Json:
        """Conditions of some operators, each on a key that it suits."""
        found: Json = {}
        for _ in range(count):
            operators, keys, values = self.random.choice(among)
            operator = self.random.choice(operators)
            if operator != "Null":
                qualifiers = ("", "", "", "ForAllValues:") + (
                    () if among is _PLAIN else ("ForAnyValue:",)
                )
                suffix = "IfExists" if self._maybe(0.2) else ""
                operator = self.random.choice(qualifiers) + operator + suffix
            found.setdefault(operator, {})[self.random.choice(keys)] = self._some(values)
        return found

    def _context(self) -> dict[str, list[str]]:
        return {
            key: self._some(values) if key in _MANY else [self.random.choice(values)]
            for key, values in _VALUES.items()
            if self._maybe(0.6)
        }


_TEAM = "aws:PrincipalTag/team"
_MANY = frozenset({"aws:TagKeys", "aws:CalledVia"})
_VALUES: dict[str, tuple[str, ...]] = {
    _TEAM: ("alice", "red", "Red", "a*c", "a*c", ""),
    "aws:RequestTag/team": ("alice", "red", "abc"),
    "aws:TagKeys": ("team", "cost", "Team"),
    "aws:CalledVia": ("athena.amazonaws.com", "cloudformation.amazonaws.com"),
    "aws:MultiFactorAuthAge": ("0", "60", "3600", "12.5", "never"),
    "aws:CurrentTime": ("2026-01-01T00:00:00Z", "2026-06-01T12:30:00+02:00", "1767225600", "soon"),
    "aws:SecureTransport": ("true", "false", "True", "maybe"),
    "aws:SourceIp": ("10.1.2.3", "192.0.2.7", "2001:db8::1", "2001:db8:0:0::1"),
    "aws:SourceArn": (
        f"arn:aws:sns:eu-central-1:{OWN}:topic",
        f"arn:aws:s3:::bucket:{OWN}:topic",
        "topic",
    ),
    "binary:key": ("QmluYXJ5", "YWJj", "%"),
}
# Operators, the keys that they go with, and values.
_CONDITIONS: Conditions = (
    (
        (
            *("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
            *("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
        ),
        ("aws:PrincipalTag/team", "AWS:requesttag/Team", "aws:TagKeys", "aws:CalledVia"),
        (
            *("alice", "red", "r*", "?????", "*", "team", "a${*}c", "a${*}c", "${aws:username}"),
            *("${aws:RequestTag/team}", "${aws:RequestTag/team, 'red'}", "*.amazonaws.com"),
            "${aws:TagKeys}",
        ),
    ),
    (
        (
            *("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"),
            *("NumericGreaterThan", "NumericGreaterThanEquals"),
        ),
        ("aws:MultiFactorAuthAge",),
        ("0", "60", "3600", "12.5", "60.0", "often"),
    ),
    (
        (
            *("DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals"),
            *("DateGreaterThan", "DateGreaterThanEquals"),
        ),
        ("aws:CurrentTime",),
        (
            *("2026-01-01T00:00:00Z", "2026-03-01", "2026-06-01T10:30:00Z", "1767225600"),
            *("1780309800", "later"),
        ),
    ),
    (("Bool",), ("aws:SecureTransport",), ("true", "false", "FALSE", "perhaps")),
    (("BinaryEquals",), ("binary:key",), ("QmluYXJ5", "YWJj", "%")),
    (
        ("IpAddress", "NotIpAddress"),
        ("aws:SourceIp",),
        ("10.0.0.0/8", "192.0.2.7", "192.0.2.0/24", "2001:db8::/32", "2001:DB8::1", "nowhere"),
    ),
    (
        ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"),
        ("aws:SourceArn", "aws:PrincipalArn"),
        (
            f"arn:aws:sns:*:{OWN}:topic",
            f"arn:aws:iam::{OWN}:role/*",
            f"arn:aws:*:{OWN}:topic",
            "arn:aws:s3:::*",
            "arn:aws:iam::*",
            "*",
        ),
    ),
    (("Null",), ("aws:TagKeys", "aws:RequestTag/team", "aws:username"), ("true", "false")),
)

# On these the oracle and we agree: what is compared is how the policies work together.
_PLAIN: Conditions = (
    (
        ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
        ("aws:RequestTag/team", "aws:PrincipalType"),
        ("alice", "red", "r*", "*", "User", "AssumedRole"),
    ),
    (("Bool",), ("aws:SecureTransport",), ("true", "false")),
    (("IpAddress", "NotIpAddress"), ("aws:SourceIp",), ("10.0.0.0/8", "2001:db8::/32")),
    (("Null",), ("aws:TagKeys", "aws:username"), ("true", "false")),
)
