"""boto3's clients, resources and sessions: how they are made, and what is called of them."""

import ast
from typing import TYPE_CHECKING, Final

from local.usage import sdk
from local.usage.static.outside import unseen
from local.usage.static.store import Arguments, Frame
from local.usage.static.values import (
    NONE,
    OPAQUE,
    UNKNOWN,
    Client,
    Made,
    Maker,
    Operation,
    Resource,
    Special,
    Value,
    Values,
    Who,
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


def make(
    machine: "Machine", frame: Frame, node: ast.expr, maker: Maker, arguments: Arguments
) -> Values:
    """Make clients or resources of the services that are named."""
    values = arguments.get("service_name", 0) or UNKNOWN
    machine.inert.ask(values)
    services = texts(values)
    who = credentials(arguments, maker.what)
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
            machine.record.services.add(service)
        made = Client(service, who) if maker.what == "client" else Resource(service, "", who)
        found.add(made)
    return frozenset(found)


def special(
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


def record(
    machine: "Machine", frame: Frame, node: ast.expr, operation: Operation, arguments: Arguments
) -> Values:
    """Record a call, with the resource that it works on where the arguments tell."""
    names = {operation.name} if operation.name else _names(machine, operation.service, arguments)
    for name in sorted(names) or [""]:
        made = Operation(operation.service, operation.operation, operation.who, name)
        machine.called(frame, node, made)
    unseen.escape(machine, arguments.all)
    if operation.gives:
        name = operation.name or name_in(arguments.get("name", 0))
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


def deferred(path: str) -> Operation | None:
    """The operation that a paginator's ``paginate`` or a waiter's ``wait`` calls."""
    kind, _, rest = path.partition(":")
    if kind not in {"boto3.get_paginator", "boto3.get_waiter"}:
        return None
    service, operation, who = rest.split(".")[0].split(":")
    return Operation(service, operation, Who(who))


def credentials(arguments: Arguments, what: str) -> Who:
    """Whose credentials a client, a resource or a session is made with."""
    given = [arguments.keywords.get(name) for name in (*_CREDENTIALS, _PROFILE)]
    first = _FIRST_CREDENTIAL[what]
    given += list(arguments.positional[first : first + len(_CREDENTIALS)])
    if any(one is not None and not _is_none(one) for one in given):
        return Who.OTHER
    return Who.UNCLEAR if arguments.unnamed else Who.OWN


def _is_none(values: Values) -> bool:
    return values == NONE


def name_in(values: Values | None) -> str:
    """The name of a resource, where just one is known."""
    known = texts(values or UNKNOWN)
    return short(next(iter(known))) if len(known) == 1 else ""
