"""Declarations that manage the same policies of one principal, and undo each other."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from guardrails.graph import Graph
from guardrails.model import Fail, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import GROUP, POLICY, ROLE, USER
from guardrails.view import Resource, View

_ATTACHMENT: Final = "aws:iam/policyAttachment:PolicyAttachment"


class _Sides(NamedTuple):
    """Who adds policies to a kind of principal, and who takes away all others.

    Attributes:
        principal: The type.
        adding: The type that adds one policy.
        to: Its reference to the principal.
        policy: Its property that names the policy.
        exclusive: The type that takes away all policies that it does not list.
        of: Its reference to the principal.
        listed: Its property with the policies.
        own: The property of the principal itself that takes away all others as well.
    """

    principal: str
    adding: str
    to: str
    policy: str
    exclusive: str
    of: str
    listed: str
    own: str = ""


_SIDES: Final = (
    _Sides(
        ROLE,
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "role",
        "policyArn",
        "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
        "roleName",
        "policyArns",
        "managedPolicyArns",
    ),
    _Sides(
        ROLE,
        "aws:iam/rolePolicy:RolePolicy",
        "role",
        "name",
        "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
        "roleName",
        "policyNames",
        "inlinePolicies",
    ),
    _Sides(
        USER,
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        "user",
        "policyArn",
        "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
        "userName",
        "policyArns",
    ),
    _Sides(
        USER,
        "aws:iam/userPolicy:UserPolicy",
        "user",
        "name",
        "aws:iam/userPoliciesExclusive:UserPoliciesExclusive",
        "userName",
        "policyNames",
    ),
    _Sides(
        GROUP,
        "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
        "group",
        "policyArn",
        "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
        "groupName",
        "policyArns",
    ),
    _Sides(
        GROUP,
        "aws:iam/groupPolicy:GroupPolicy",
        "group",
        "name",
        "aws:iam/groupPoliciesExclusive:GroupPoliciesExclusive",
        "groupName",
        "policyNames",
    ),
)


@rule(
    "policy-conflict",
    "One declaration manages the policies of a principal",
    category="validity",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[ROLE, USER, GROUP, _ATTACHMENT],
    why="Each deployment takes away what the other declaration added, and for that time, or until "
    "somebody notices, the principal has the wrong rights.",
    remediation="List the policy in the exclusive declaration too, or drop that declaration.",
    snippet="aws.iam.RolePolicyAttachmentsExclusive(\n"
    '    "worker", role_name=role.name, policy_arns=[reading.arn, writing.arn]\n'
    ")",
    equivalents=["AWSGuard:iamRoleNoPolicyManagementConflicts"],
)
def policy_conflict(graph: Graph) -> Iterator[Result]:
    """Declarations that take away all others, beside such that add one."""
    for sides in _SIDES:
        if graph.of(sides.adding):
            for principal in graph.of(sides.principal):
                yield from _fights_over(principal, sides, graph)
    for exclusive in graph.of(_ATTACHMENT):
        yield from _fights_for(exclusive, graph)


def _fights_over(principal: Resource, sides: _Sides, graph: Graph) -> Iterator[Result]:
    """Conflicts over the policies of one principal."""
    exclusive = graph.attached(principal, [sides.exclusive], sides.of, [sides.principal])
    listing = [(holder, holder[sides.listed]) for holder in exclusive.found]
    if sides.own and not principal[sides.own].missing:
        listing.append((principal, principal[sides.own]))
    if not listing and not exclusive.maybe:
        return
    adding = graph.attached(principal, [sides.adding], sides.to, [sides.principal])
    if listing:
        for holder, path in adding.maybe:
            yield Undetermined(path, holder.urn)
    for one in adding.found:
        for holder, path in exclusive.maybe:
            yield Undetermined(path, holder.urn)
        for holder, listed in listing:
            yield from _compared(one, sides.policy, holder, listed, graph)


def _compared(
    adding: Resource, policy: str, holder: Resource, listed: View, graph: Graph
) -> Iterator[Result]:
    """Whether a declaration that takes away all others lists the policy that another one adds."""
    mine = adding[policy]
    target = graph.target(adding, mine, [POLICY])
    sources = holder.property_dependencies.get(listed.path, ())
    if target is not None and target.urn in sources:
        return
    unclear = False
    for entry in listed.items():
        name = entry["name"] if isinstance(entry.value, dict) else entry
        if name.text and name.text == mine.text:
            return
        theirs = graph.target(holder, name, [POLICY])
        if target is not None and theirs is not None:
            if target.urn == theirs.urn:
                return
        elif name.unknown and not (sources and target is not None):
            unclear = True
    if unclear or (not mine.text and target is None):
        yield Undetermined(
            listed.path if unclear else mine.path, (holder if unclear else adding).urn
        )
    else:
        yield Fail(
            f"{holder.name} takes away every policy that it does not list, and this adds one that "
            "it does not list: each deployment undoes the other.",
            mine.path,
            f"list the policy in {listed.path} of {holder.name} too, or attach it there only",
            adding.urn,
        )


def _fights_for(exclusive: Resource, graph: Graph) -> Iterator[Result]:
    """Conflicts over who has one policy: ``PolicyAttachment`` takes it away from all others."""
    policy = exclusive["policyArn"]
    target = graph.target(exclusive, policy, [POLICY])
    for sides in _SIDES:
        if sides.policy != "policyArn":
            continue
        for one in graph.of(sides.adding):
            theirs = graph.target(one, one[sides.policy], [POLICY])
            same_urn = target is not None and theirs is not None and target.urn == theirs.urn
            same_arn = bool(policy.text) and policy.text == one[sides.policy].text
            if (same_urn or same_arn) and not _names(exclusive, one, sides, graph):
                yield Fail(
                    f"{exclusive.name} takes the policy away from everyone that it does not name, "
                    "and this gives it to another one: each deployment undoes the other.",
                    one[sides.policy].path,
                    f"name the {sides.to} in {exclusive.name} too, or drop that",
                    one.urn,
                )


def _names(exclusive: Resource, one: Resource, sides: _Sides, graph: Graph) -> bool:
    """Whether a ``PolicyAttachment`` names the principal of another attachment."""
    wanted = graph.same_target(one, sides.to, [sides.principal])
    named = exclusive[f"{sides.to}s"]
    principals = (graph.target(exclusive, view, [sides.principal]) for view in named.items())
    names = {principal.urn for principal in principals if principal}
    return not wanted or named.unknown or wanted in names | {view.text for view in named.items()}


RULES = (policy_conflict,)
