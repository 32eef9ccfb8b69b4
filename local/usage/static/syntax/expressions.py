"""Works out what an expression may be; the calls in it are recorded on the way."""

import ast
import builtins
from typing import TYPE_CHECKING, Final

from local.usage.static import attributes, binding, calls
from local.usage.static.outside import unseen
from local.usage.static.store import Arguments, Frame
from local.usage.static.syntax import containers, targets
from local.usage.static.values import (
    NONE,
    UNKNOWN,
    Box,
    External,
    Function,
    Instance,
    Made,
    Nothing,
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
            return containers.item(machine, frame, node)
        case ast.Tuple() | ast.List() | ast.Set():
            return containers.display(machine, frame, node)
        case ast.Dict():
            return containers.dictionary(machine, frame, node)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            return containers.comprehension(machine, frame, node)
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
            targets.assign(machine, frame, node.target, values)
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


def _call(machine: "Machine", frame: Frame, node: ast.Call) -> Values:
    arguments = _arguments(machine, frame, node)
    if isinstance(node.func, ast.Attribute):
        base = evaluate(machine, frame, node.func.value)
        name = node.func.attr
        if name in _ADDING and leaves(arguments.all) - frozenset({Made(), Nothing()}):
            containers.add(machine, frame, node.func.value, base, name, arguments)
        if not base:
            return calls.of_unknown(machine, frame, node, name, arguments)
        return UNKNOWN.union(
            *(
                calls.of_method(machine, frame, node, one, name, arguments)
                for one in attributes.fitting(base, name)
            )
        )
    return call_all(machine, frame, node, evaluate(machine, frame, node.func), arguments)


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


def call_all(
    machine: "Machine", frame: Frame, node: ast.expr, callees: Values, arguments: Arguments
) -> Values:
    """What calling any of the values gives."""
    if not callees:
        unseen.handed(machine, frame, node, arguments.all, "")
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
