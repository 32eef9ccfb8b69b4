"""What a change of a resource's inputs means: nothing, an update or a replacement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local.emulator.resources import TYPES
from local.emulator.resources.base import ResourceType, differing
from local.engine import values

_ALWAYS = frozenset({"region"})


@dataclass(frozen=True)
class Difference:
    """The properties that differ, each in exactly one of three sets, and what follows.

    Attributes:
        added: Not there before.
        removed: Not there any more.
        changed: There before and after, with other values, or with one that is not known yet.
        replaces: Those of them that force a replacement.
        delete_before_replace: Whether the old resource has to go first: it has the same name.
    """

    added: frozenset[str]
    removed: frozenset[str]
    changed: frozenset[str]
    replaces: frozenset[str]
    delete_before_replace: bool

    @property
    def all(self) -> frozenset[str]:
        """Every property that differs."""
        return self.added | self.removed | self.changed


def between(
    type_: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    ignored: frozenset[str] = frozenset(),
    chosen_name: bool = False,
) -> Difference:
    """Compare a resource's inputs.

    Args:
        type_: Such as ``aws:sqs/queue:Queue``.
        old: The inputs until now, in Python.
        new: The new ones.
        ignored: Properties whose change does not count.
        chosen_name: Whether Pulumi chose the name, so that a new one would be another.
    """
    unknown = {name for name in new if values.has_unknown(new[name])}
    all_ = (differing(old, new) | unknown) - ignored
    replaces = all_ & (_ALWAYS | _replaced_by(type_))
    return Difference(
        added=all_ - old.keys(),
        removed=all_ - new.keys(),
        changed=all_ & old.keys() & new.keys(),
        replaces=replaces,
        delete_before_replace=bool(replaces) and not chosen_name and _same_name(type_, old, new),
    )


def _replaced_by(type_: str) -> frozenset[str]:
    """The inputs of a type whose change makes a new resource."""
    return TYPES[type_].replaced_by if type_ in TYPES else ResourceType.replaced_by


def revised(type_: str, changed: frozenset[str]) -> frozenset[str]:
    """The outputs that an update with such changes may change."""
    table = TYPES[type_].revised if type_ in TYPES else {}
    if changed <= {"tags", "tagsAll"}:
        return frozenset()
    return frozenset(name for name, by in table.items() if not by or by & changed)


def identity(type_: str) -> str:
    """The input that is the physical name of a resource of the type."""
    return TYPES[type_].identity if type_ in TYPES else ResourceType.identity


def _same_name(type_: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    name = identity(type_)
    return name in new and old.get(name) == new[name]
