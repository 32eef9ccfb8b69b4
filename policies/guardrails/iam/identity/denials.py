"""What the Deny statements of a document take away from its Allow statements.

A Deny counts when nothing lets a caller avoid it: without conditions it takes actions away, and
with one such as ``StringNotEquals aws:ResourceAccount`` it leaves what it names. An Allow is judged
as if a Deny that is not understood were not there: that may find too much, never too little.
"""

from collections.abc import Sequence
from typing import Final

from guardrails.iam import arn, reference, wildcard
from guardrails.iam.actions import Covered, among, covered, together
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.conditions import leaves
from guardrails.iam.identity.harms import is_dangerous
from guardrails.iam.model import Statement
from guardrails.iam.overlap import overlap

# Each resource that is denied is compared with each that is allowed.
_MOST_PAIRS: Final = 5_000
_EVERYTHING: Final = ("*",)


class Denials:
    """The Deny statements of a document.

    Attributes:
        take: Whether any of them takes actions away, whatever the request.
    """

    def __init__(self, statements: Sequence[Statement]) -> None:
        denying = [one for one in statements if not one.allows]
        self._taking: list[_Denial] = []
        self._leaving: list[tuple[_Denial, frozenset[Bound]]] = []
        self._dangers: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}
        self.take = False
        if denying:
            self._understand(denying, statements)

    def _understand(self, denying: Sequence[Statement], statements: Sequence[Statement]) -> None:
        denied = sum(len(one.resources) + len(one.not_resources) for one in denying)
        allowed = sum(len(one.resources) for one in statements if one.allows)
        understood = denying if denied * allowed <= _MOST_PAIRS else []
        self._taking = [_Denial(one) for one in understood if not one.conditions]
        self.take = bool(self._taking)
        self._leaving = [
            (denial, denial.bound) for denial in map(_Denial, understood) if denial.bound
        ]

    def left(self, reach: Covered, resources: Sequence[str]) -> Covered:
        """What is left of ``reach``, which an Allow statement gives on ``resources``.

        A whole service stays one as long as anything dangerous of it is left.
        """
        if not self._taking or reach.nothing:
            return reach
        if reach.everything:
            return self._left_of_everything(resources)
        whole: set[str] = set()
        names = set(reach.actions - self._taken(reach.actions, resources))
        for service in reach.services:
            own = reference.action_names(service)
            rest = own - self._taken(own, resources)
            if rest == own or any(map(is_dangerous, rest)):
                whole.add(service)
            else:
                names |= rest
        return Covered(services=frozenset(whole), actions=frozenset(names))

    def _left_of_everything(self, resources: Sequence[str]) -> Covered:
        for denial in self._taking:
            if denial.covers(resources):
                if denial.reach.everything:
                    return Covered()
                # Deny with NotAction leaves those alone, and with NotAction * denies nothing.
                if denial.spared is not None and not denial.spared.everything:
                    return self.left(denial.spared, resources)
        return Covered(everything=True)

    def _taken(self, names: frozenset[str], resources: Sequence[str]) -> frozenset[str]:
        """Those of ``names`` that are denied on each of the resources."""
        taken = names
        for resource in resources or _EVERYTHING:
            taken = taken & self._denied(taken, resource)
            if not taken:
                break
        return taken

    def _denied(self, names: frozenset[str], resource: str) -> frozenset[str]:
        denied = (denial.of(names, resource) for denial in self._taking)
        return frozenset[str]().union(*denied)

    def open(self, names: frozenset[str], resource: str) -> frozenset[str]:
        """Those of ``names`` that are neither denied on ``resource`` nor held to a part of it."""
        if not self._taking and not self._leaving:
            return names
        names -= self._denied(names, resource)
        for denial in self._taking:
            names -= denial.held(names)
        for denial, bound in self._leaving:
            if bound & {Bound.RESOURCE, Bound.OWNER}:
                names -= denial.of(names, resource)
        return names

    def bounds(self, action: str, resource: str) -> frozenset[Bound]:
        """What a Deny leaves bound of an action on a resource."""
        name = frozenset({action})
        found = (bound for denial, bound in self._leaving if denial.of(name, resource))
        return frozenset[Bound]().union(*found)

    def dangers_left(self, service: str, resources: Sequence[str]) -> frozenset[str]:
        """The dangerous actions of a service that is denied in part; empty when nothing is."""
        key = (service, tuple(resources))
        if key not in self._dangers:
            own = reference.action_names(service)
            rest = own - self._taken(own, resources) if self._taking else own
            left = filter(is_dangerous, rest) if rest != own else ()
            self._dangers[key] = frozenset(left)
        return self._dangers[key]

    def denies_service(self, service: str, resources: Sequence[str]) -> bool:
        """Whether nothing of a service is left on the resources."""
        own = reference.action_names(service)
        return bool(self._taking) and own == self._taken(own, resources)

    def holds_everything(self, resource: str) -> bool:
        """Whether a Deny leaves only chosen resources of all that there are."""
        return any(denial.reach.everything and denial.narrow for denial in self._taking) or any(
            denial.reach.everything and Bound.RESOURCE in bound and denial.covers((resource,))
            for denial, bound in self._leaving
        )


class _Denial:
    """One Deny statement."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self.bound = leaves(statement.conditions)
        self.reach = together(map(covered, statement.actions))
        self.spared = (
            together(map(covered, statement.not_actions)) if statement.not_actions else None
        )
        self.narrow = bool(statement.not_resources) and not any(
            map(arn.is_everything, statement.not_resources)
        )
        self._shutting = tuple(filter(arn.is_everywhere, statement.resources))
        self._closed: dict[str, bool] = {}

    def covers(self, resources: Sequence[str]) -> bool:
        """Whether every one of the resources is denied, whatever is done with it."""
        return all(map(self._covers, resources or _EVERYTHING))

    def _covers(self, resource: str) -> bool:
        if self._statement.not_resources:
            return all(_are_apart(one, resource) for one in self._statement.not_resources)
        return any(wildcard.subsumes(one, resource) for one in self._statement.resources)

    def of(self, names: frozenset[str], resource: str) -> frozenset[str]:
        """Those of ``names`` that are denied on ``resource``."""
        mine = self._matching(names)
        if not mine or self._covers(resource):
            return mine
        if not self._shutting:
            return frozenset()
        return frozenset(
            name for name in mine if _types(name) and all(map(self._closes, _types(name)))
        )

    def held(self, names: frozenset[str]) -> frozenset[str]:
        """Those of ``names`` that NotResource leaves chosen resources only."""
        if not self.narrow:
            return frozenset()
        spared = self._statement.not_resources
        return frozenset(
            name
            for name in self._matching(names)
            if not any(arn.covers_all(one, kind) for one in spared for kind in _types(name))
        )

    def _matching(self, names: frozenset[str]) -> frozenset[str]:
        if self.spared is not None:
            return names - among(names, (self.spared,))
        return among(names, (self.reach,))

    def _closes(self, kind: str) -> bool:
        """Whether all resources of a type are denied: ``arn:aws:s3:::*`` closes buckets."""
        if kind not in self._closed:
            self._closed[kind] = any(arn.covers_all(one, kind) for one in self._shutting)
        return self._closed[kind]


def _types(name: str) -> frozenset[str]:
    return reference.resource_types(name)


def _are_apart(one: str, other: str) -> bool:
    """Whether no resource fits both patterns, whatever stands for their variables."""
    return not overlap(_with_any_value(one), _with_any_value(other))


def _with_any_value(pattern: str) -> str:
    return arn.fill_in(pattern).replace(arn.FILLED_IN, "*")
