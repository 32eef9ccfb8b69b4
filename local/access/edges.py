"""Collects nodes and edges; the statements of one edge come together in it."""

from dataclasses import dataclass, field

from local.access.model import AccessMap, Edge, EdgeKind, Grant, Node, Side


@dataclass
class _Growing:
    hows: dict[str, None] = field(default_factory=dict[str, None])
    grants: list[Grant] = field(default_factory=list[Grant])
    alarming: bool = False


class Drawing:
    """A map that grows."""

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        self._edges: dict[tuple[EdgeKind, str, str], _Growing] = {}
        self._notes: dict[str, None] = {}

    def add(self, node: Node) -> Node:
        """Add a node, once; return the one that the map has."""
        return self._nodes.setdefault(node.id, node)

    def node(self, id_: str) -> Node | None:
        """The node with that id."""
        return self._nodes.get(id_)

    def draw(  # noqa: PLR0913 -- an edge has that many parts
        self,
        kind: EdgeKind,
        origin: str,
        target: str,
        how: str = "",
        grant: Grant | None = None,
        *,
        alarming: bool = False,
    ) -> None:
        """Add an edge, or a statement to an edge that is there."""
        edge = self._edges.setdefault((kind, origin, target), _Growing())
        if how:
            edge.hows.setdefault(how)
        if grant:
            edge.grants.append(grant)
        edge.alarming = edge.alarming or alarming

    def note(self, text: str) -> None:
        """Add a sentence on what the map does not show."""
        self._notes.setdefault(text)

    def finished(self, name: str) -> AccessMap:
        """The map, in an order that does not depend on that of the resources."""
        sides = list(Side)
        nodes = sorted(
            self._nodes.values(),
            key=lambda one: (sides.index(one.side), one.kind, one.name, one.id),
        )
        places = {one.id: place for place, one in enumerate(nodes)}
        edges = [
            Edge(kind, origin, target, ", ".join(one.hows), tuple(one.grants), one.alarming)
            for (kind, origin, target), one in sorted(
                self._edges.items(), key=lambda it: (places[it[0][1]], it[0][0], places[it[0][2]])
            )
        ]
        return AccessMap(name, {one.id: one for one in nodes}, tuple(edges), tuple(self._notes))
