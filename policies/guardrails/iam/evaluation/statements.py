"""Whether a statement speaks of a request: its action, its resource and its conditions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.iam import reference, wildcard
from guardrails.iam.evaluation import conditions, variables
from guardrails.iam.evaluation.answer import RESOURCE
from guardrails.iam.evaluation.logic import Met
from guardrails.iam.evaluation.request import Context, Request
from guardrails.iam.model import Statement
from guardrails.iam.overlap import overlap

_COLONS_BEFORE_VARIABLES: Final = 5


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whether a statement speaks of a request.

    Attributes:
        met: Whether it does.
        keys: While that is unknown: the keys that decide.
        place: Where it fails: ``Statement[0].Condition.Bool.aws:SecureTransport``.
    """

    met: Met
    keys: tuple[str, ...] = ()
    place: str = ""


def covers_action(statement: Statement, action: str) -> bool:
    """Whether a statement covers an action, given by its full name in lower case."""
    if statement.not_actions:
        return not any(_fits(pattern, action) for pattern in statement.not_actions)
    return any(_fits(pattern, action) for pattern in statement.actions)


def _fits(pattern: str, action: str) -> bool:
    # Longer than every action, stars apart: nobody waits for it.
    if len(pattern) - pattern.count("*") > reference.LONGEST_NAME:
        return False
    return wildcard.matches(pattern.lower(), action)


def speaks(statement: Statement, version: str, request: Request) -> Spoken:
    """Whether a statement that covers the action speaks of the request.

    Whom a resource's policy means is another question, which ``principals`` answers.
    """
    resource = _resource(statement, version, request)
    if resource.met is Met.NO:
        return resource
    keys, met = [*resource.keys], resource.met
    for condition in statement.conditions:
        held = conditions.holds(condition, request.keys, version)
        if held is Met.NO:
            return Spoken(Met.NO, place=condition.path)
        if held is Met.UNKNOWN:
            keys += conditions.unknown_keys(condition, request.keys, version)
        met = min(met, held)
    return Spoken(met, tuple(keys))


def _resource(statement: Statement, version: str, request: Request) -> Spoken:
    if statement.not_resources:
        matches = [_match(one, version, request) for one in statement.not_resources]
        met = max(one.met for one in matches).negated()
        place = statement.place("NotResource")
    elif statement.resources:
        matches = [_match(one, version, request) for one in statement.resources]
        met = max(one.met for one in matches)
        place = statement.place("Resource")
    else:
        # A trust policy, or that of a repository, speaks of what carries it.
        return Spoken(Met.YES)
    if met is Met.UNKNOWN:
        return Spoken(met, tuple(key for one in matches for key in one.keys))
    return Spoken(met, place="" if met else place)


def _match(pattern: str, version: str, request: Request) -> Spoken:
    """Whether a pattern of a statement matches the request's resource."""
    if pattern == "*":
        return Spoken(Met.YES)
    filled = _filled(pattern, version, request.keys)
    if filled.pattern is None or not _is_any(request):
        met = filled.matches(request.asked_about or request.resource)
        return Spoken(met, filled.unknown if met is Met.UNKNOWN else ())
    met = _of_any(variables.whole(filled.pattern), request.resource)
    if met is Met.YES and filled.unknown:
        return Spoken(Met.UNKNOWN, filled.unknown)
    return Spoken(met, (*filled.unknown, RESOURCE) if met is Met.UNKNOWN else ())


def _filled(pattern: str, version: str, context: Context) -> variables.Filled:
    """The pattern with its variables filled in."""
    before, rest = _apart(pattern, version)
    filled = variables.fill(rest, context, wildcards=True)
    if filled.pattern is None:
        return filled
    return variables.Filled(before + filled.pattern, filled.unknown)


def _apart(pattern: str, version: str) -> tuple[str, str]:
    """What cannot have variables, and what can: what stands behind the fifth colon."""
    parts = pattern.split(":", _COLONS_BEFORE_VARIABLES)
    if version != variables.WITH_VARIABLES or len(parts) <= _COLONS_BEFORE_VARIABLES:
        return pattern, ""
    return pattern[: len(pattern) - len(parts[-1])], parts[-1]


def variables_of(pattern: str, version: str) -> Iterator[str]:
    """The keys that a pattern of resources reads."""
    return variables.read_by(_apart(pattern, version)[1])


def _is_any(request: Request) -> bool:
    """Whether the request stands for any resource that fits a pattern."""
    if request.asked_about:
        return False
    if request.resource == "*":
        return reference.can_be_scoped(request.action)
    return wildcard.has_wildcard(request.resource)


def _of_any(pattern: str, resources: str) -> Met:
    """Whether ``pattern`` matches the resources of a pattern: all of them, some, or none."""
    if wildcard.subsumes(pattern, resources):
        return Met.YES
    return Met.UNKNOWN if overlap(pattern, resources) else Met.NO


def resources_of(statements: Iterable[Statement], action: str) -> tuple[str, ...]:
    """The resources that statements name for an action, each once."""
    named = (
        resource
        for statement in statements
        if covers_action(statement, action)
        for resource in statement.resources
    )
    return tuple(dict.fromkeys(named))
