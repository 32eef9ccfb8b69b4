"""Requests and policies that are made up from a seed: few names, so that much meets."""

from collections.abc import Sequence
from random import Random

from guardrails.iam.evaluation import rcp_services
from tests.support.iam_conditions import CONDITIONS, MANY, PLAIN, TEAM, VALUES, Conditions
from tests.support.iam_requests import FULL_ACCESS, OTHER, OWN, RCP_FULL_ACCESS, Case, Json

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
        if case.context.get(TEAM) == [""]:
            del case.context[TEAM]
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
        if not rcp_services.holds_for(action.lower()):
            # The oracle has them hold for every service.
            case.rcps = []
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
            statement["Condition"] = self._conditions(PLAIN, self.random.randint(1, 2))
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
        statement["Condition"] = self._conditions(CONDITIONS, 1)
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
                    () if among is PLAIN else ("ForAnyValue:",)
                )
                suffix = "IfExists" if self._maybe(0.2) else ""
                operator = self.random.choice(qualifiers) + operator + suffix
            found.setdefault(operator, {})[self.random.choice(keys)] = self._some(values)
        return found

    def _context(self) -> dict[str, list[str]]:
        return {
            key: self._some(values) if key in MANY else [self.random.choice(values)]
            for key, values in VALUES.items()
            if self._maybe(0.6)
        }
