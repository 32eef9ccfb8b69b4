"""On which line of a JSON text something stands."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from guardrails.iam import text as names

_TOKEN: Final = re.compile(r'"(?:[^"\\]+|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


@dataclass
class Node:
    """A value.

    Attributes:
        line: Where it stands; where its key does, if it has one.
        within: The values in it, by key or by index: ``Statement``, ``[0]``.
    """

    line: int
    within: dict[str, "Node"] = field(default_factory=dict[str, "Node"])


def tree(text: str) -> Node:
    """The lines of all values of a text, which has to be JSON."""
    breaks = [match.start() for match in re.finditer("\n", text)]
    tokens = ((one[0], bisect_right(breaks, one.start()) + 1) for one in _TOKEN.finditer(text))
    try:
        return _value(*next(tokens), tokens)
    except RecursionError:
        return Node(1)


def _value(first: str, line: int, tokens: Iterator[tuple[str, int]]) -> Node:
    node = Node(line)
    if first == "{":
        for key, key_line in tokens:
            if key == "}":
                break
            if key != ",":
                next(tokens)  # the colon
                value = _value(*next(tokens), tokens)
                value.line = key_line
                node.within[names.name(json.loads(key))] = value
    elif first == "[":
        for inner, inner_line in tokens:
            if inner == "]":
                break
            if inner != ",":
                node.within[f"[{len(node.within)}]"] = _value(inner, inner_line, tokens)
    return node


def line_of(node: Node, path: str) -> int:
    """The line of a path, or of the nearest value around it that is there.

    Args:
        node: What the path starts from.
        path: As findings have it: ``Statement[0].Action[0]``, also where there is no list.
    """
    while path:
        fitting = (key for key in node.within if _leads(path, key))
        key = max(fitting, key=len, default=None)
        if key is not None:
            node, path = node.within[key], path[len(key) :].removeprefix(".")
        elif path.startswith("[0]"):
            # A single value stands for a list of one.
            path = path.removeprefix("[0]").removeprefix(".")
        else:
            break
    return node.line


def _leads(path: str, key: str) -> bool:
    return path.startswith(key) and path[len(key) : len(key) + 1] in ("", ".", "[")
