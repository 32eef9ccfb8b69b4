"""Rules that are a list of demands: such a property of such a type has to be so.

Most rules of the data services are of this kind: one sentence for several types, each with its own
property. What needs several resources, or a comparison, is a function of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from guardrails.answers import demand
from guardrails.model import Result, Rule, rule
from guardrails.view import Resource, View

_EACH: Final = "[]"


@dataclass(frozen=True, slots=True)
class Demand:
    """What one property has to be.

    Attributes:
        types: The resource types, older and newer names of one thing alike.
        path: The property: ``storageEncrypted``; ``ebsBlockDevices[].encrypted`` for each element.
        holds: Whether a known value is right; a missing one is a view of ``None``.
        message: What is wrong when it is not, and what that means: one sentence.
        fix: The smallest change, in Pulumi Python.
        mended: The value that mends it, where only one does.
        when: For which resources the demand is made; all of the types without it.
    """

    types: tuple[str, ...]
    path: str
    holds: Callable[[View], bool]
    message: str
    fix: str
    mended: object = None
    when: Callable[[Resource], bool] | None = None

    def views(self, resource: Resource) -> Iterator[View]:
        """The values that the demand is about."""
        if resource.type in self.types and (self.when is None or self.when(resource)):
            yield from values_at(resource.properties, self.path)

    def judge(self, resource: Resource) -> Iterator[Result]:
        """What is wrong; undetermined for what is unknown."""
        for view in self.views(resource):
            if not self._is_given(view):
                holds = self.holds(view)
                yield from demand(
                    view if holds else view.gap or view, holds, self.message, self.fix
                )

    def _is_given(self, view: View) -> bool:
        # A key of the same program has no ARN yet, but there is one.
        name = self.path.rpartition(".")[2].removesuffix(_EACH)
        is_reference = self.holds in (given, own_key)
        return is_reference and view.unknown and view.path.endswith(name)

    def is_broken(self, resource: Resource) -> bool:
        """Whether a known value is wrong."""
        return any(not view.unknown and not self.holds(view) for view in self.views(resource))


@dataclass(frozen=True, slots=True)
class Demands:
    """The check of a rule that is a list of demands."""

    demands: tuple[Demand, ...]

    def __call__(self, resource: Resource, **_settings: object) -> Iterator[Result]:
        """What is wrong with the resource."""
        for one in self.demands:
            yield from one.judge(resource)

    def mend(self, resource: Resource, **_settings: object) -> Mapping[str, object]:
        """What mends it, as far as the demands say."""
        broken = (one for one in self.demands if one.mended is not None and one.is_broken(resource))
        return {one.path: one.mended for one in broken}


def demand_rule(id_: str, title: str, *demands: Demand, **metadata: Any) -> Rule:  # noqa: ANN401 -- as of ``rule``
    """A rule for one resource; see ``guardrails.model.rule`` for the metadata.

    It has a remedy when a demand says what mends it.
    """
    check = Demands(demands)
    mends = any(one.mended is not None for one in demands)
    types = dict.fromkeys(type_ for one in demands for type_ in one.types)
    remedy = check.mend if mends else None
    return rule(id_, title, applies_to=tuple(types), remedy=remedy, **metadata)(check)


def on(view: View) -> bool:
    """Whether the switch is on; it is off without a word."""
    return view.flag is True


def not_on(view: View) -> bool:
    """Whether the switch is off, as it is without a word."""
    return view.flag is not True


def not_off(view: View) -> bool:
    """Whether the switch is on, as it is without a word."""
    return view.flag is not False


def given(view: View) -> bool:
    """Whether there is any value, known or not."""
    return not view.missing


def own_key(view: View) -> bool:
    """Whether the value names a KMS key of the account, and none of AWS's such as ``aws/ebs``."""
    return not view.missing and not view.text.rpartition(":")[2].startswith("alias/aws/")


def one_of(*allowed: str) -> Callable[[View], bool]:
    """Whether the value is one of these texts."""
    return lambda view: view.text in allowed


def none_of(*refused: str) -> Callable[[View], bool]:
    """Whether the value is none of these texts; a missing one is none of them."""
    return lambda view: view.text not in refused


def at_least(least: float) -> Callable[[View], bool]:
    """Whether the value is a number of that size."""
    return lambda view: view.number is not None and view.number >= least


def all_of(required: Iterable[str]) -> Callable[[View], bool]:
    """Whether a list has all of these texts."""
    wanted = frozenset(required)
    return lambda view: wanted <= {item.text for item in view.items()}


def values_at(view: View, path: str) -> Iterator[View]:
    """The values at a path: ``rules[].status`` for each element; an unknown one on the way."""
    yield from _below(view, path.split("."))


def _below(view: View, names: list[str]) -> Iterator[View]:
    if not names or view.unknown:
        yield view
        return
    name, rest = names[0], names[1:]
    if not name.endswith(_EACH):
        yield from _below(view[name], rest)
        return
    each = view[name.removesuffix(_EACH)]
    if each.unknown:
        yield each
    for item in () if each.unknown else each.items():
        yield from _below(item, rest)
