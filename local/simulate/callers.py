"""Which principal of a stack a name means."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from guardrails.iam.entity import Entity, EntityKind
from guardrails.iam.text import shown
from local.errors import InputError

_SUFFIX: Final = "-role"
_MOST_NAMED: Final = 8


def find(given: str, entities: Sequence[Entity], prefix: str) -> Entity:
    """The role or user of that name.

    Args:
        given: Its full name or ARN; its name without what all names of the stack begin with, or
            without ``-role``; or the name of what runs as it, such as a function's.
        entities: Those of the stack.
        prefix: What the stack's names begin with: ``bulwark-dev-``; empty where that is not known.

    Raises:
        InputError: There is none, or several go by that name.
    """
    able = [one for one in entities if one.kind is not EntityKind.GROUP]
    by_full_name = [one for one in able if given in {one.name, one.arn}]
    by_short_name = [one for one in able if _plain(given) in map(_plain, _names(one, prefix))]
    for found in (by_full_name, by_short_name):
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(
                f"--principal: {shown(given)} may be {_listed(found)}. Give the full name."
            )
    raise InputError(_not_found(given, able, entities, prefix))


def _names(entity: Entity, prefix: str) -> Iterator[str]:
    """What an entity may be called, in full and in short."""
    for name in (entity.name, *(runner.name for runner in entity.runners)):
        short = name.removeprefix(prefix)
        yield from (name, short, name.removesuffix(_SUFFIX), short.removesuffix(_SUFFIX))


def _plain(name: str) -> str:
    """Functions are called by folders' names too, with underscores."""
    return name.replace("_", "-")


def _not_found(given: str, able: list[Entity], every: Iterable[Entity], prefix: str) -> str:
    if any(one.kind is EntityKind.GROUP and one.name == given for one in every):
        return f"--principal: {shown(given)} is a group, which does nothing itself. Name a user."
    if not able:
        return f"--principal: got {shown(given)}; there is no role and no user."
    by_name = {name: one for one in able for name in _names(one, prefix)}
    near = difflib.get_close_matches(given[:128], by_name, n=3)
    if near:
        meant = dict.fromkeys(by_name[name].name for name in near)
        return f"--principal: there is no {shown(given)}. Did you mean {' or '.join(meant)}?"
    return f"--principal: there is no {shown(given)}; there are {_listed(able)}."


def _listed(entities: Sequence[Entity]) -> str:
    names = [one.name for one in entities[:_MOST_NAMED]]
    further = len(entities) - len(names)
    return ", ".join(names) + (f" and {further} more" if further > 0 else "")
