"""Lists, tuples, sets and dictionaries: how they are written out, read and added to."""

import ast
from typing import TYPE_CHECKING

from local.usage.static import calls
from local.usage.static.store import Arguments, Frame
from local.usage.static.syntax import expressions, targets
from local.usage.static.values import (
    UNKNOWN,
    Box,
    Class,
    External,
    Instance,
    Made,
    Nothing,
    Quiet,
    Text,
    Tuple,
    Values,
    box,
    elements,
    texts,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine


def display(machine: "Machine", frame: Frame, node: ast.Tuple | ast.List | ast.Set) -> Values:
    """A tuple, a list or a set that is written out."""
    items = [expressions.evaluate(machine, frame, one) for one in node.elts]
    if isinstance(node, ast.Tuple) and not any(isinstance(one, ast.Starred) for one in node.elts):
        return frozenset({Tuple(tuple(items))})
    found = UNKNOWN
    for one, values in zip(node.elts, items, strict=True):
        found |= elements(values) if isinstance(one, ast.Starred) else values
    return box(found)


def dictionary(machine: "Machine", frame: Frame, node: ast.Dict) -> Values:
    """A dictionary that is written out."""
    fields: dict[str, Values] = {}
    content = UNKNOWN
    for key, value in zip(node.keys, node.values, strict=True):
        values = expressions.evaluate(machine, frame, value)
        if key is None:
            for one in values:
                if isinstance(one, Box):
                    content |= one.content
                    fields.update(dict(one.fields))
            continue
        names = texts(expressions.evaluate(machine, frame, key))
        if len(names) == 1:
            fields[next(iter(names))] = values
        else:
            content |= values
    return box(content, fields)


def comprehension(
    machine: "Machine",
    frame: Frame,
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
) -> Values:
    """What a comprehension or a generator expression makes."""
    for generator in node.generators:
        values = expressions.evaluate(machine, frame, generator.iter)
        iterated = expressions.result_of_method(machine, frame, generator.iter, values, "__iter__")
        targets.assign(machine, frame, generator.target, elements(values) | elements(iterated))
        for test in generator.ifs:
            expressions.evaluate(machine, frame, test)
    if isinstance(node, ast.DictComp):
        expressions.evaluate(machine, frame, node.key)
        return box(expressions.evaluate(machine, frame, node.value))
    return box(expressions.evaluate(machine, frame, node.elt))


def item(machine: "Machine", frame: Frame, node: ast.Subscript) -> Values:
    """What is held under an index or a key."""
    base = expressions.evaluate(machine, frame, node.value)
    index = expressions.evaluate(machine, frame, node.slice)
    keys = texts(index)
    found = UNKNOWN
    for value in base:
        match value:
            case Box():
                found |= named(value, keys)
            case Tuple():
                at = node.slice.value if isinstance(node.slice, ast.Constant) else None
                exact = isinstance(at, int) and 0 <= at < len(value.items)
                found |= value.items[at] if exact else elements(frozenset({value}))  # pyright: ignore[reportCallIssue, reportArgumentType] -- exact: an index
            case External("os.environ"):
                found |= frozenset(
                    Text(machine.environment[key]) for key in keys if key in machine.environment
                )
            case Instance():
                given = Arguments((index,))
                found |= calls.of_method(machine, frame, node, value, "__getitem__", given)
            case Made():
                found |= {Made()}
            case External() | Class() | Quiet():
                # A generic class: ``list[str]``.
                found |= {value}
            case _:
                found |= elements(frozenset({value}))
    return found


def named(held: Box, keys: frozenset[str]) -> Values:
    """What a container has under these keys; under any if they are not known."""
    fields = dict(held.fields)
    if keys and all(key in fields for key in keys):
        return held.content.union(*(fields[key] for key in keys))
    return elements(frozenset({held}))


def add(  # noqa: PLR0913, PLR0917 -- a call's parts
    machine: "Machine",
    frame: Frame,
    target: ast.expr,
    base: Values,
    name: str,
    arguments: Arguments,
) -> None:
    """Put what is added to a list, a set or a dictionary into what it holds."""
    if not isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
        return
    if any(not isinstance(one, Box | Tuple | Nothing) for one in base):
        return
    if name == "extend":
        targets.assign(machine, frame, target, box(elements(arguments.all)))
    elif name == "update":
        targets.assign(
            machine, frame, target, arguments.all | box(UNKNOWN, dict(arguments.keywords))
        )
    else:
        targets.assign(machine, frame, target, box(arguments.all))
