"""Roles that a statement lets pass to a service, or be assumed."""

from collections.abc import Iterator
from typing import Final

from guardrails.iam import arn, reference, text, wildcard
from guardrails.iam.actions import fits
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.findings import Finding, finding
from guardrails.iam.identity.denials import Denials
from guardrails.iam.identity.grants import Grant
from guardrails.iam.model import Statement
from guardrails.iam.rewrite import Context, passed_to, role_arn

PASS_ROLE = "iam:PassRole"  # noqa: S105 -- an action, no password
ASSUME_ROLE = "sts:AssumeRole"


def passed(grant: Grant, denials: Denials, context: Context) -> Iterator[Finding]:
    """What is wrong with a statement that allows to pass roles."""
    statement = grant.statement
    wide = _wide_resource(statement, PASS_ROLE, denials)
    if wide is not None:
        index, resource = wide
        yield finding(
            "passrole-star",
            statement.place("Resource", index),
            f"{PASS_ROLE} on {text.shown(resource)} passes any role: whoever has it can start a "
            "function or an instance with the strongest one and act through it.",
            f"Name the roles, such as {role_arn(context)}, and the service: {passed_to(context)}.",
        )
        return
    bound = grant.bound.union(*(denials.bounds(PASS_ROLE, one) for one in statement.resources))
    if Bound.SERVICE not in bound:
        yield finding(
            "passrole-no-passedtoservice",
            _place_of(statement, PASS_ROLE),
            f"{PASS_ROLE} without iam:PassedToService passes the role to every service that the "
            "role trusts, now or later.",
            f"Add {passed_to(context)}, with the service that takes the role.",
        )


def assumed(grant: Grant, denials: Denials) -> Iterator[Finding]:
    """What is wrong with a statement that allows to assume roles."""
    if grant.holds_resources or grant.holds_owner:
        return
    wide = _wide_resource(grant.statement, ASSUME_ROLE, denials)
    if wide is not None:
        index, resource = wide
        yield finding(
            "assume-star",
            grant.statement.place("Resource", index),
            f"{ASSUME_ROLE} on {text.shown(resource)} leaves it to every other account which of "
            "its roles can be taken: one trust policy too open, and its rights are gained.",
            "Name the roles' ARNs; arn:aws:iam::*:role/name for one role in many accounts.",
        )
        return
    administrators = _administrators(grant.statement, denials)
    if administrators is not None:
        index, resource = administrators
        yield finding(
            "assume-star",
            grant.statement.place("Resource", index),
            f"{ASSUME_ROLE} on {text.shown(resource)} takes the role that administers each account "
            "of the organization: whoever has it owns them all.",
            "Name the accounts that are needed, or have a role with fewer rights in each.",
        )


def _administrators(statement: Statement, denials: Denials) -> tuple[int, str] | None:
    """The first resource that is an administrators' role of every account."""
    for index, resource in enumerate(statement.resources):
        parts = arn.split(resource)
        if parts is None or parts.service != "iam" or not wildcard.is_star(parts.account):
            continue
        named = (name for name in _ADMINISTRATORS if wildcard.matches(parts.resource, name))
        if any(named) and denials.open(frozenset({ASSUME_ROLE}), resource):
            return index, resource
    return None


# What AWS makes in accounts that an organization, or Control Tower, opens.
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
_ADMINISTRATORS: Final = ("role/OrganizationAccountAccessRole", "role/AWSControlTowerExecution")


def _wide_resource(statement: Statement, action: str, denials: Denials) -> tuple[int, str] | None:
    """The first resource that matches all the roles there are, and that no Deny narrows."""
    types = reference.resource_types(action)
    for index, resource in enumerate(statement.resources):
        if any(arn.covers_all(resource, kind) for kind in types) and denials.open(
            frozenset({action}), resource
        ):
            return index, resource
    return None


def _place_of(statement: Statement, action: str) -> str:
    """The place of the first pattern that covers ``action``, or of what leaves it over."""
    if statement.not_actions:
        return statement.place("NotAction")
    patterns = enumerate(statement.actions)
    return statement.place("Action", next(i for i, one in patterns if fits(one, action)))
