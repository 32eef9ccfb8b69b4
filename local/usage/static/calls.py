"""What a call gives, and what it reaches."""

import ast
from typing import TYPE_CHECKING, Final

from local.usage import sdk
from local.usage.static import attributes, binding, libraries, outside
from local.usage.static.store import Arguments, Frame
from local.usage.static.values import (
    NONE,
    OPAQUE,
    UNKNOWN,
    Box,
    Class,
    Client,
    Collection,
    External,
    Function,
    Instance,
    Made,
    Maker,
    Method,
    Operation,
    Quiet,
    Resource,
    Session,
    Special,
    Text,
    Tuple,
    Value,
    Values,
    Who,
    box,
    elements,
    leaves,
    texts,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine

# Which argument names what a call works on.
_NAMING: Final = {
    "dynamodb": ("TableName",),
    "events": ("EventBusName",),
    "firehose": ("DeliveryStreamName",),
    "kinesis": ("StreamName", "StreamARN"),
    "kms": ("KeyId",),
    "lambda": ("FunctionName",),
    "s3": ("Bucket",),
    "secretsmanager": ("SecretId",),
    "sns": ("TopicArn", "TargetArn"),
    "sqs": ("QueueUrl",),
    "ssm": ("Name",),
    "stepfunctions": ("stateMachineArn",),
}
_CREDENTIALS: Final = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
_PROFILE: Final = "profile_name"
# https://docs.aws.amazon.com/boto3/latest/reference/core/session.html: where they stand.
_FIRST_CREDENTIAL: Final = {"client": 6, "resource": 6, "session": 0}
_SESSIONS: Final = frozenset(
    {
        "boto3.Session",
        "boto3.session.Session",
        "botocore.session.Session",
        "botocore.session.get_session",
    }
)
# Methods that every list, text or dictionary has: of an object that nothing is known of, they are
# no sign of a method of ours.
_COMMON: Final = frozenset(
    name for kind in (dict, list, set, str, bytes, int) for name in dir(kind)
)
_READING: Final = frozenset({"get", "pop", "setdefault"})
_WHOLE: Final = frozenset({"values", "copy", "keys", "union"})


def call(  # noqa: C901, PLR0911, PLR0912 -- one case per kind of value
    machine: "Machine", frame: Frame, node: ast.expr, callee: Value, arguments: Arguments
) -> Values:
    """What calling a value gives."""
    match callee:
        case Function():
            return machine.invoke(callee, arguments)
        case Method():
            return machine.invoke(callee.function, arguments, callee.bound)
        case Class():
            site = f"{frame.module}:{node.lineno}:{node.col_offset}"
            if leaves(arguments.all) - OPAQUE - NONE:
                # What one caller of a helper puts into its object is not in another's.
                site = f"{site}:{frame.number}"
            return binding.instance(machine, callee.code, site, arguments)
        case Instance():
            return of_method(machine, frame, node, callee, "__call__", arguments)
        case Operation():
            return named_operation(machine, frame, node, callee, arguments)
        case Special():
            return _special(machine, frame, node, callee, arguments)
        case Maker():
            return _make(machine, frame, node, callee, arguments)
        case Resource():
            # What is within a bucket or a queue works on the bucket or the queue.
            name = callee.name or _text(arguments.get("name", 0))
            return frozenset({Resource(callee.service, callee.kind, callee.who, name)})
        case Collection():
            return frozenset({callee})
        case External(path) if path in _SESSIONS:
            return frozenset({Session(_who(arguments, "session"))})
        case External("boto3.client" | "boto3.resource"):
            maker = Maker(callee.path.rpartition(".")[2], Who.OWN)
            return _make(machine, frame, node, maker, arguments)
        case Quiet():
            machine.inert.handed(callee.module, arguments.all)
            # What comes back is of that module too: who needs to know more, wakes it up.
            return frozenset({callee})
        case External():
            return outside.call(machine, frame, node, callee.path, arguments)
        case Made(path) if path:
            return libraries.call(machine, frame, node, callee, arguments)
        case Made():
            machine.handed(frame, node, arguments.all, "")
            return OPAQUE
        case _:
            machine.handed(frame, node, arguments.all, "")
            return UNKNOWN


def of_method(  # noqa: PLR0913, PLR0917 -- a call's parts
    machine: "Machine", frame: Frame, node: ast.expr, holder: Value, name: str, arguments: Arguments
) -> Values:
    """What a method of a value gives."""
    if isinstance(holder, Box | Tuple):
        return _of_container(holder, name, arguments)
    if isinstance(holder, External) and holder.path == "os.environ" and name in _READING:
        return _variable(machine, arguments)
    if isinstance(holder, Text):
        return UNKNOWN
    found = attributes.attribute(machine, frame, node, holder, name)
    if not found:
        if isinstance(holder, Client):
            text = f"no operation of {holder.service} is called {name}"
            machine.unresolved(frame, node, text, holder.service, name)
        machine.handed(frame, node, arguments.all, "")
        return UNKNOWN
    return UNKNOWN.union(*(call(machine, frame, node, one, arguments) for one in found))


def of_unknown(
    machine: "Machine", frame: Frame, node: ast.Call, name: str, arguments: Arguments
) -> Values:
    """A method of an object that nothing is known of: any of that name that we have."""
    machine.unresolved(frame, node, f"of what {name} is called is not known", method=name)
    found = UNKNOWN
    for code, _ in enumerate(machine.classes) if name not in _COMMON else ():
        for value in binding.class_attribute(machine, code, name):
            if isinstance(value, Function):
                found |= machine.invoke(value, arguments, Instance(code))
    if not found:
        machine.handed(frame, node, arguments.all, "")
    return found


def _of_container(holder: Box | Tuple, name: str, arguments: Arguments) -> Values:
    inside = elements(frozenset({holder}))
    if name in _READING:
        from local.usage.static.expressions import named  # noqa: PLC0415 -- they call each other

        keys = texts(arguments.get("key", 0) or UNKNOWN)
        default = arguments.get("default", 1) or UNKNOWN
        return (named(holder, keys) if isinstance(holder, Box) else inside) | default
    if name == "items":
        return box(frozenset({Tuple((UNKNOWN, inside))}))
    return box(inside) if name in _WHOLE else inside


def _variable(machine: "Machine", arguments: Arguments) -> Values:
    keys = texts(arguments.get("key", 0) or UNKNOWN)
    known = frozenset(Text(machine.environment[key]) for key in keys if key in machine.environment)
    return known or (arguments.get("default", 1) or UNKNOWN)


def environment(machine: "Machine", arguments: Arguments) -> Values:
    """What ``os.getenv`` gives."""
    return _variable(machine, arguments)


def named_operation(
    machine: "Machine", frame: Frame, node: ast.expr, operation: Operation, arguments: Arguments
) -> Values:
    """Record a call, with the resource that it works on where the arguments tell."""
    names = {operation.name} if operation.name else _names(machine, operation.service, arguments)
    for name in sorted(names) or [""]:
        made = Operation(operation.service, operation.operation, operation.who, name)
        machine.called(frame, node, made)
    machine.escape(arguments.all)
    if operation.gives:
        name = operation.name or _text(arguments.get("name", 0))
        return frozenset({Resource(operation.service, operation.gives, operation.who, name)})
    # What a client answers; a batch writer of a table writes more of the same.
    return OPAQUE


def _names(machine: "Machine", service: str, arguments: Arguments) -> frozenset[str]:
    for key in _NAMING.get(service, ()):
        values = arguments.keywords.get(key, UNKNOWN)
        machine.inert.ask(values)
        known = texts(values)
        if known and len(known) == len(values):
            return frozenset(map(short, known))
    return frozenset()


def short(reference: str) -> str:
    """The name in an ARN or a URL; a name as it is."""
    if reference.startswith("arn:"):
        return reference.rpartition(":")[2].rpartition("/")[2]
    return reference.rpartition("/")[2] if "://" in reference else reference


def _special(
    machine: "Machine", frame: Frame, node: ast.expr, special: Special, arguments: Arguments
) -> Values:
    """A client's methods that name the operation instead of being one."""
    service, method = special.service, special.method
    if method == "generate_presigned_post":
        machine.called(frame, node, Operation(service, "PutObject", special.who))
        return OPAQUE
    parameter = {
        "get_paginator": "operation_name",
        "get_waiter": "waiter_name",
        "generate_presigned_url": "ClientMethod",
        "_make_api_call": "operation_name",
    }[method]
    given = arguments.get(parameter, 0) or UNKNOWN
    machine.inert.ask(given)
    names = texts(given)
    described = sdk.service(service)
    known = sdk.waiters(service) if method == "get_waiter" else described and described.methods
    found: set[Value] = set()
    for name in names:
        operation = name if method == "_make_api_call" else (known or {}).get(name)
        if operation is None:
            text = f"{service} has no {name} for {method}"
            machine.unresolved(frame, node, text, service, name)
        elif method in {"get_paginator", "get_waiter"}:
            found.add(Made(f"boto3.{method}:{service}:{operation}:{special.who}"))
        else:
            machine.called(frame, node, Operation(service, operation, special.who))
    if not names:
        text = f"what {method} of {service} is given is not known"
        machine.unresolved(frame, node, text, service, method)
    return frozenset(found) or OPAQUE


def deferred(path: str) -> Operation | None:
    """The operation that a paginator's ``paginate`` or a waiter's ``wait`` calls."""
    kind, _, rest = path.partition(":")
    if kind not in {"boto3.get_paginator", "boto3.get_waiter"}:
        return None
    service, operation, who = rest.split(".")[0].split(":")
    return Operation(service, operation, Who(who))


def _make(
    machine: "Machine", frame: Frame, node: ast.expr, maker: Maker, arguments: Arguments
) -> Values:
    """Make clients or resources of the services that are named."""
    values = arguments.get("service_name", 0) or UNKNOWN
    machine.inert.ask(values)
    services = texts(values)
    who = _who(arguments, maker.what)
    who = maker.who if who is Who.OWN else who
    if not services or len(services) < len(values):
        text = f"of which service the {maker.what} is that is made here is not known"
        machine.unresolved(frame, node, text)
    found: set[Value] = set()
    for service in services or {""}:
        if service and sdk.service(service) is None:
            machine.unresolved(frame, node, f"boto3 has no service {service!r:.60}")
            continue
        if service:
            machine.services.add(service)
        made = Client(service, who) if maker.what == "client" else Resource(service, "", who)
        found.add(made)
    return frozenset(found)


def _who(arguments: Arguments, what: str) -> Who:
    given = [arguments.keywords.get(name) for name in (*_CREDENTIALS, _PROFILE)]
    first = _FIRST_CREDENTIAL[what]
    given += list(arguments.positional[first : first + len(_CREDENTIALS)])
    if any(one is not None and not _is_none(one) for one in given):
        return Who.OTHER
    return Who.UNCLEAR if arguments.unnamed else Who.OWN


def _is_none(values: Values) -> bool:
    return values == NONE


def _text(values: Values | None) -> str:
    known = texts(values or UNKNOWN)
    return short(next(iter(known))) if len(known) == 1 else ""
