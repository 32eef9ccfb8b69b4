"""The narrowest rewrite that can be computed for what is too broad.

What other statements of the same principal name says best what is used; else the rewrite offers the
usual actions of the service by what they do, and the ARN of the resource in its place.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from guardrails.iam import arn, nameless, reference, text, wildcard
from guardrails.iam.model import Statement
from guardrails.iam.overlap import overlap
from guardrails.iam.place import Place
from guardrails.iam.usual_actions import PASSED_WITH, USUAL
from guardrails.iam.validity import shapes

_PLACEHOLDER: Final = re.compile(r"\$\{([^}]*)\}")
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

# Nobody reads more rewrites; the rest of the findings say what to do in general.
_MOST_REWRITES: Final = 100
# Of a document with more, these say enough.
_MOST_STATEMENTS: Final = 50
_MOST_RESOURCES: Final = 20
_MOST_NAMES: Final = 8
_MOST_EXAMPLES: Final = 3

_READING: Final = ("Get", "Describe", "List", "Query", "Search", "Read", "BatchGet")
_WRITING: Final = ("Put", "Send", "Publish", "Upload", "Update", "Start", "Invoke", "Create")


NOWHERE: Final = Place()
_IN_GENERAL: Final = "List the actions that are needed."


class Context:
    """What is known besides the statement that is too broad.

    Args:
        statements: All of the principal's, this one included.
        place: Where its resources are.
    """

    def __init__(self, statements: Sequence[Statement], place: Place = NOWHERE) -> None:
        self.statements = statements
        self.place = place
        self._known: dict[object, str] = {}

    def once(self, key: object, rewrite: Callable[[], str], otherwise: str) -> str:
        """The rewrite, worked out once for each key, and for some keys only."""
        if key not in self._known:
            if len(self._known) >= _MOST_REWRITES:
                return otherwise
            self._known[key] = rewrite()
        return self._known[key]


def narrower_actions(services: Iterable[str], statement: Statement, context: Context) -> str:
    """What to write in place of whole services."""
    several = sorted(services)
    if len(several) > 1:
        return "List the actions that are needed of each."
    return context.once(
        (several[0], statement.resources),
        lambda: _narrower_actions(several[0], statement, context),
        _IN_GENERAL,
    )


def _narrower_actions(service: str, statement: Statement, context: Context) -> str:
    used = _used(service, statement, context)
    if used:
        return f"The same policies use {_list(used)} on it elsewhere: write those."
    reading, writing = _usual(service, statement.resources)
    parts = [
        f"{_list(names)} to {verb}"
        for verb, names in (("read", reading), ("write", writing))
        if names
    ]
    if not parts:
        return _IN_GENERAL
    return f"Write what is needed, such as {'; '.join(parts)}."


def _used(service: str, statement: Statement, context: Context) -> list[str]:
    """The service's actions that are named, without wildcards, on the same resources."""
    found = {
        known.name
        for other in islice(context.statements, _MOST_STATEMENTS)
        if other.allows and _share_resources(statement, other)
        for action in other.actions
        if action.lower().startswith(f"{service}:") and not wildcard.has_wildcard(action)
        if (known := reference.action(action)) is not None
    }
    return sorted(found)


def _share_resources(one: Statement, other: Statement) -> bool:
    return any(
        overlap(mine, theirs)
        for mine in one.resources[:_MOST_RESOURCES]
        for theirs in other.resources[:_MOST_RESOURCES]
    )


def _usual(service: str, resources: Sequence[str]) -> tuple[list[str], list[str]]:
    """What most programs need of a service to read and to write, on such resources."""
    reading, writing = USUAL.get(service) or (
        _shortest(service, {reference.READ, reference.LIST}, _READING),
        _shortest(service, {reference.WRITE}, _WRITING),
    )
    return (
        [name for name in reading if _works_on(name, resources)],
        [name for name in writing if _works_on(name, resources)],
    )


def _shortest(service: str, levels: set[str], verbs: Sequence[str]) -> list[str]:
    """The plainest names: the first verbs, and of each the shortest name."""
    names = [
        one.name
        for one in reference.service_actions(service).values()
        if one.access_level in levels and one.name.partition(":")[2].startswith(tuple(verbs))
    ]

    def plainness(name: str) -> tuple[int, int, str]:
        own = name.partition(":")[2]
        verb = next(at for at, one in enumerate(verbs) if own.startswith(one))
        return verb, len(own), own

    return sorted(names, key=plainness)[:2]


def _works_on(name: str, resources: Sequence[str]) -> bool:
    types = reference.resource_types(name)
    some = resources[:_MOST_RESOURCES]
    if any(map(wildcard.is_star, some)) or not types:
        return True
    return any(shapes.fits(one, kind) for one in some for kind in types)


def narrower_resource(
    names: frozenset[str], index: int, statement: Statement, context: Context
) -> str:
    """What to write in place of a resource that is every resource of the actions."""
    given = statement.resources[index]
    return context.once(
        (given, names),
        lambda: _narrower_resource(names, given, statement, context),
        "Name the ARNs that are needed.",
    )


def _narrower_resource(
    names: frozenset[str], given: str, statement: Statement, context: Context
) -> str:
    candidates = _candidates(given, statement, context)
    # The types of all services are asked for only where some resources may be those of all.
    types = list(islice(_types(names, given), None if candidates else _MOST_EXAMPLES + 1))
    named = _named(candidates, types)
    if named:
        return (
            f"Write {_list(named)}, which the same policies name, in place of {text.shown(given)}."
        )
    place = _place(given, context.place)
    examples = [_example(kind, place, names, given) for kind in types[:_MOST_EXAMPLES]]
    like = ", and the like" if len(types) > _MOST_EXAMPLES else ""
    return f"Write {_list(examples)}{like} in place of {text.shown(given)}."


def _types(names: frozenset[str], given: str) -> Iterator[str]:
    """For each service the type of resource that most of the actions work on."""
    is_star = wildcard.is_star(given)
    for service in sorted({name.partition(":")[0] for name in names}):
        counts: dict[str, int] = {}
        for name in names & reference.action_names(service):
            for kind in reference.resource_types(name):
                counts[kind] = counts.get(kind, 0) + 1
        kinds = [one for one in counts if is_star or arn.covers_all(given, one)]
        if kinds:
            yield min(kinds, key=lambda kind: (-counts[kind], len(kind), kind))


def _candidates(given: str, statement: Statement, context: Context) -> frozenset[str]:
    """The resources that other statements name, and ``given`` may match."""
    return frozenset(
        resource
        for other in islice(context.statements, _MOST_STATEMENTS)
        if other.allows and other is not statement
        for resource in other.resources[:_MOST_RESOURCES]
        if arn.split(resource) is not None and overlap(given, resource)
    )


def _named(candidates: Iterable[str], types: Sequence[str]) -> list[str]:
    """Those that are of one of these types, if there is one for each type."""
    found = [one for one in candidates if any(_is_one_of(one, kind) for kind in types)]
    every_type = all(any(_is_one_of(one, kind) for one in found) for kind in types)
    return sorted(found)[:3] if every_type else []


def _is_one_of(resource: str, kind: str) -> bool:
    return shapes.fits(resource, kind) and not arn.covers_all(resource, kind)


def _place(given: str, known: Place) -> Place:
    """The place that the resource itself names, or the principal's."""
    parts = arn.split(given)
    if parts is None:
        return known
    own = zip(parts[:1] + parts[2:4], known, strict=True)
    return Place(
        *(mine if mine and not wildcard.has_wildcard(mine) else other for mine, other in own)
    )


def _example(resource_type: str, place: Place, names: frozenset[str], given: str) -> str:
    """An ARN to write instead; with any name where nobody knows it beforehand, or it is free."""
    found = example(resource_type, place)
    if not wildcard.is_star(given):
        return found
    free = nameless.FREE_NAMES.get(resource_type) in names
    any_name = free or nameless.is_per_request(resource_type)
    return f"{found.rpartition('/')[0]}/*" if any_name else found


def example(resource_type: str, place: Place) -> str:
    """An ARN of the type, with names in capitals for what is not known.

    ``arn:aws:dynamodb:eu-central-1:123456789012:table/NAME``
    """
    known = {
        "Partition": place.partition or "aws",
        "Region": place.region or "REGION",
        "Account": place.account or "ACCOUNT",
    }
    names = [name for name in _PLACEHOLDER.findall(resource_type) if name not in known]

    def filled_in(placeholder: re.Match[str]) -> str:
        name = placeholder[1]
        if name in known:
            return known[name]
        return _capitals(name, alone=len(names) == 1)

    return _PLACEHOLDER.sub(filled_in, resource_type)


def _capitals(name: str, *, alone: bool) -> str:
    words = _WORD.findall(name) or [name]
    if alone:
        return "ID" if words[-1] == "Id" else "NAME"
    if len(words) > 1 and words[-1] == "Name":
        words.pop()
    return "_".join(words).upper()


def role_arn(context: Context) -> str:
    """The ARN of a role of the account."""
    return example("arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}", context.place)


def passed_to(context: Context) -> str:
    """The condition that holds PassRole to the service whose actions the policies name."""
    found = {
        service
        for statement in islice(context.statements, _MOST_STATEMENTS)
        if statement.allows
        for action in statement.actions
        if (service := PASSED_WITH.get(action.lower())) is not None
    }
    service = min(found) if len(found) == 1 else "lambda.amazonaws.com"
    return passed_to_service(service)


def passed_to_service(*services: str) -> str:
    """The condition that holds PassRole to a service, or to several."""
    given = json.dumps(services[0] if len(services) == 1 else sorted(services))
    return f'"Condition": {{"StringEquals": {{"iam:PassedToService": {given}}}}}'


def _list(names: Sequence[str]) -> str:
    shown = [text.name(one) for one in names[:_MOST_NAMES]]
    if len(names) > _MOST_NAMES:
        return f"{', '.join(shown)} and {len(names) - _MOST_NAMES} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
