"""Which calls the trails of a stack record."""

from collections.abc import Iterator
from typing import Final

from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.subjects.trail_buckets import TRAIL
from guardrails.view import Resource, View

_READS: Final = "reads"
_WRITES: Final = "writes"
_BY_TYPE: Final = {"ReadOnly": {_READS}, "WriteOnly": {_WRITES}}
_BY_FLAG: Final = {"true": {_READS}, "false": {_WRITES}}
_ALL: Final = {_READS, _WRITES}


@rule(
    "trail-management-events",
    "A trail records what is read and what is changed in the account",
    category="logging",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[TRAIL],
    why="A trail of data events alone shows who read an object, and not who made the key for it.",
    remediation="Leave the selectors out, or have one of them take management events, reads and "
    "writes.",
    snippet="""aws.cloudtrail.Trail(
    ...,
    event_selectors=[{"read_write_type": "All", "include_management_events": True}],
)""",
    equivalents=["FSBP:CloudTrail.1", "CIS:3.1"],
)
def management_events(graph: Graph) -> Iterator[Result]:
    """All trails of the stack together; one of another stack is not seen, hence the level.

    https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-1
    """
    trails = graph.of(TRAIL)
    recorded = {kind for trail in trails for kind in _recorded(trail)}
    if not trails or recorded == _ALL:
        return
    unknown = [(gap.path, trail.urn) for trail in trails if (gap := _gap(_selectors(trail)))]
    if unknown:
        yield Undetermined(*unknown[0])
        return
    missing = " and ".join(sorted(_ALL - recorded))
    yield Fail(
        f"No trail of the stack records management events that are {missing}: who makes a key or "
        "a policy, or looks for one, is not seen.",
        _selectors(trails[0]).path,
        "event_selectors=[{'read_write_type': 'All', 'include_management_events': True}]",
        trails[0].urn,
    )


def _selectors(trail: Resource) -> View:
    advanced = trail["advancedEventSelectors"]
    return trail["eventSelectors"] if advanced.missing else advanced


def _recorded(trail: Resource) -> set[str]:
    """What a trail records of the management events; without selectors it is all of them."""
    selectors = _selectors(trail)
    if selectors.missing:
        return _ALL
    taken = _advanced if selectors.path.startswith("advanced") else _basic
    return {kind for one in selectors.items() if not _gap(one) for kind in taken(one)}


def _basic(selector: View) -> set[str]:
    if selector["includeManagementEvents"].flag is False:
        return set()
    return _BY_TYPE.get(selector["readWriteType"].text, _ALL)


def _advanced(selector: View) -> set[str]:
    """A selector of management events says so, and may be of reads or of writes."""
    wanted: dict[str, set[str]] = {}
    for one in selector["fieldSelectors"].items():
        wanted[one["field"].text] = {value.text for value in one["equals"].items()}
    if "Management" not in wanted.get("eventCategory", ()):
        return set()
    read_only = wanted.get("readOnly")
    if read_only is None:
        return _ALL
    return {kind for value in read_only for kind in _BY_FLAG.get(value, ())}


def _gap(selectors: View) -> View | None:
    """What is not known of one or more selectors."""
    waiting = [selectors]
    for view in waiting:
        if view.unknown:
            return view
        if isinstance(view.value, list):
            waiting += view.items()
        else:
            waiting += (inner for _, inner in view.entries())
    return None


RULES = (management_events,)
