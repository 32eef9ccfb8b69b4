"""What an attribute of a value may be; one that is a call of AWS is recorded."""

import ast
from typing import TYPE_CHECKING, Final

from local.usage import sdk
from local.usage.static import binding
from local.usage.static.store import Arguments, Frame
from local.usage.static.syntax import imports
from local.usage.static.values import (
    OPAQUE,
    UNKNOWN,
    Class,
    Client,
    Collection,
    External,
    Function,
    Instance,
    Made,
    Maker,
    Meta,
    Method,
    Module,
    Operation,
    Quiet,
    Resource,
    Session,
    Special,
    Super,
    Value,
    Values,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine

_SPECIAL: Final = frozenset(
    {
        "_make_api_call",
        "generate_presigned_post",
        "generate_presigned_url",
        "get_paginator",
        "get_waiter",
    }
)
_FREE: Final = frozenset({"can_paginate", "close", "exceptions", "meta", "waiter_names"})
_MAKERS: Final = {"client": "client", "create_client": "client", "resource": "resource"}


def of_all(machine: "Machine", frame: Frame, node: ast.expr, values: Values, name: str) -> Values:
    """What an attribute of any of the values may be, where it is not called at once.

    A client's method that is only named may be called by whoever gets it: it counts as a call.
    """
    fit = fitting(values, name)
    found = UNKNOWN.union(*(attribute(machine, frame, node, one, name) for one in fit))
    for one in found:
        if isinstance(one, Operation):
            machine.called(frame, node, one)
    if not values:
        machine.unresolved(frame, node, f"of what {name} is called is not known", method=name)
    return found


def attribute(  # noqa: C901, PLR0911, PLR0912 -- one case per kind of value
    machine: "Machine", frame: Frame, node: ast.AST, value: Value, name: str
) -> Values:
    """What an attribute of a value may be."""
    match value:
        case Module():
            return _of_module(machine, value.name, name)
        case External():
            return imports.named(machine, f"{value.path}.{name}")
        case Quiet():
            inner = f"{value.module}.{name}"
            is_module = machine.package.module(inner) is not None
            return imports.named(machine, inner) if is_module else frozenset({value})
        case Made():
            return frozenset({Made(f"{value.path}.{name}", value.name)}) if value.path else OPAQUE
        case Session():
            what = _MAKERS.get(name)
            return frozenset({Maker(what, value.who)}) if what else OPAQUE
        case Client():
            return of_client(machine, frame, node, value, name)
        case Resource():
            return of_resource(machine, frame, node, value, name)
        case Meta():
            return frozenset({Client(value.service, value.who)}) if name == "client" else OPAQUE
        case Collection():
            return _of_collection(value, name)
        case Instance():
            return of_instance(machine, value, name)
        case Class():
            return _of_class(machine, value, name)
        case Super():
            return _of_super(machine, value, name)
        case Function() | Method() if name in {"__wrapped__", "func"}:
            return frozenset({value})
        case _:
            return UNKNOWN


def _of_module(machine: "Machine", module: str, name: str) -> Values:
    key = (machine.module_frame(module).number, name)
    if key in machine.store:
        return machine.store.get(key)
    inner = f"{module}.{name}"
    is_module = machine.package.module(inner) is not None
    return imports.named(machine, inner) if is_module else UNKNOWN


def fitting(values: Values, name: str) -> Values:
    """The values without the clients that have no such method, if others have it."""
    clients = [one for one in values if isinstance(one, Client) and one.service]
    without = [one for one in clients if not _has(one.service, name)]
    return values - frozenset(without) if len(without) < len(clients) else values


def _has(service: str, name: str) -> bool:
    described = sdk.service(service)
    return described is None or name in described.methods or name in _SPECIAL | _FREE


def of_client(machine: "Machine", frame: Frame, node: ast.AST, client: Client, name: str) -> Values:
    """A client's method."""
    if name in _FREE:
        return OPAQUE
    described = sdk.service(client.service) if client.service else None
    if described is None:
        what = f"{name} is called of a client whose service is not known"
        # The dot keeps it listed whatever other clients there are.
        machine.unresolved(frame, node, what, method=f".{name}")
        return OPAQUE
    if name in _SPECIAL:
        return frozenset({Special(client.service, name, client.who)})
    operation = described.methods.get(name)
    if operation is None:
        return UNKNOWN
    return frozenset({Operation(client.service, operation, client.who)})


def of_resource(
    machine: "Machine", frame: Frame, node: ast.AST, held: Resource, name: str
) -> Values:
    """An attribute of an object that ``boto3.resource`` gave."""
    service, who = held.service, held.who
    kind = sdk.kind(service, held.kind) if service else None
    if kind is None:
        text = f"{name} is called of a resource whose service is not known"
        machine.unresolved(frame, node, text, service, f".{name}")
        return OPAQUE
    if name == "meta":
        return frozenset({Meta(service, who)})
    if name in kind.collections:
        operation, of = kind.collections[name]
        machine.called(frame, node, Operation(service, operation, who, held.name))
        return frozenset({Collection(service, of, who, held.name)})
    gives = kind.made.get(name, "")
    if name in kind.operations:
        return frozenset({Operation(service, kind.operations[name], who, held.name, gives)})
    if gives:
        return frozenset({Resource(service, gives, who, held.name)})
    if name not in kind.known and kind.load and not name.startswith("_"):
        # Its attributes are read when one is first asked for.
        machine.called(frame, node, Operation(service, kind.load, who, held.name))
    return OPAQUE


def _of_collection(held: Collection, name: str) -> Values:
    operation = sdk.batches(held.service, held.kind).get(name)
    if operation:
        return frozenset({Operation(held.service, operation, held.who, held.name)})
    # ``all``, ``filter``, ``limit``, ``page_size``: the same, narrowed.
    return frozenset({held})


def of_instance(machine: "Machine", held: Instance, name: str) -> Values:
    """An attribute of an object of the package's own classes."""
    found = binding.field(machine, held, name)
    kinds = [held.code]
    if not held.site:
        kinds += sorted(machine.subclasses.get(held.code, ()))
    for kind in kinds:
        for value in binding.class_attribute(machine, kind, name):
            found |= _bound(machine, value, held)
    if not found and binding.is_foreign(machine, held.code):
        return OPAQUE
    return found


def _bound(machine: "Machine", value: Value, held: Instance) -> Values:
    if not isinstance(value, Function):
        return frozenset({value})
    flags = machine.functions[value.code].flags
    if "property" in flags:
        return machine.invoke(value, Arguments(), held)
    if "classmethod" in flags:
        return frozenset({Method(value, Class(held.code))})
    return frozenset({Method(value, held)})


def _of_class(machine: "Machine", held: Class, name: str) -> Values:
    found = UNKNOWN
    for value in binding.class_attribute(machine, held.code, name):
        bound = isinstance(value, Function) and "classmethod" in machine.functions[value.code].flags
        found |= {Method(value, held) if bound and isinstance(value, Function) else value}
    return found or (OPAQUE if binding.is_foreign(machine, held.code) else UNKNOWN)


def _of_super(machine: "Machine", held: Super, name: str) -> Values:
    for code in list(binding.ancestors(machine, held.instance.code)):
        behind = list(binding.ancestors(machine, held.owner))[1:]
        if code in behind:
            found = binding.class_attribute(machine, code, name)
            if found:
                return frozenset(
                    Method(one, held.instance) if isinstance(one, Function) else one
                    for one in found
                )
    return OPAQUE
