"""What annotations tell of values that the code itself does not."""

import ast
import re
from typing import TYPE_CHECKING, Final

from local.usage import sdk
from local.usage.static import attributes
from local.usage.static.store import Frame
from local.usage.static.syntax import expressions
from local.usage.static.values import (
    NONE,
    OPAQUE,
    UNKNOWN,
    Class,
    Client,
    External,
    Instance,
    Made,
    Nothing,
    Quiet,
    Resource,
    Session,
    Tuple,
    Values,
    Who,
    box,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine

# https://youtype.github.io/boto3_stubs_docs/
_STUBS: Final = re.compile(r"(?:mypy_boto3|types_boto3|types_aiobotocore)_(\w+?)(?:\.\w+)*\.(\w+)")
_SESSIONS: Final = frozenset({"boto3.Session", "boto3.session.Session", "botocore.session.Session"})
_ANY_CLIENT: Final = frozenset({"botocore.client.BaseClient"})
_SAME: Final = frozenset(
    {"Optional", "Union", "Annotated", "Final", "ClassVar", "Required", "Self"}
)
_CLASSES: Final = frozenset({"type", "Type"})
_TUPLES: Final = frozenset({"tuple", "Tuple"})
_CALLS: Final = frozenset({"Callable"})
# They say nothing of what a value is.
_ANYTHING: Final = ("typing.", "typing_extensions.", "collections.abc.", "builtins.")
_DEEPEST: Final = 8


def otherwise(
    machine: "Machine", frame: Frame, values: Values, annotation: ast.expr | None
) -> Values:
    """The values, or what the annotation promises when they tell nothing."""
    if annotation is None or any(
        not isinstance(one, Made | Nothing) or _is_known(one) for one in values
    ):
        return values
    promised = _read(machine, frame, annotation, 0)
    return values | promised if promised else values


def read(machine: "Machine", frame: Frame, annotation: ast.expr) -> Values:
    """What an annotation says of the values of the code's own classes and of AWS's clients."""
    return _read(machine, frame, annotation, 0)


def _is_known(value: object) -> bool:
    return isinstance(value, Made) and bool(value.path)


def _read(machine: "Machine", frame: Frame, node: ast.expr, depth: int) -> Values:  # noqa: PLR0911 -- one case per kind of expression
    if depth > _DEEPEST:
        return UNKNOWN
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parsed = _parsed(node.value)
        return _read(machine, frame, parsed, depth + 1) if parsed else UNKNOWN
    if isinstance(node, ast.Name):
        return _promised(machine, expressions.look_up(machine, frame, node.id))
    if isinstance(node, ast.Attribute):
        return _promised(machine, _dotted(machine, frame, node))
    if isinstance(node, ast.BinOp):
        return _read(machine, frame, node.left, depth + 1) | _read(
            machine, frame, node.right, depth + 1
        )
    if isinstance(node, ast.Subscript):
        return _generic(machine, frame, node, depth)
    return UNKNOWN


def _generic(machine: "Machine", frame: Frame, node: ast.Subscript, depth: int) -> Values:
    name = (
        node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    )
    inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    parts = [_read(machine, frame, one, depth + 1) for one in inside]
    if name in _SAME:
        return UNKNOWN.union(*parts)
    if name in _CALLS or not any(parts):
        return UNKNOWN
    if name in _CLASSES:
        return frozenset(
            Class(one.code) for part in parts for one in part if isinstance(one, Instance)
        )
    if name in _TUPLES and not any(
        isinstance(one, ast.Constant) and one.value is ... for one in inside
    ):
        return frozenset({Tuple(tuple(parts))})
    own = _read(machine, frame, node.value, depth + 1)
    return own or box(UNKNOWN.union(*parts))


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _dotted(machine: "Machine", frame: Frame, node: ast.Attribute) -> Values:
    if isinstance(node.value, ast.Name):
        base = expressions.look_up(machine, frame, node.value.id)
    elif isinstance(node.value, ast.Attribute):
        base = _dotted(machine, frame, node.value)
    else:
        return UNKNOWN
    return UNKNOWN.union(
        *(attributes.attribute(machine, frame, node, one, node.attr) for one in base)
    )


def _promised(machine: "Machine", named: Values) -> Values:
    """Objects of the classes that an annotation names."""
    found: set[object] = set()
    for one in named:
        if isinstance(one, Class):
            found.add(Instance(one.code))
        elif isinstance(one, External):
            found |= _of_sdk(machine, one.path)
        elif isinstance(one, Quiet):
            found.add(one)
        elif isinstance(one, Nothing):
            found |= NONE
    return frozenset(found)  # pyright: ignore[reportReturnType] -- only values are added


def _of_sdk(machine: "Machine", path: str) -> Values:
    if path in _SESSIONS:
        return frozenset({Session()})
    if path in _ANY_CLIENT:
        return frozenset({Client("")})
    stub = _STUBS.fullmatch(path)
    if stub is None:
        return UNKNOWN if path.startswith(_ANYTHING) else OPAQUE
    service, name = stub[1].rstrip("_").replace("_", "-"), stub[2]
    found: Values = OPAQUE
    if name.endswith("ServiceResource"):
        found = frozenset({Resource(service, "")})
    elif name.endswith("Client"):
        found = frozenset({Client(service, Who.OWN)})
    elif sdk.kind(service, name) is not None:
        found = frozenset({Resource(service, name)})
    if sdk.service(service) is None:
        return UNKNOWN
    machine.record.services.add(service)
    return found
