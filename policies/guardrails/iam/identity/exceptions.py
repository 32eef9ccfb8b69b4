"""Statements that allow all but something."""

from collections.abc import Iterator

from guardrails.iam import text
from guardrails.iam.actions import covered, fits, together
from guardrails.iam.findings import Finding, finding
from guardrails.iam.identity.denials import Denials
from guardrails.iam.identity.roles import PASS_ROLE
from guardrails.iam.model import Statement


def all_but_some_actions(statement: Statement, denials: Denials) -> Iterator[Finding]:
    """What is wrong with a statement with NotAction."""
    if together(map(covered, statement.not_actions)).everything:
        return
    yield finding(
        "allow-notaction",
        statement.place("NotAction"),
        f"Allow with NotAction grants every action but {text.names(statement.not_actions)}, "
        "those of services that AWS has yet to launch included.",
        "List what is needed in Action.",
    )
    spared = any(fits(pattern, PASS_ROLE) for pattern in statement.not_actions)
    if not spared and not denials.left(covered(PASS_ROLE), statement.resources).nothing:
        yield finding(
            "passrole-notaction",
            statement.place("NotAction"),
            f"What NotAction leaves over includes {PASS_ROLE}: whoever has it can hand a stronger "
            "role to a service and act through that.",
            f"List what is needed in Action; until then add {PASS_ROLE} to NotAction.",
        )


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
