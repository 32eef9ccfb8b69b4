"""Ways round in what sets off what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from guardrails.subjects.triggers import Edge

# Enough for all ways of any stack that people write; what is more is told of a part.
_MOST_STEPS: Final = 500_000

_Following = Mapping[str, Sequence[Edge]]


def loops(edges: Iterable[Edge], starts: Iterable[str]) -> Iterator[tuple[Edge, ...]]:
    """The shortest way round from each of ``starts`` that there is one from; each way once."""
    following = _within_loops(list(edges))
    told: set[frozenset[str]] = set()
    steps = _MOST_STEPS
    for start in starts:
        if start not in following:
            continue
        if steps <= 0:
            return
        way, taken = _shortest(following, start)
        steps -= taken
        members = frozenset(edge.source.urn for edge in way)
        if way and members not in told:
            told.add(members)
            yield way


def _within_loops(edges: Sequence[Edge]) -> _Following:
    """The edges that are part of a way round, by where they begin."""
    onward: dict[str, list[str]] = {}
    backward: dict[str, list[str]] = {}
    for edge in edges:
        onward.setdefault(edge.source.urn, []).append(edge.target.urn)
        backward.setdefault(edge.target.urn, []).append(edge.source.urn)
    # Kosaraju's algorithm: what each reaches last to first, and back from there.
    group: dict[str, str] = {}
    for root in reversed(_finished(onward)):
        waiting = [root]
        while waiting:
            at = waiting.pop()
            if at not in group:
                group[at] = root
                waiting += backward.get(at, ())
    following: dict[str, list[Edge]] = {}
    for edge in edges:
        if group[edge.source.urn] == group[edge.target.urn]:
            following.setdefault(edge.source.urn, []).append(edge)
    return following


def _finished(onward: Mapping[str, Sequence[str]]) -> list[str]:
    """All nodes, each after those that are reached from it and were not before."""
    order: list[str] = []
    seen: set[str] = set()
    for root in onward:
        waiting = [(root, False)]
        while waiting:
            at, done = waiting.pop()
            if done:
                order.append(at)
            elif at not in seen:
                seen.add(at)
                waiting.append((at, True))
                waiting += [(one, False) for one in onward.get(at, ())]
    return order


def _shortest(following: _Following, start: str) -> tuple[tuple[Edge, ...], int]:
    """The shortest way from ``start`` to itself, and how many edges were looked at."""
    came: dict[str, Edge] = {}
    waiting, steps = [start], 0
    for at in waiting:
        for edge in following.get(at, ()):
            steps += 1
            if edge.target.urn in came:
                continue
            came[edge.target.urn] = edge
            if edge.target.urn == start:
                return tuple(reversed(list(_back(came, start)))), steps
            waiting.append(edge.target.urn)
    return (), steps


def _back(came: dict[str, Edge], start: str) -> Iterator[Edge]:
    edge = came[start]
    yield edge
    while edge.source.urn != start:
        edge = came[edge.source.urn]
        yield edge
