"""Works out what an expression may be; the calls in it are recorded on the way."""

import ast
import builtins
from typing import TYPE_CHECKING, Final

from local.usage.static import attributes, binding, calls
from local.usage.static.store import Arguments, Frame
from local.usage.static.values import (
    NONE,
    UNKNOWN,
    Box,
    Class,
    External,
    Function,
    Instance,
    Made,
    Module,
    Nothing,
    Quiet,
    Text,
    Tuple,
    Values,
    box,
    elements,
    leaves,
    texts,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine

_ADDING: Final = frozenset(
    {"add", "append", "appendleft", "extend", "insert", "setdefault", "update"}
)
_MOST_TEXTS: Final = 8


def evaluate(machine: "Machine", frame: Frame, node: ast.expr) -> Values:  # noqa: C901, PLR0911, PLR0912 -- one case per kind of expression
    """What an expression may be."""
    machine.step()
    match node:
        case ast.Constant():
            if node.value is None:
                return NONE
            return frozenset({Text(node.value)}) if isinstance(node.value, str) else UNKNOWN
        case ast.Name():
            return look_up(machine, frame, node.id)
        case ast.Attribute():
            base = evaluate(machine, frame, node.value)
            return attributes.of_all(machine, frame, node, base, node.attr)
        case ast.Call():
            return _call(machine, frame, node)
        case ast.Subscript():
            return _item(machine, frame, node)
        case ast.Tuple() | ast.List() | ast.Set():
            return _display(machine, frame, node)
        case ast.Dict():
            return _dict(machine, frame, node)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            return _comprehension(machine, frame, node)
        case ast.IfExp():
            evaluate(machine, frame, node.test)
            return evaluate(machine, frame, node.body) | evaluate(machine, frame, node.orelse)
        case ast.BoolOp():
            return UNKNOWN.union(*(evaluate(machine, frame, one) for one in node.values))
        case ast.BinOp():
            left, right = (evaluate(machine, frame, one) for one in (node.left, node.right))
            return _added(left, right) if isinstance(node.op, ast.Add) else UNKNOWN
        case ast.JoinedStr():
            return _joined(machine, frame, node)
        case ast.NamedExpr():
            values = evaluate(machine, frame, node.value)
            assign(machine, frame, node.target, values)
            return values
        case ast.Await() | ast.Starred():
            return evaluate(machine, frame, node.value)
        case ast.Yield() | ast.YieldFrom():
            values = evaluate(machine, frame, node.value) if node.value else UNKNOWN
            given = elements(values) if isinstance(node, ast.YieldFrom) else values
            machine.store.add((frame.number, "return"), box(given))
            return UNKNOWN
        case ast.Lambda():
            return frozenset({Function(machine.function(node, frame), frame.number)})
        case _:
            for part in ast.iter_child_nodes(node):
                if isinstance(part, ast.expr):
                    evaluate(machine, frame, part)
            return UNKNOWN


def look_up(machine: "Machine", frame: Frame, name: str) -> Values:
    """What a name may be."""
    at: Frame | None = frame
    while at is not None:
        if (at.number, name) in machine.store:
            return machine.store.get((at.number, name))
        if at.code is not None and name in at.code.names:
            return UNKNOWN
        at = at.outer
    return frozenset({External(f"builtins.{name}")}) if hasattr(builtins, name) else UNKNOWN


def assign(machine: "Machine", frame: Frame, target: ast.expr, values: Values) -> None:
    """Add to what a target may be."""
    match target:
        case ast.Name():
            at = frame
            while at.code is not None and target.id not in at.code.names and at.outer is not None:
                at = at.outer
            machine.store.bind(at.number, target.id, values)
        case ast.Attribute():
            for holder in evaluate(machine, frame, target.value):
                _set(machine, holder, target.attr, values)
        case ast.Subscript():
            key = texts(evaluate(machine, frame, target.slice))
            named = {next(iter(key)): values} if len(key) == 1 else {}
            held = box(UNKNOWN if named else values, named)
            if leaves(values):
                assign(machine, frame, target.value, held)
        case ast.Tuple() | ast.List():
            _spread(machine, frame, target.elts, values)
        case ast.Starred():
            assign(machine, frame, target.value, box(values))
        case _:
            evaluate(machine, frame, target)


def _set(machine: "Machine", holder: object, name: str, values: Values) -> None:
    if isinstance(holder, Instance):
        binding.set_field(machine, holder, name, values)
    elif isinstance(holder, Class):
        machine.store.bind(machine.class_frame(holder.code).number, name, values)
    elif isinstance(holder, Quiet):
        machine.inert.handed(holder.module, values)
    elif isinstance(holder, Module):
        machine.store.bind(machine.module_frame(holder.name).number, name, values)


def _spread(machine: "Machine", frame: Frame, targets: list[ast.expr], values: Values) -> None:
    exact = [one for one in values if isinstance(one, Tuple) and len(one.items) == len(targets)]
    others = elements(values - frozenset(exact))
    for index, target in enumerate(targets):
        found = others.union(*(one.items[index] for one in exact))
        assign(machine, frame, target, found)


def _call(machine: "Machine", frame: Frame, node: ast.Call) -> Values:
    arguments = _arguments(machine, frame, node)
    if isinstance(node.func, ast.Attribute):
        base = evaluate(machine, frame, node.func.value)
        name = node.func.attr
        if name in _ADDING and leaves(arguments.all) - frozenset({Made(), Nothing()}):
            _add(machine, frame, node.func.value, base, name, arguments)
        if not base:
            return calls.of_unknown(machine, frame, node, name, arguments)
        return UNKNOWN.union(
            *(
                calls.of_method(machine, frame, node, one, name, arguments)
                for one in attributes.fitting(base, name)
            )
        )
    return call_all(machine, frame, node, evaluate(machine, frame, node.func), arguments)


def call_all(
    machine: "Machine", frame: Frame, node: ast.expr, callees: Values, arguments: Arguments
) -> Values:
    """What calling any of the values gives."""
    if not callees:
        machine.handed(frame, node, arguments.all, "")
        return UNKNOWN
    return UNKNOWN.union(*(calls.call(machine, frame, node, one, arguments) for one in callees))


def result_of_method(
    machine: "Machine", frame: Frame, node: ast.expr, holders: Values, *names: str
) -> Values:
    """What the methods of these names give, of the objects that have them."""
    found = UNKNOWN
    for holder in holders:
        if isinstance(holder, Instance):
            for name in names:
                if binding.class_attribute(machine, holder.code, name):
                    given = Arguments(unnamed=True)
                    found |= calls.of_method(machine, frame, node, holder, name, given)
    return found


def _add(  # noqa: PLR0913, PLR0917 -- a call's parts
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
        assign(machine, frame, target, box(elements(arguments.all)))
    elif name == "update":
        assign(machine, frame, target, arguments.all | box(UNKNOWN, dict(arguments.keywords)))
    else:
        assign(machine, frame, target, box(arguments.all))


def _arguments(machine: "Machine", frame: Frame, node: ast.Call) -> Arguments:
    positional: list[Values] = []
    rest: Values | None = None
    for one in node.args:
        values = evaluate(machine, frame, one)
        if isinstance(one, ast.Starred):
            rest = (rest or UNKNOWN) | elements(values)
        elif rest is not None:
            rest |= values
        else:
            positional.append(values)
    keywords: dict[str, Values] = {}
    unnamed = False
    for keyword in node.keywords:
        values = evaluate(machine, frame, keyword.value)
        if keyword.arg is not None:
            keywords[keyword.arg] = values
            continue
        held = [one for one in values if isinstance(one, Box)]
        unnamed = unnamed or not held or any(one.content for one in held)
        for one in held:
            for name, inside in one.fields:
                keywords[name] = keywords.get(name, UNKNOWN) | inside
    return Arguments(tuple(positional), keywords, rest, unnamed)


def _item(machine: "Machine", frame: Frame, node: ast.Subscript) -> Values:
    base = evaluate(machine, frame, node.value)
    index = evaluate(machine, frame, node.slice)
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


def _display(machine: "Machine", frame: Frame, node: ast.Tuple | ast.List | ast.Set) -> Values:
    items = [evaluate(machine, frame, one) for one in node.elts]
    if isinstance(node, ast.Tuple) and not any(isinstance(one, ast.Starred) for one in node.elts):
        return frozenset({Tuple(tuple(items))})
    found = UNKNOWN
    for one, values in zip(node.elts, items, strict=True):
        found |= elements(values) if isinstance(one, ast.Starred) else values
    return box(found)


def _dict(machine: "Machine", frame: Frame, node: ast.Dict) -> Values:
    fields: dict[str, Values] = {}
    content = UNKNOWN
    for key, value in zip(node.keys, node.values, strict=True):
        values = evaluate(machine, frame, value)
        if key is None:
            for one in values:
                if isinstance(one, Box):
                    content |= one.content
                    fields.update(dict(one.fields))
            continue
        names = texts(evaluate(machine, frame, key))
        if len(names) == 1:
            fields[next(iter(names))] = values
        else:
            content |= values
    return box(content, fields)


def _comprehension(
    machine: "Machine",
    frame: Frame,
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
) -> Values:
    for generator in node.generators:
        values = evaluate(machine, frame, generator.iter)
        iterated = result_of_method(machine, frame, generator.iter, values, "__iter__")
        assign(machine, frame, generator.target, elements(values) | elements(iterated))
        for test in generator.ifs:
            evaluate(machine, frame, test)
    if isinstance(node, ast.DictComp):
        evaluate(machine, frame, node.key)
        return box(evaluate(machine, frame, node.value))
    return box(evaluate(machine, frame, node.elt))


def _added(left: Values, right: Values) -> Values:
    before, after = texts(left), texts(right)
    if before and after and len(before) * len(after) <= _MOST_TEXTS:
        return frozenset(Text(one + two) for one in before for two in after)
    return frozenset(one for one in left | right if isinstance(one, Box | Tuple))


def _joined(machine: "Machine", frame: Frame, node: ast.JoinedStr) -> Values:
    found = frozenset({""})
    known = True
    for part in node.values:
        inside = part.value if isinstance(part, ast.FormattedValue) else part
        values = evaluate(machine, frame, inside)
        parts = texts(values) if len(texts(values)) == len(values) else frozenset[str]()
        known = known and bool(parts) and len(found) * len(parts) <= _MOST_TEXTS
        if known:
            found = frozenset(one + two for one in found for two in parts)
    return frozenset(map(Text, found)) if known else UNKNOWN
