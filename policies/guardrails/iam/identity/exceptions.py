"""Statements that allow all but something."""

from collections.abc import Iterator, Sequence
from typing import Final

from guardrails.iam import arn, reference, text
from guardrails.iam.actions import Covered, covered, together, without
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.conditions import bounds
from guardrails.iam.findings import CRITICAL, Finding, finding
from guardrails.iam.identity.denials import Denials
from guardrails.iam.identity.roles import PASS_ROLE
from guardrails.iam.model import Statement

# With any of these on whomever it likes, a principal gives itself every right.
_WRITING_RIGHTS: Final = frozenset(
    {
        "iam:AddUserToGroup",
        "iam:AttachGroupPolicy",
        "iam:AttachRolePolicy",
        "iam:AttachUserPolicy",
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:CreatePolicyVersion",
        "iam:PutGroupPolicy",
        "iam:PutRolePolicy",
        "iam:PutUserPolicy",
        "iam:SetDefaultPolicyVersion",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateLoginProfile",
    }
)
# With any of these, a role that is passed is acted through.
_TAKING_ROLES: Final = frozenset(
    {"cloudformation:CreateStack", "ec2:RunInstances", "lambda:CreateFunction"}
)


def all_but_some_actions(statement: Statement, denials: Denials) -> Iterator[Finding]:
    """What is wrong with a statement with NotAction."""
    if together(map(covered, statement.not_actions)).everything:
        return
    place = statement.place("NotAction")
    everything = f"Allow with NotAction grants every action but {text.names(statement.not_actions)}"
    ways = _ways_to_any_right(statement, denials)
    severity = CRITICAL if ways else None
    yield finding(
        "allow-notaction",
        place,
        _as_administrator(everything, ways)
        if ways
        else f"{everything}, those of services that AWS has yet to launch included.",
        _LIST,
        severity,
    )
    if not _left(frozenset({PASS_ROLE}), statement, denials):
        return
    if ways:
        named = [PASS_ROLE, *(one for one in ways if one != PASS_ROLE)]
        message = _as_administrator(everything, named)
        yield finding("passrole-notaction", place, message, _LIST, severity)
        return
    yield finding(
        "passrole-notaction",
        place,
        f"What NotAction leaves over includes {PASS_ROLE}: whoever has it can hand a stronger "
        "role to a service and act through that.",
        f"List what is needed in Action; until then add {PASS_ROLE} to NotAction.",
    )


_LIST: Final = "List what is needed in Action."


def _as_administrator(everything: str, ways: Sequence[str]) -> str:
    return (
        f"{everything}, {' and '.join(ways[:2])} among them: whoever has it can give itself any "
        "right, and owns the account as an administrator does."
    )


def _ways_to_any_right(statement: Statement, denials: Denials) -> list[str]:
    """The actions left over, on all that they work on, that end in administrator rights."""
    if bounds(statement.conditions) & {Bound.RESOURCE, Bound.OWNER}:
        return []
    writing = _left(_WRITING_RIGHTS, statement, denials)
    ways = [name for name in sorted(writing) if _is_on_all(statement, name)]
    if _left(_TAKING_ROLES, statement, denials) and _is_on_all(statement, PASS_ROLE):
        ways += _left(frozenset({PASS_ROLE}), statement, denials)
    return sorted(ways, key=lambda name: name != _BEST_KNOWN)


_BEST_KNOWN: Final = "iam:AttachRolePolicy"


def _left(names: frozenset[str], statement: Statement, denials: Denials) -> frozenset[str]:
    """Those of some actions that the statement allows and no Deny takes away."""
    left = denials.left(Covered(actions=names), statement.resources)
    return without(left, statement.not_actions).actions


def _is_on_all(statement: Statement, action: str) -> bool:
    kinds = reference.resource_types(action)
    if statement.not_resources:
        return not any(
            arn.covers_all(one, kind) for one in statement.not_resources for kind in kinds
        )
    return any(arn.covers_all(one, kind) for one in statement.resources for kind in kinds)


def all_but_some_resources(statement: Statement, some: frozenset[str]) -> Iterator[Finding]:
    """What is wrong with a statement with NotResource that allows these actions, or services."""
    place = statement.place("NotResource")
    spared = text.names(statement.not_resources)
    if PASS_ROLE in some:
        yield finding(
            "passrole-notaction",
            place,
            f"{PASS_ROLE} with NotResource passes every role but {spared}; a role created "
            "tomorrow with more rights is among them.",
            "List the roles to pass in Resource.",
        )
    if some - {PASS_ROLE} or not some:
        yield finding(
            "allow-notresource",
            place,
            f"Allow with NotResource grants the actions on everything but {spared}, "
            "on resources that do not exist yet too.",
            "List what is needed in Resource.",
        )
