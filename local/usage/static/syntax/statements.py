"""Follows statements: every branch, in order; an assignment adds to what a name may be."""

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from local.usage.static.code import FunctionCode, defaults
from local.usage.static.outside import functions, unseen
from local.usage.static.store import Arguments, Frame
from local.usage.static.syntax import annotations, imports
from local.usage.static.syntax.expressions import call_all, evaluate, result_of_method
from local.usage.static.syntax.targets import assign
from local.usage.static.values import (
    NONE,
    UNKNOWN,
    Class,
    External,
    Function,
    Made,
    Quiet,
    Values,
    elements,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine


def body(machine: "Machine", frame: Frame, code: FunctionCode) -> None:
    """Follow a function's body."""
    if isinstance(code.node, ast.Lambda):
        machine.store.add((frame.number, "return"), evaluate(machine, frame, code.node.body))
    else:
        execute(machine, frame, code.node.body)


def execute(machine: "Machine", frame: Frame, given: Sequence[ast.stmt]) -> None:
    """Follow statements."""
    for statement in given:
        machine.step()
        _statement(machine, frame, statement)


def _statement(machine: "Machine", frame: Frame, node: ast.stmt) -> None:  # noqa: C901, PLR0912 -- one case per kind of statement
    match node:
        case ast.Import() | ast.ImportFrom():
            imports.follow(machine, frame, node)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            _define(machine, frame, node)
        case ast.ClassDef():
            _define_class(machine, frame, node)
        case ast.Assign():
            values = evaluate(machine, frame, node.value)
            for target in node.targets:
                assign(machine, frame, target, values)
        case ast.AnnAssign():
            value = evaluate(machine, frame, node.value) if node.value else UNKNOWN
            if node.value is not None or frame.code is not None:
                value = annotations.otherwise(machine, frame, value, node.annotation)
                assign(machine, frame, node.target, value)
        case ast.AugAssign():
            assign(machine, frame, node.target, evaluate(machine, frame, node.value))
        case ast.Return():
            values = evaluate(machine, frame, node.value) if node.value else NONE
            machine.store.add((frame.number, "return"), values)
        case ast.For() | ast.AsyncFor():
            _loop(machine, frame, node)
        case ast.With() | ast.AsyncWith():
            for item in node.items:
                _enter(machine, frame, item)
            execute(machine, frame, node.body)
        case ast.If():
            _branches(machine, frame, node)
        case ast.Match():
            _match(machine, frame, node)
        case _:
            _parts(machine, frame, node)


def _parts(machine: "Machine", frame: Frame, node: ast.AST) -> None:
    """Follow whatever a statement is made of: its expressions, its blocks, its handlers."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.stmt):
            execute(machine, frame, [part])
        elif isinstance(part, ast.expr):
            evaluate(machine, frame, part)
        elif isinstance(part, ast.ExceptHandler):
            _parts(machine, frame, part)


def _branches(machine: "Machine", frame: Frame, node: ast.If) -> None:
    test = node.test
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    if name == "TYPE_CHECKING":
        execute(machine, replace(frame, quiet=True), node.body)
    else:
        evaluate(machine, frame, test)
        execute(machine, frame, node.body)
    execute(machine, frame, node.orelse)


def _loop(machine: "Machine", frame: Frame, node: ast.For | ast.AsyncFor) -> None:
    values = evaluate(machine, frame, node.iter)
    found = elements(values) | elements(
        result_of_method(machine, frame, node.iter, values, "__iter__", "__aiter__")
    )
    found |= result_of_method(machine, frame, node.iter, values, "__next__", "__anext__")
    assign(machine, frame, node.target, found)
    execute(machine, frame, node.body)
    execute(machine, frame, node.orelse)


def _enter(machine: "Machine", frame: Frame, item: ast.withitem) -> None:
    values = evaluate(machine, frame, item.context_expr)
    entered = result_of_method(machine, frame, item.context_expr, values, "__enter__", "__aenter__")
    result_of_method(machine, frame, item.context_expr, values, "__exit__", "__aexit__")
    if item.optional_vars is not None:
        # A generator made into a context manager gives what it yields.
        assign(machine, frame, item.optional_vars, entered | values | elements(values))


def _match(machine: "Machine", frame: Frame, node: ast.Match) -> None:
    subject = evaluate(machine, frame, node.subject)
    for case in node.cases:
        for part in ast.walk(case.pattern):
            name = getattr(part, "name", None) or getattr(part, "rest", None)
            if isinstance(part, ast.MatchAs | ast.MatchStar | ast.MatchMapping) and name:
                target = ast.copy_location(ast.Name(name, ast.Store()), node)
                assign(machine, frame, target, subject | elements(subject))
        if case.guard:
            evaluate(machine, frame, case.guard)
        execute(machine, frame, case.body)


def _define(machine: "Machine", frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    code = machine.function(node, frame)
    # A method does not see the names of its class's body.
    closure = frame.outer if frame.owner is not None and frame.code is None else frame
    assert closure is not None  # noqa: S101 -- a class has a frame around it
    function = Function(code, closure.number)
    for name, default in defaults(node.args):
        values = evaluate(machine, frame, default)
        machine.store.add((closure.number, "default", code, name), values)
    values: Values = frozenset({function})
    for decorator in reversed(node.decorator_list):
        values = _decorated(machine, frame, decorator, values)
    machine.store.bind(frame.number, node.name, values)


def _decorated(machine: "Machine", frame: Frame, node: ast.expr, values: Values) -> Values:
    decorators = evaluate(machine, frame, node)
    own = decorators - {one for one in decorators if isinstance(one, External | Made | Quiet)}
    if own:
        return values | call_all(machine, frame, node, own, Arguments((values,)))
    machine.inert.ask(decorators)
    named = [one.path for one in decorators if isinstance(one, External | Made)]
    if not named or not all(map(functions.is_transparent, named)):
        # It may be a registration: whatever it is registered with will call it.
        unseen.handed(machine, frame, node, values, "")
    return values


def _define_class(machine: "Machine", frame: Frame, node: ast.ClassDef) -> None:
    code = machine.class_(node, frame)
    bases = UNKNOWN.union(*(evaluate(machine, frame, base) for base in node.bases))
    unseen = any(not evaluate(machine, frame, base) for base in node.bases)
    machine.store.add(("bases", code), bases | ({Made()} if unseen else UNKNOWN))
    machine.inert.ask(bases)
    for base in bases:
        if isinstance(base, Class) and base.code != code:
            machine.subclasses.setdefault(base.code, set()).add(code)
    for keyword in node.keywords:
        evaluate(machine, frame, keyword.value)
    for decorator in node.decorator_list:
        evaluate(machine, frame, decorator)
    outer = frame.outer if frame.owner is not None and frame.code is None else frame
    execute(machine, machine.class_frame(code, outer), node.body)
    machine.store.bind(frame.number, node.name, frozenset({Class(code)}))
