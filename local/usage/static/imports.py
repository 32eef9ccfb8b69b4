"""Follows imports through the modules that a package brings."""

import ast
import sys
from typing import TYPE_CHECKING, Final

from local.usage.static.inert import absolute
from local.usage.static.store import Frame
from local.usage.static.values import External, Module, Values

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
    origin = absolute(frame.module, node, is_package=machine.is_package(frame.module))
    brought = machine.load(origin)
    if not brought:
        _check(machine, frame, node, origin)
    for alias in node.names:
        if alias.name == "*":
            _import_all(machine, frame, origin)
        else:
            values = _member(machine, origin, alias.name, brought=brought)
            machine.store.bind(frame.number, alias.asname or alias.name, values)


def _import(machine: "Machine", frame: Frame, node: ast.Import, alias: ast.alias) -> None:
    brought = machine.load(alias.name)
    if not brought:
        _check(machine, frame, node, alias.name)
    name = alias.name if alias.asname else alias.name.partition(".")[0]
    value = Module(name) if brought else External(name)
    machine.store.bind(frame.number, alias.asname or name, frozenset({value}))


def _member(machine: "Machine", origin: str, name: str, *, brought: bool) -> Values:
    if not brought:
        return frozenset({External(f"{origin}.{name}")})
    key = (machine.module_frame(origin).number, name)
    if key in machine.store:
        return machine.store.get(key)
    if machine.load(f"{origin}.{name}"):
        return frozenset({Module(f"{origin}.{name}")})
    return machine.store.get(key)


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
