"""Judges what a principal may do, statement by statement.

A finding stands for one cause, the most specific: administrator rights are not reported again as
a wildcard for the resource. Statements that deny are never too broad.
"""

from collections.abc import Iterator
from functools import lru_cache

from guardrails.iam import arn, reference, text, wildcard
from guardrails.iam.actions import Covered, covered, fits, together
from guardrails.iam.conditions import Bound, bounds
from guardrails.iam.findings import HIGH, Finding, finding
from guardrails.iam.model import Statement

PASS_ROLE = "iam:PassRole"  # noqa: S105 -- an action, no password
ASSUME_ROLE = "sts:AssumeRole"
_JUDGED_APART = frozenset({PASS_ROLE, ASSUME_ROLE})


def judge(statement: Statement) -> Iterator[Finding]:
    """What is wrong with one statement of an identity policy."""
    if not statement.allows:
        return
    bound = bounds(statement.conditions)
    reach = together(covered(pattern) for pattern in statement.actions)
    if statement.not_actions:
        yield from _all_but_some_actions(statement)
    yield from _broad_actions(statement, bound)
    if statement.not_resources:
        yield from _all_but_some_resources(statement, reach.actions)
        return
    if PASS_ROLE in reach.actions:
        yield from _passed_role(statement, bound)
    if ASSUME_ROLE in reach.actions:
        yield from _assumed_role(statement, bound)
    if Bound.RESOURCE not in bound:
        yield from _open_resources(statement, reach)


def _all_but_some_actions(statement: Statement) -> Iterator[Finding]:
    yield finding(
        "allow-notaction",
        statement.place("NotAction"),
        f"Allow with NotAction grants every action but {text.names(statement.not_actions)}, "
        "those of services that AWS has yet to launch included.",
        "List what is needed in Action.",
    )
    if not any(fits(pattern, PASS_ROLE) for pattern in statement.not_actions):
        yield finding(
            "passrole-notaction",
            statement.place("NotAction"),
            f"What NotAction leaves over includes {PASS_ROLE}: whoever has it can hand a stronger "
            "role to a service and act through that.",
            f"List what is needed in Action; until then add {PASS_ROLE} to NotAction.",
        )


def _all_but_some_resources(statement: Statement, some: frozenset[str]) -> Iterator[Finding]:
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


def _broad_actions(statement: Statement, bound: frozenset[Bound]) -> list[Finding]:
    """The findings for actions that cover a service or more."""
    found: list[Finding] = []
    for index, pattern in enumerate(statement.actions):
        reach = covered(pattern)
        place = statement.place("Action", index)
        if reach.everything:
            return [_everything(statement, place, bound)]
        if reach.services:
            found.append(_whole_services(pattern, place, reach.services))
    return found


def _everything(statement: Statement, place: str, bound: frozenset[Bound]) -> Finding:
    anywhere = any(map(arn.is_everything, statement.resources))
    fix = "List the actions that are needed, and the ARNs that they are needed on."
    if anywhere and Bound.RESOURCE not in bound:
        return finding(
            "admin-star",
            place,
            "The statement allows every action on every resource: whoever gets hold of it owns "
            "the account, its data and its logs.",
            fix,
        )
    return finding(
        "action-star",
        place,
        "The statement allows every action on its resources, also to delete them and to open "
        "them to others.",
        fix,
    )


def _whole_services(pattern: str, place: str, services: frozenset[str]) -> Finding:
    shown = text.shown(pattern)
    if "iam" in services:
        return finding(
            "full-iam",
            place,
            f"{shown} allows every action of IAM: whoever has it can give itself any right.",
            "List the actions of IAM that are needed, such as iam:GetRole.",
        )
    if "kms" in services:
        return finding(
            "kms-full",
            place,
            f"{shown} allows every action of KMS: to decrypt, to change who may decrypt, and to "
            "schedule keys for deletion, which loses the data.",
            "List what is needed, such as kms:Decrypt and kms:GenerateDataKey.",
        )
    return finding(
        "service-wildcard",
        place,
        f"{shown} allows every action of {text.names(services)}, deletion and changes of "
        "access included, and whatever AWS adds later.",
        "List the actions that are needed.",
    )


def _passed_role(statement: Statement, bound: frozenset[Bound]) -> Iterator[Finding]:
    wide = _wide_resource(statement, reference.resource_types(PASS_ROLE))
    if wide is not None:
        index, resource = wide
        yield finding(
            "passrole-star",
            statement.place("Resource", index),
            f"{PASS_ROLE} on {text.shown(resource)} passes any role: whoever has it can start a "
            "function or an instance with the strongest one and act through it.",
            "Name the roles' ARNs, and the service in a condition on iam:PassedToService.",
        )
    elif Bound.SERVICE not in bound:
        yield finding(
            "passrole-no-passedtoservice",
            _place_of(statement, PASS_ROLE),
            f"{PASS_ROLE} without iam:PassedToService passes the role to every service that the "
            "role trusts, now or later.",
            'Add "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}, '
            "with the service that takes the role.",
        )


def _assumed_role(statement: Statement, bound: frozenset[Bound]) -> Iterator[Finding]:
    wide = _wide_resource(statement, reference.resource_types(ASSUME_ROLE))
    if wide is None or bound & {Bound.RESOURCE, Bound.OWNER}:
        return
    index, resource = wide
    yield finding(
        "assume-star",
        statement.place("Resource", index),
        f"{ASSUME_ROLE} on {text.shown(resource)} leaves it to every other account which of its "
        "roles can be taken: one trust policy too open, and its rights are gained.",
        "Name the roles' ARNs; arn:aws:iam::*:role/name for one role in many accounts.",
    )


def _open_resources(statement: Statement, reach: Covered) -> Iterator[Finding]:
    """Resources that cover all there are, though the actions can be scoped."""
    scopable = reach.scopable - _JUDGED_APART
    writing = reach.writing - _JUDGED_APART
    if not scopable:
        return
    star = next((i for i, one in enumerate(statement.resources) if wildcard.is_star(one)), None)
    if star is not None:
        yield _open_resource(statement, star, scopable, writing)
        return
    for index, resource in enumerate(statement.resources):
        if not wildcard.has_wildcard(resource):
            continue
        names_by_type = _names_by_type(scopable)
        hit = frozenset(kind for kind in names_by_type if arn.covers_all(resource, kind))
        names = frozenset[str]().union(*(names_by_type[kind] for kind in hit))
        if names:
            yield _open_resource(statement, index, names, names & writing)


@lru_cache(maxsize=64)
def _names_by_type(names: frozenset[str]) -> dict[str, set[str]]:
    """The actions for each type of resource that they work on, and do not only make."""
    found: dict[str, set[str]] = {}
    for name in names:
        for kind in reference.resource_types(name):
            if not reference.makes(name, kind):
                found.setdefault(kind, set()).add(name)
    return found


def _open_resource(
    statement: Statement, index: int, names: frozenset[str], writing: frozenset[str]
) -> Finding:
    resource = statement.resources[index]
    shown = text.shown(resource)
    star = wildcard.is_star(resource)
    rule = "resource-star-restrictable" if star else "resource-effectively-star"
    what = "is every resource" if star else "matches all there are"
    harm = "use, change or delete" if writing else "read"
    return finding(
        rule,
        statement.place("Resource", index),
        f"{shown} {what}, though AWS can scope {text.names(writing or names)}: "
        f"a mistake or an intruder can {harm} what this principal has nothing to do with.",
        f"Name the ARNs, such as {_example(writing or names)}.",
        HIGH if writing else None,
    )


def _example(names: frozenset[str]) -> str:
    """What an ARN for the first of the actions looks like."""
    types = reference.resource_types(min(names))
    return min(types, key=lambda kind: (len(kind), kind)).replace("${Partition}", "aws")


def _wide_resource(statement: Statement, types: frozenset[str]) -> tuple[int, str] | None:
    """The first resource that matches all there are of one of the types."""
    for index, resource in enumerate(statement.resources):
        if any(arn.covers_all(resource, kind) for kind in types):
            return index, resource
    return None


def _place_of(statement: Statement, action: str) -> str:
    """The place of the first pattern that covers ``action``."""
    patterns = enumerate(statement.actions)
    return statement.place("Action", next(i for i, one in patterns if fits(one, action)))
