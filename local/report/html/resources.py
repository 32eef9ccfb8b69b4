"""The resource tree, each branch with the number of its findings."""

from collections import Counter
from collections.abc import Mapping, Sequence

from local.engine.backend import Declared
from local.report.found import Found
from local.report.html.markup import element, text

_DEEPEST = 30


def section(found: Found) -> str:
    """The part of the page with what was judged."""
    urns = {resource.urn for resource in found.resources}
    children: dict[str, list[Declared]] = {}
    for resource in sorted(found.resources, key=lambda one: (one.type, one.name)):
        parent = resource.parent if resource.parent in urns else ""
        children.setdefault(parent, []).append(resource)
    counts = Counter(one.urn for one in found.judged.violations if not one.waived)
    tree = _branch(children, "", counts, 0)
    return element("section", element("h2", "Resources"), tree, id_="resources")


def _branch(
    children: Mapping[str, Sequence[Declared]], parent: str, counts: Mapping[str, int], depth: int
) -> str:
    items = [_item(one, children, counts, depth) for one in children.get(parent, ())]
    return element("ul", *items, class_="tree")


def _item(
    one: Declared,
    children: Mapping[str, Sequence[Declared]],
    counts: Mapping[str, int],
    depth: int,
) -> str:
    count = counts.get(one.urn, 0)
    label = element("span", text(one.type.rpartition(":")[2]), class_="dim") + f" {text(one.name)}"
    if count:
        label += " " + element("span", f"{count} found", class_="badge found")
    # A state export is anybody's: its tree may be as deep as it likes.
    if one.urn not in children or depth >= _DEEPEST:
        return element("li", label)
    below = _branch(children, one.urn, counts, depth + 1)
    return element("li", element("details", element("summary", label), below))
