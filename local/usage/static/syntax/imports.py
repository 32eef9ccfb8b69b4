"""Follows imports through the modules that a package brings."""

import ast
import sys
from typing import TYPE_CHECKING, Final

from local.usage.static.inert import absolute
from local.usage.static.store import Frame
from local.usage.static.values import External, Module, Quiet, Values

if TYPE_CHECKING:
    from local.usage.static.machine import Machine

# https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html#python-sdk-included
_RUNTIME: Final = frozenset({"boto3", "botocore", "s3transfer"})
# What their functions call is in `libraries`.
_KNOWN: Final = frozenset({"aws_lambda_powertools"})


def follow(machine: "Machine", frame: Frame, node: ast.Import | ast.ImportFrom) -> None:
    """Bind the names of an import."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            _import(machine, frame, node, alias)
        return
    written = "." * node.level + (node.module or "")
    origin = absolute(frame.module, written, is_package=machine.is_package(frame.module))
    brought = machine.load(origin)
    if not brought and not machine.inert.is_inert(origin):
        _check(machine, frame, node, origin)
    for alias in node.names:
        if alias.name == "*":
            machine.inert.ask(named(machine, origin))
            _import_all(machine, frame, origin)
        else:
            values = _member(machine, origin, alias.name, brought=brought)
            machine.store.bind(frame.number, alias.asname or alias.name, values)


def _import(machine: "Machine", frame: Frame, node: ast.Import, alias: ast.alias) -> None:
    if not machine.load(alias.name) and not machine.inert.is_inert(alias.name):
        _check(machine, frame, node, alias.name)
    name = alias.name if alias.asname else alias.name.partition(".")[0]
    values = named(machine, name)
    machine.store.bind(frame.number, alias.asname or name, values)


def named(machine: "Machine", path: str) -> Values:
    """A dotted name: a module of the package, or something from outside."""
    if not machine.package.brings(path.partition(".")[0]):
        return frozenset({External(path)})
    if machine.inert.is_inert(path):
        return frozenset({Quiet(path)})
    return frozenset({Module(path) if machine.load(path) else External(path)})


def _member(machine: "Machine", origin: str, name: str, *, brought: bool) -> Values:
    key = (machine.module_frame(origin).number, name)
    if brought and key in machine.store:
        return machine.store.get(key)
    path = f"{origin}.{name}"
    if machine.package.module(path) is not None:
        return named(machine, path)
    if brought:
        return machine.store.get(key)
    return frozenset({Quiet(origin) if machine.inert.is_inert(origin) else External(path)})


def _import_all(machine: "Machine", frame: Frame, origin: str) -> None:
    number = machine.module_frame(origin).number
    for name in machine.store.names(number):
        machine.store.bind(frame.number, name, machine.store.get((number, name)))


def _check(machine: "Machine", frame: Frame, node: ast.stmt, name: str) -> None:
    """List a module that cannot be looked into, when it may call AWS."""
    top = name.partition(".")[0]
    if frame.quiet or top in _RUNTIME or top in _KNOWN or top in sys.stdlib_module_names:
        return
    if not machine.package.brings(top):
        text = f"the package does not bring {top}: what it calls is not known"
        machine.unresolved(frame, node, text)
    elif machine.package.uses_sdk(top):
        machine.unresolved(frame, node, f"the library {top} calls AWS itself, what is not known")
