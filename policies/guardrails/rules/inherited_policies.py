"""What the organization's service control policies leave of the grants of a stack."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from guardrails.documents import parse
from guardrails.entities import entities
from guardrails.entities.inherited import INHERITED, Levels, levels
from guardrails.graph import Graph
from guardrails.iam import text
from guardrails.iam.actions import covered
from guardrails.iam.entity import Entity, Policy
from guardrails.iam.evaluation import Answer, Decision, Policies, Request, evaluate
from guardrails.iam.model import DocumentKind, Statement
from guardrails.model import Fail, Result, Scope, Severity, Undetermined, rule
from guardrails.subjects.snippets import READ

_EVERYTHING: Final = parse(
    '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}', DocumentKind.IDENTITY
).document


@rule(
    "grant-denied-by-scp",
    "No grant is one that the organization's policies deny",
    category="validity",
    severity=Severity.HIGH,
    scope=Scope.STACK,
    applies_to=[INHERITED],
    why="The first call fails with AccessDenied, and no policy of the account can change that.",
    remediation="Take the action out of the grant, or change the organization's policy.",
    snippet=READ,
    own="It takes the organization's stack and the account's: other tools see one of the two.",
)
def grant_denied(graph: Graph) -> Iterator[Result]:
    """Only what is denied for sure counts: not what depends on a key of the request."""
    for inherited in graph.of(INHERITED):
        given = inherited["levels"]
        if given.unknown:
            yield Undetermined(given.path, inherited.urn)
            continue
        over = levels(inherited)
        for entity in entities(graph):
            for policy in entity.policies:
                yield from _denied(entity, policy, over)


def _denied(entity: Entity, policy: Policy, over: Levels) -> Iterator[Fail]:
    """One finding for each service control policy that denies something of a policy."""
    told: dict[str, _Denied] = {}
    for statement in policy.document.statements:
        for action, resource in _grants(statement) if statement.allows else ():
            by = _denied_by(entity, action, resource, over)
            if by:
                denied = told.setdefault(by, _Denied(statement, resource))
                denied.actions[action] = resource
    for by, denied in told.items():
        yield _fail(entity, policy, by, denied)


@dataclass(frozen=True)
class _Denied:
    """What one service control policy denies, with the first statement that grants it."""

    statement: Statement
    resource: str
    actions: dict[str, str] = field(default_factory=dict[str, str])


def _grants(statement: Statement) -> Iterator[tuple[str, str]]:
    """Each action with each resource; whole services are other rules' matter."""
    for pattern in statement.actions:
        for action in sorted(covered(pattern).actions):
            for resource in statement.resources:
                yield action, resource


def _denied_by(entity: Entity, action: str, resource: str, over: Levels) -> str:
    """What denies a call, in words; empty where nothing does for sure."""
    assert _EVERYTHING is not None  # noqa: S101 -- narrows the type for the checker
    request = Request(entity.arn, entity.account_id, action, resource)
    allowing = (Policy("", _EVERYTHING),)
    return _blamed(evaluate(request, Policies(identity=allowing, scps=over)))


def _blamed(decision: Decision) -> str:
    if decision.answer is Answer.EXPLICITLY_DENIED:
        cited = decision.cited[0]
        sid = f" ({cited.statement.sid})" if cited.statement.sid else ""
        return f"the service control policy {text.shown(cited.policy)}{sid}"
    lacking = [kind for kind in decision.lacking if kind.startswith("SCP")]
    if decision.answer is Answer.IMPLICITLY_DENIED and lacking:
        return f"{lacking[0]}, which does not allow it"
    return ""


def _fail(entity: Entity, policy: Policy, by: str, denied: _Denied) -> Fail:
    actions = text.names(denied.actions)
    first = next(iter(denied.actions))
    on = "" if denied.resource == "*" else f" on {text.shown(denied.resource)}"
    what = f"{first}{on}" if len(denied.actions) == 1 else f"{actions} (the first{on})"
    return Fail(
        f"Granted to {entity.kind} {text.shown(entity.name)}, and denied by {by}: {what}. "
        "Such calls will fail.",
        f"{policy.path or 'policyArn'}.{denied.statement.path}",
        "Take what is denied out of the grant, or change the policy in the organization's stack.",
        policy.source or entity.source,
        statement=denied.statement.sid or "",
    )


RULES = (grant_denied,)
