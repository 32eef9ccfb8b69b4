"""Ways to more rights: what a document opens alone, several together, and whom they lead to."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

from guardrails import access
from guardrails.documents import documents, parse
from guardrails.entities import entities
from guardrails.graph import Graph
from guardrails.iam import text
from guardrails.iam.entity import Entity, Policy
from guardrails.iam.escalation import tell
from guardrails.iam.escalation.across import (
    Gain,
    across_policies,
    by_target,
    can_take_over,
    makes_unbounded,
)
from guardrails.iam.escalation.chains import Becomes, Edge
from guardrails.iam.escalation.guarded import self_service
from guardrails.iam.escalation.stack import Stack
from guardrails.iam.escalation.tell import Cause, privilege_escalation
from guardrails.iam.findings import Finding
from guardrails.iam.model import Document, DocumentKind
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import GROUP, ROLE, USER
from guardrails.view import Resource

_DOCUMENTS: Final = tuple(access.IDENTITY_DOCUMENTS)
_PRINCIPALS: Final = (ROLE, USER, GROUP)
_HIDDEN: Final = "The document, which is a secret, breaks this rule here."
_HIDDEN_FIX: Final = "take the document out of the secret to see more; it holds no credentials"
_SHOWN_STEPS: Final = 4

_Judge = Callable[[Document], Iterable[Finding]]


def _found(resource: Resource, judge: _Judge) -> Iterator[Result]:
    """What is wrong with each identity policy that a resource carries."""
    for document in documents(resource, DocumentKind.IDENTITY):
        if document.unknown:
            yield Undetermined(document.view.path)
            continue
        for one in _judged(document.text, judge):
            hidden = document.view.secret
            yield Fail(
                _HIDDEN if hidden else one.message,
                document.place(one.path),
                _HIDDEN_FIX if hidden else one.fix,
                severity=Severity(one.severity),
            )


@lru_cache(maxsize=512)
def _judged(document: str, judge: _Judge) -> tuple[Finding, ...]:
    parsed = parse(document, DocumentKind.IDENTITY).document
    return tuple(judge(parsed)) if parsed else ()


_graphs: WeakKeyDictionary[Graph, Becomes] = WeakKeyDictionary()


def _becomes(graph: Graph) -> Becomes:
    """The principals of a graph, put together once for all rules."""
    found = _graphs.get(graph)
    if found is None:
        found = _graphs[graph] = Becomes(Stack(entities(graph)))
    return found


def _unknown(stack: Stack) -> Iterator[Result]:
    for entity in stack.entities:
        for gap in entity.unresolved:
            yield Undetermined(gap.partition(" of ")[0], entity.source)


class _Places:
    """Findings at a place of a policy, told once for all the principals that have it."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._found: dict[tuple[str, str], tuple[Fail, list[str]]] = {}

    def add(self, entity: Entity, policy: Policy, place: str, fail: Fail) -> None:
        """Add what is told of one principal; ``fail`` has no place and no resource yet."""
        source = policy.source or entity.source
        path = f"{policy.path}.{place}" if policy.path else policy.name
        if self._is_secret(policy):
            fail = Fail(_HIDDEN, path, _HIDDEN_FIX, source, fail.severity)
        else:
            fail = Fail(fail.message, path, fail.fix, source, fail.severity)
        self._found.setdefault((source, path), (fail, []))[1].append(entity.name)

    def results(self) -> Iterator[Result]:
        """One for each place."""
        for fail, names in self._found.values():
            also = f" The same holds for {text.names(names[1:])}." if names[1:] else ""
            yield Fail(fail.message + also, fail.path, fail.fix, fail.urn, fail.severity)

    def _is_secret(self, policy: Policy) -> bool:
        holder = self._graph.resource(policy.source) if policy.source else None
        return holder is not None and any(
            one.view.secret
            for one in documents(holder, DocumentKind.IDENTITY)
            if one.view.path == policy.path
        )


@rule(
    "privesc",
    "No policy is a way to more rights by itself",
    category="least-privilege",
    severity=Severity.CRITICAL,
    applies_to=_DOCUMENTS,
    why="Whoever gets hold of the principal gives itself the rights that it was not given.",
    remediation="Name the roles to pass and the functions to change, and let nobody write "
    "policies without a condition on iam:PermissionsBoundary.",
    equivalents=[
        "CKV_AWS_286",
        "CKV_AWS_110",
        "cloudsplaining:PrivilegeEscalation",
        "prowler:iam_policy_allows_privilege_escalation",
        "prowler:iam_inline_policy_allows_privilege_escalation",
    ],
)
def privesc(resource: Resource) -> Iterator[Result]:
    """Whoever has the policy, and whatever principals there are."""
    return _found(resource, privilege_escalation)


@rule(
    "resource-policy-privesc",
    "Nobody writes the policy of a resource that it may not use",
    category="least-privilege",
    severity=Severity.MEDIUM,
    applies_to=_DOCUMENTS,
    why="Who writes a resource's policy lets itself in, whatever its own policies allow.",
    remediation="Leave out the action that writes the policy; declare the policy with the "
    "resource.",
    equivalents=["parliament:RESOURCE_POLICY_PRIVILEGE_ESCALATION"],
)
def resource_policy(resource: Resource) -> Iterator[Result]:
    """Such as ``s3:PutBucketPolicy`` without ``s3:GetObject``."""
    return _found(resource, self_service)


@rule(
    "privesc-cross-policy",
    "The policies of a principal are no way to more rights together",
    category="least-privilege",
    severity=Severity.CRITICAL,
    applies_to=_PRINCIPALS,
    why="Each policy passes a review, and together they give whoever has them any role's rights.",
    remediation="Bind iam:PassRole, and what writes policies, to names in whichever policy has it.",
    scope=Scope.STACK,
    own="Other tools judge each policy by itself, or accounts that exist already.",
)
def cross_policy(graph: Graph) -> Iterator[Result]:
    """Not what a policy of the stack is alone: ``privesc`` tells of that."""
    stack = _becomes(graph).stack
    places = _Places(graph)
    for at, entity in enumerate(stack.entities):
        for cause in across_policies(at, stack):
            gate = cause.first.gate
            fail = Fail(_across(entity, cause), "", cause.mend, severity=Severity(cause.severity))
            places.add(entity, gate.policy, gate.place, fail)
    yield from places.results()
    yield from _unknown(stack)


def _across(entity: Entity, cause: Cause) -> str:
    first = cause.first
    where = {one.policy.name for one in first.others if one.policy is not first.gate.policy}
    return (
        f"{entity.kind.capitalize()} {entity.name} has {tell.allowed(first)} from "
        f"{text.names(where)}: it can {tell.gains(first)}.{tell.others(cause.openings[1:])}"
    )


@rule(
    "privesc-target-dependent",
    "Nobody can act as a principal that may do more",
    category="least-privilege",
    severity=Severity.HIGH,
    level=Level.ADVISORY,
    applies_to=_PRINCIPALS,
    why="Who passes a role, changes the code of what runs as it, or opens a shell there has its "
    "rights, and nobody gave them.",
    remediation="Let it reach what can do no more than itself, or give the other role less.",
    scope=Scope.STACK,
    own="Other tools do not know what the role of a function, or a role that is passed, may do.",
)
def target_dependent(graph: Graph) -> Iterator[Result]:
    """Named targets, by what they may do; open ones are ``privesc``'s."""
    stack = _becomes(graph).stack
    places = _Places(graph)
    for at, entity in enumerate(stack.entities):
        for gain in by_target(at, stack):
            gate = gain.opening.gate
            fail = Fail(_gained(entity, gain), "", gain.opening.path.mend)
            places.add(entity, gate.policy, gate.place, fail)
    yield from places.results()
    yield from _unknown(stack)


def _gained(entity: Entity, gain: Gain) -> str:
    path = gain.opening.path
    has = f"{entity.kind.capitalize()} {entity.name} has {tell.allowed(gain.opening)}"
    if gain.outside:
        return (
            f"{has}: it can {path.yields}. {text.shown(gain.outside)} is outside of this stack, "
            "so it counts as a role that may do more."
        )
    if gain.target is None:
        return f"{has}, which is itself: it can {path.yields}."
    by = f" of {gain.runner.name}" if gain.runner else ""
    return (
        f"{has}: it can {path.yields}. That is {gain.target.kind} {gain.target.name}{by}, which "
        f"may {gain.more}; {entity.name} may not."
    )


@rule(
    "permissions-boundary-missing",
    "Who creates roles gives them a permissions boundary",
    category="least-privilege",
    severity=Severity.HIGH,
    applies_to=_PRINCIPALS,
    why="A role that it creates may get any right, and it becomes that role.",
    remediation='Add "Condition": {"StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::'
    '...:policy/..."}} to iam:CreateRole, iam:PutRolePolicy and iam:AttachRolePolicy.',
    scope=Scope.STACK,
    own="Other tools look for a boundary on roles, not for who may make one without.",
)
def boundary_missing(graph: Graph) -> Iterator[Result]:
    """Creating a role and writing its policies, on names that fit each other."""
    stack = _becomes(graph).stack
    places = _Places(graph)
    for at, entity in enumerate(stack.entities):
        for cause in makes_unbounded(at, stack):
            first = cause.first
            message = (
                f"{entity.kind.capitalize()} {entity.name} has {tell.allowed(first)}, and no "
                f"condition asks for a permissions boundary: it can {first.path.yields}."
            )
            fix = "Add a condition on iam:PermissionsBoundary to each of these actions."
            places.add(entity, first.gate.policy, first.gate.place, Fail(message, "", fix))
    yield from places.results()
    yield from _unknown(stack)


@rule(
    "role-chain",
    "Nobody becomes an administrator over other roles",
    category="least-privilege",
    severity=Severity.HIGH,
    level=Level.ADVISORY,
    applies_to=_PRINCIPALS,
    why="Each step looks harmless where it stands; the last one gives itself any right.",
    remediation="Cut one step: a trust policy, a name in the Resource of sts:AssumeRole or "
    "iam:PassRole, or what the last role may do.",
    scope=Scope.STACK,
    own="Other tools judge each role by itself, or accounts that exist already.",
)
def role_chain(graph: Graph) -> Iterator[Result]:
    """More than one step, to a principal that can give itself any right."""
    chains = _becomes(graph)
    stack = chains.stack
    goals = [at for at in range(len(stack.entities)) if can_take_over(at, stack)]
    for at, way in sorted(chains.ways_to(goals).items()):
        if len(way) > 1:
            yield Fail(_steps(way), *_where(stack.entities[at], way[0]))
    yield from _unknown(stack)


def _steps(way: tuple[Edge, ...]) -> str:
    names = [f"{edge.target.name} ({edge.how})" for edge in way[:_SHOWN_STEPS]]
    more = f", {len(way) - _SHOWN_STEPS} more steps" if len(way) > _SHOWN_STEPS else ""
    return (
        f"{way[0].source.kind.capitalize()} {way[0].source.name} can become "
        f"{', then '.join(names)}{more}, and {way[-1].target.name} can give itself any right."
    )


def _where(entity: Entity, step: Edge) -> tuple[str, str, str]:
    """The path, the fix and the URN of a chain: where its first step stands."""
    fix = f"keep {entity.name} from becoming {step.target.name}, or name what that may do"
    if step.policy is None or not step.policy.path:
        path = "assumeRolePolicy" if step.policy is None else step.policy.name
        return path, fix, step.target.source if step.policy is None else entity.source
    return f"{step.policy.path}.{step.place}", fix, step.policy.source


RULES = (
    privesc,
    resource_policy,
    cross_policy,
    target_dependent,
    boundary_missing,
    role_chain,
)
