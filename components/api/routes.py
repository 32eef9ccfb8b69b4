"""Routes: a method on a path, its parameters and the function behind it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from components.api.args import ParameterArgs, RouteArgs
from components.api.schema import schema_text
from components.core import limits
from components.core.checks import known_keys, matching, one_of
from components.core.errors import LimitError, SpecError
from components.function.args import FunctionReference

METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
METHODS_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
_LITERAL = re.compile(r"[A-Za-z0-9._:-]+")
_VARIABLE = re.compile(r"\{(?P<name>[A-Za-z0-9._-]+)(?P<greedy>\+?)\}")
_PARAMETER_NAME = re.compile(r"[A-Za-z0-9._$-]+")
_ALIAS_ARN = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+:[\w-]+")
_PATH = "a path such as /findings/{account}/{id}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a route."""

    name: str
    place: str
    """``path`` or ``query``."""
    required: bool
    pattern: str | None = None
    enum: tuple[str, ...] = ()
    description: str | None = None

    @classmethod
    def parse(cls, where: str, name: str, place: str, args: ParameterArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: A name that API Gateway does not take, an optional path parameter, a pattern
                that is no regular expression, or an empty or repeated ``enum``.
        """
        known_keys(where, args, ParameterArgs.__annotations__)
        matching(where, name, _PARAMETER_NAME, "a name of letters, digits, . _ $ and -")
        in_path = place == "path"
        required = args.get("required", in_path)
        if in_path and not required:
            raise SpecError(f"{where}.required", required, "True, as it is in the path")
        pattern = args.get("pattern")
        if pattern is not None:
            _check_pattern(f"{where}.pattern", pattern)
        enum = args.get("enum")
        if enum is not None and (not enum or len(set(enum)) < len(enum)):
            raise SpecError(f"{where}.enum", enum, "at least one value, each once")
        return cls(name, place, required, pattern, tuple(enum or ()), args.get("description"))


def _check_pattern(where: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise SpecError(where, pattern, f"a regular expression ({error})") from error


@dataclass(frozen=True, slots=True)
class Route:
    """The validated arguments of a route."""

    method: str
    path: str
    alias_arn: str
    public_reason: str | None
    """Why anyone may call it; ``None``: callers sign with their AWS credentials."""
    parameters: tuple[Parameter, ...]
    """Those of the path in their order, then those of the query by name."""
    body: str | None
    """The JSON schema of the body, as its text."""
    summary: str | None

    @classmethod
    def parse(cls, where: str, args: RouteArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: A method, a path, a parameter or a schema that API Gateway does not take, a
                public route without a reason, or a body where requests have none.
            LimitError: A function that may take longer than API Gateway waits.
        """
        known_keys(where, args, RouteArgs.__annotations__)
        method = one_of(f"{where}.method", args["method"], METHODS)
        names = _check_path(f"{where}.path", args["path"])
        where = f"{where} ({method} {args['path']})"
        if "body" in args and method not in METHODS_WITH_BODY:
            allowed = "no body for this method; only PATCH, POST and PUT carry one"
            raise SpecError(f"{where}.body", args["body"], allowed)
        return cls(
            method=method,
            path=args["path"],
            alias_arn=_function(f"{where}.function", args["function"]),
            public_reason=_public_reason(where, args),
            parameters=_parameters(where, names, args),
            body=schema_text(f"{where}.body", args["body"]) if "body" in args else None,
            summary=args.get("summary"),
        )

    @property
    def segments(self) -> tuple[str, ...]:
        """The path's segments; none for ``/``."""
        return _segments(self.path)


def _segments(path: str) -> tuple[str, ...]:
    return tuple(path[1:].split("/")) if path != "/" else ()


def _check_path(where: str, path: str) -> list[str]:
    """The names of the parameters in ``path``, in order."""
    if not isinstance(path, str) or not path.startswith("/"):
        raise SpecError(where, path, f"{_PATH}, with a slash at the start")
    if path != "/" and path.endswith("/"):
        raise SpecError(where, path, f"{_PATH}, without a slash at the end")
    names: list[str] = []
    segments = _segments(path)
    for number, segment in enumerate(segments, start=1):
        if segment in {"{}", "{+}"}:
            raise SpecError(where, path, "a name between the braces, such as {id}")
        variable = _VARIABLE.fullmatch(segment)
        if variable is None:
            allowed = "segments of letters, digits, . _ : and -, or one {name} as a whole segment"
            matching(where, segment, _LITERAL, allowed)
            continue
        if variable["greedy"] and number < len(segments):
            raise SpecError(where, path, f"{segment} as the last segment only")
        if variable["name"] in names:
            raise SpecError(where, path, f"the parameter {segment} once")
        names.append(variable["name"])
    return names


def _function(where: str, function: FunctionReference) -> str:
    known_keys(where, function, FunctionReference.__annotations__)
    seconds = function["timeout_seconds"]
    if seconds > limits.API_INTEGRATION_TIMEOUT_SECONDS:
        raise LimitError(
            f"{where}.timeout_seconds",
            seconds,
            f"at most the {limits.API_INTEGRATION_TIMEOUT_SECONDS} seconds that API Gateway waits",
            f"Lower the timeout of {function['name']!r}, or let the route start work that "
            "goes on behind a queue.",
        )
    return matching(
        f"{where}.alias_arn", function["alias_arn"], _ALIAS_ARN, "the ARN of a function's alias"
    )


def _public_reason(where: str, args: RouteArgs) -> str | None:
    authorization = args.get("authorization", "iam")
    one_of(f"{where}.authorization", authorization, {"iam", "none"})
    reason = args.get("public_reason")
    if authorization == "none" and not (reason or "").strip():
        mend = "Set `public_reason`, or leave `authorization` out."
        raise SpecError(f"{where}.authorization", "none", "iam, or none with a reason", mend)
    if authorization == "iam" and reason is not None:
        allowed = "a reason only with the authorization none"
        raise SpecError(f"{where}.public_reason", reason, allowed)
    return reason


def _parameters(where: str, names: Sequence[str], args: RouteArgs) -> tuple[Parameter, ...]:
    more = args.get("path_parameters", {})
    known_keys(f"{where}.path_parameters", more, names)
    in_path = (
        Parameter.parse(f"{where}.path_parameters.{name}", name, "path", more.get(name, {}))
        for name in names
    )
    query = args.get("query", {})
    in_query = (
        Parameter.parse(f"{where}.query.{name}", name, "query", query[name])
        for name in sorted(query)
    )
    return (*in_path, *in_query)


def check_together(where: str, routes: Sequence[Route]) -> None:
    """Check that routes can stand beside each other in one API.

    Raises:
        SpecError: Two routes that answer the same requests, or two path parameters at one place.
        LimitError: More than 300 API Gateway resources.
    """
    answered: dict[tuple[str, tuple[str, ...]], Route] = {}
    variables: dict[tuple[str, ...], tuple[str, Route]] = {}
    for number, route in enumerate(routes):
        place = f"{where}[{number}]"
        shape = tuple(_VARIABLE.sub(r"{\g<greedy>}", segment) for segment in route.segments)
        known = answered.setdefault((route.method, shape), route)
        if known is not route:
            allowed = f"requests that {known.method} {known.path} does not answer already"
            raise SpecError(place, f"{route.method} {route.path}", allowed)
        _check_variables(place, shape, route, variables)
    count = len(
        {route.segments[:end] for route in routes for end in range(len(route.segments) + 1)}
    )
    if count > limits.API_RESOURCES:
        allowed = f"at most {limits.API_RESOURCES} resources, one for each segment of a path"
        raise LimitError(where, count, allowed, "Split the API in two.")


def _check_variables(
    place: str,
    shape: tuple[str, ...],
    route: Route,
    variables: dict[tuple[str, ...], tuple[str, Route]],
) -> None:
    for number, segment in enumerate(route.segments):
        if not _VARIABLE.fullmatch(segment):
            continue
        known, first = variables.setdefault(shape[:number], (segment, route))
        if known != segment:
            allowed = f"{known} in place of {segment}, as in {first.path}"
            raise SpecError(f"{place}.path", route.path, allowed)
