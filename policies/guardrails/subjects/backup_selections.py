"""Which resources a selection of AWS Backup takes.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from guardrails.graph import Graph
from guardrails.iam import wildcard
from guardrails.model import Undetermined
from guardrails.view import Resource, View

SELECTION: Final = "aws:backup/selection:Selection"
_ARN_PARTS: Final = 6
_TAG: Final = "aws:ResourceTag/"

Answer = bool | Undetermined
"""Whether a selection takes a resource; or what has to be known for that."""


def selected(graph: Graph, resource: Resource, service: str, path: str) -> Answer:
    """Whether any selection of the stack takes a resource.

    Args:
        graph: The stack.
        resource: The resource.
        service: The service in its ARN, such as ``dynamodb``.
        path: What its ARN ends with, such as ``table/orders``; ``table/`` without a known name.
    """
    return _any(_takes(graph, one, resource, service, path) for one in graph.of(SELECTION))


def _takes(
    graph: Graph, selection: Resource, resource: Resource, service: str, path: str
) -> Answer:
    def listed(name: str) -> Answer:
        return _any(
            _is_meant(graph, selection, item, resource, service, path)
            for item in selection[name].items()
        )

    def tagged(block: View, matches: Callable[[str, str | None], bool]) -> Iterator[Answer]:
        for one in block.items():
            yield _tag_holds(selection, resource, one, matches)

    excluded = listed("notResources")
    if excluded is True:
        return False
    ways = [name for name in ("resources", "selectionTags") if not selection[name].missing]
    by_tag = tagged(selection["selectionTags"], lambda wanted, value: wanted == value)
    # Without either a selection takes whatever its conditions let through.
    chosen = _any([listed("resources"), *by_tag]) if ways else True
    conditions = selection["conditions"]
    needed = [
        chosen,
        *tagged(conditions["stringEquals"], lambda wanted, value: wanted == value),
        *tagged(conditions["stringLikes"], _like),
        *tagged(conditions["stringNotEquals"], lambda wanted, value: wanted != value),
        *tagged(conditions["stringNotLikes"], lambda wanted, value: not _like(wanted, value)),
    ]
    if isinstance(excluded, Undetermined):
        needed.append(excluded)
    return _all(needed)


def _is_meant(  # noqa: PLR0913, PLR0917 -- the two sides of the comparison
    graph: Graph, selection: Resource, item: View, resource: Resource, service: str, path: str
) -> Answer:
    if item.unknown:
        sources = graph.sources(selection, item, [resource.type])
        return resource in sources or (not sources and Undetermined(item.path, selection.urn))
    parts = item.text.split(":", _ARN_PARTS - 1)
    if item.text == "*":
        return True
    of_service = len(parts) > 2 and wildcard.matches(parts[2], service)  # noqa: PLR2004 -- the service's place
    return of_service and (len(parts) < _ARN_PARTS or wildcard.matches(parts[-1], path))


def _tag_holds(
    selection: Resource,
    resource: Resource,
    condition: View,
    matches: Callable[[str, str | None], bool],
) -> Answer:
    if condition.unknown or condition["key"].unknown or condition["value"].unknown:
        return Undetermined(condition.path, selection.urn)
    key, wanted = condition["key"].text.removeprefix(_TAG), condition["value"].text
    values = [resource[tags][key] for tags in ("tags", "tagsAll")]
    known = [value.text for value in values if value.text]
    unknown = [value for value in values if value.unknown]
    if unknown and not known:
        return Undetermined(unknown[0].path, resource.urn)
    return matches(wanted, known[0] if known else None)


def _like(pattern: str, value: str | None) -> bool:
    return value is not None and wildcard.matches(pattern, value)


def _any(answers: Iterable[Answer]) -> Answer:
    answer: Answer = False
    for one in answers:
        if one is True:
            return True
        answer = answer or one
    return answer


def _all(answers: Iterable[Answer]) -> Answer:
    found = list(answers)
    return False not in found and next((one for one in found if one is not True), True)
