"""Ways to more rights: what a document opens alone, several together, and whom they lead to."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from guardrails import access
from guardrails.documents import findings
from guardrails.graph import Graph
from guardrails.iam import text
from guardrails.iam.entity import Entity
from guardrails.iam.escalation import tell
from guardrails.iam.escalation.across import (
    Gain,
    across_policies,
    by_target,
    can_take_over,
    makes_unbounded,
)
from guardrails.iam.escalation.chains import Edge
from guardrails.iam.escalation.find import Opening
from guardrails.iam.escalation.stack import Stack
from guardrails.iam.findings import finding
from guardrails.iam.model import DocumentKind
from guardrails.model import Fail, Level, Result, Scope, Severity, rule
from guardrails.resource_types import GROUP, ROLE, USER
from guardrails.rules.over_stack import Told, becomes, over_stack, unknown
from guardrails.subjects.snippets import ASSUME, BOUNDED, DEPLOY, OBJECTS, PASS
from guardrails.view import Resource

_DOCUMENTS: Final = tuple(access.IDENTITY_DOCUMENTS)
_PRINCIPALS: Final = (ROLE, USER, GROUP)
_SHOWN_STEPS: Final = 4


@rule(
    "privesc",
    "No policy is a way to more rights by itself",
    category="least-privilege",
    severity=Severity.CRITICAL,
    applies_to=_DOCUMENTS,
    why="Whoever gets hold of the principal gives itself the rights that it was not given.",
    remediation="Name the roles to pass and the functions to change, and let nobody write "
    "policies without a condition on iam:PermissionsBoundary.",
    snippet=PASS,
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
    return findings(resource, DocumentKind.IDENTITY, "privesc")


@rule(
    "resource-policy-privesc",
    "Nobody writes the policy of a resource that it may not use",
    category="least-privilege",
    severity=Severity.MEDIUM,
    applies_to=_DOCUMENTS,
    why="Who writes a resource's policy lets itself in, whatever its own policies allow.",
    remediation="Leave out the action that writes the policy; declare the policy with the "
    "resource.",
    snippet=OBJECTS,
    equivalents=["parliament:RESOURCE_POLICY_PRIVILEGE_ESCALATION"],
)
def resource_policy(resource: Resource) -> Iterator[Result]:
    """Such as ``s3:PutBucketPolicy`` without ``s3:GetObject``."""
    return findings(resource, DocumentKind.IDENTITY, "resource-policy-privesc")


@rule(
    "privesc-cross-policy",
    "The policies of a principal are no way to more rights together",
    category="least-privilege",
    severity=Severity.CRITICAL,
    applies_to=_PRINCIPALS,
    why="Each policy passes a review, and together they give whoever has them any role's rights.",
    remediation="Bind iam:PassRole, and what writes policies, to names in whichever policy has it.",
    snippet=PASS,
    scope=Scope.STACK,
    own="Other tools judge each policy by itself, or accounts that exist already.",
)
def cross_policy(graph: Graph) -> Iterator[Result]:
    """Not what a policy of the stack is alone: ``privesc`` tells of that."""
    return over_stack(graph, _across)


def _across(at: int, stack: Stack) -> Iterator[Told]:
    for cause in across_policies(at, stack):
        first = cause.first
        where = {one.policy.name for one in first.others if one.policy is not first.gate.policy}
        message = (
            f"{_has(stack.entities[at], first)} from {text.names(where)}: it can "
            f"{tell.gains(first)}.{tell.others(cause.openings[1:])}"
        )
        found = finding("privesc-cross-policy", "", message, cause.mend, cause.severity)
        yield Told(first.gate, found, tuple(one.policy for one in first.others))


def _has(entity: Entity, opening: Opening) -> str:
    return f"{_who(entity)} has {tell.allowed(opening)}"


def _who(entity: Entity) -> str:
    return f"{entity.kind.capitalize()} {entity.name}"


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
    snippet=DEPLOY,
    scope=Scope.STACK,
    own="Other tools do not know what the role of a function, or a role that is passed, may do.",
)
def target_dependent(graph: Graph) -> Iterator[Result]:
    """Named targets, by what they may do; open ones are ``privesc``'s."""
    return over_stack(graph, _by_target)


def _by_target(at: int, stack: Stack) -> Iterator[Told]:
    for gain in by_target(at, stack):
        message = _gained(stack.entities[at], gain)
        mend = gain.opening.path.mend
        found = finding("privesc-target-dependent", "", message, mend)
        further = tuple(one.policy for one in gain.opening.others)
        further += gain.target.policies if gain.target else ()
        yield Told(gain.opening.gate, found, further)


def _gained(entity: Entity, gain: Gain) -> str:
    path = gain.opening.path
    has = _has(entity, gain.opening)
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
    applies_to=tuple(dict.fromkeys((*_PRINCIPALS, *_DOCUMENTS))),
    why="A role that it creates may get any right, and it becomes that role.",
    remediation='Add "Condition": {"StringEquals": {"iam:PermissionsBoundary": "arn:aws:iam::'
    '...:policy/..."}} to iam:CreateRole, iam:PutRolePolicy and iam:AttachRolePolicy.',
    snippet=BOUNDED,
    scope=Scope.STACK,
    own="Other tools look for a boundary on roles, not for who may make one without.",
)
def boundary_missing(graph: Graph) -> Iterator[Result]:
    """Creating a role and writing its policies, on names that fit each other.

    A policy that no principal of the stack has is judged by itself.
    """
    yield from over_stack(graph, _unbounded)
    principals = becomes(graph).stack.entities
    held = {one.source for entity in principals for one in entity.policies}
    gaps = {gap for entity in principals for gap in entity.unresolved}
    for resource in graph.of(*_DOCUMENTS):
        if resource.urn in held:
            continue
        for result in findings(resource, DocumentKind.IDENTITY, "permissions-boundary-missing"):
            if f"{resource.place(result.path)} of {resource.name}" not in gaps:
                yield replace(result, urn=resource.urn)


def _unbounded(at: int, stack: Stack) -> Iterator[Told]:
    for cause in makes_unbounded(at, stack):
        message = f"{_who(stack.entities[at])} has {tell.told_unbounded(cause)}"
        found = finding("permissions-boundary-missing", "", message, tell.ASK_BOUNDARY)
        yield Told(cause.first.gate, found, tuple(one.policy for one in cause.first.others))


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
    snippet=ASSUME,
    scope=Scope.STACK,
    own="Other tools judge each role by itself, or accounts that exist already.",
)
def role_chain(graph: Graph) -> Iterator[Result]:
    """More than one step, to a principal that can give itself any right."""
    chains = becomes(graph)
    stack = chains.stack
    goals = [at for at in range(len(stack.entities)) if can_take_over(at, stack)]
    # Whoever can become the second of a chain goes the same way from there: one cause.
    found: dict[str, list[tuple[Edge, ...]]] = {}
    for _, way in sorted(chains.ways_to(goals).items()):
        if len(way) > 1:
            found.setdefault(way[0].target.arn, []).append(way)
    for ways in found.values():
        others = text.names(way[0].source.name for way in ways[1:])
        also = f" So can {others}." if others else ""
        yield Fail(_steps(ways[0]) + also, *_where(ways[0][0]))
    yield from unknown(stack)


def _steps(way: tuple[Edge, ...]) -> str:
    names = [f"{edge.target.name} ({edge.how})" for edge in way[:_SHOWN_STEPS]]
    more = f", {len(way) - _SHOWN_STEPS} more steps" if len(way) > _SHOWN_STEPS else ""
    return (
        f"{_who(way[0].source)} can become "
        f"{', then '.join(names)}{more}, and {way[-1].target.name} can give itself any right."
    )


def _where(step: Edge) -> tuple[str, str, str]:
    """The path, the fix and the URN of a chain: where its first step stands."""
    source, target, policy = step.source, step.target, step.policy
    fix = f"keep {source.name} from becoming {target.name}, or cut what that leads to"
    if policy is None:
        return f"assumeRolePolicy.{step.place}", fix, target.source
    if not policy.path:
        return policy.name, fix, source.source
    return f"{policy.path}.{step.place}", fix, policy.source


RULES = (
    privesc,
    resource_policy,
    cross_policy,
    target_dependent,
    boundary_missing,
    role_chain,
)
