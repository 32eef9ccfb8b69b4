"""What an API has to be, checked before anything is registered."""

import re
from dataclasses import dataclass
from typing import Final, Self

from components.api.args import ApiArgs, CorsArgs, ThrottleArgs
from components.api.routes import Route, check_together
from components.core import limits
from components.core.checks import known_keys, matching, one_of, whole_number
from components.core.errors import SpecError

SIGNED_HEADERS: Final = ("Authorization", "Content-Type", "X-Amz-Date", "X-Amz-Security-Token")

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
_STAGE = re.compile(r"[A-Za-z0-9_-]{1,128}")
_ORIGIN = re.compile(r"\*|https?://[A-Za-z0-9.-]+(:\d{1,5})?")
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_MAX_AGE_SECONDS = range(86_401)  # No browser remembers longer than a day (Firefox; Chromium: 2 h).


@dataclass(frozen=True, slots=True)
class Cors:
    """Which web pages may call the API."""

    allowed_origin: str
    allowed_headers: tuple[str, ...]
    allow_credentials: bool
    max_age_seconds: int

    @classmethod
    def parse(cls, where: str, args: CorsArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: An origin or a header that cannot be one, or ``*`` with credentials.
            LimitError: An age beyond a day.
        """
        known_keys(where, args, CorsArgs.__annotations__)
        credentials = args.get("allow_credentials", False)
        origin = args["allowed_origin"]
        matching(f"{where}.allowed_origin", origin, _ORIGIN, "* or an origin: https://example.com")
        if origin == "*" and credentials:
            allowed = "an origin such as https://example.com where credentials are allowed"
            mend = "Name the origin, or leave `allow_credentials` out."
            raise SpecError(f"{where}.allowed_origin", origin, allowed, mend)
        headers = args.get("allowed_headers", SIGNED_HEADERS)
        for header in headers:
            matching(f"{where}.allowed_headers", header, _HEADER, "names of headers, no *")
        return cls(
            allowed_origin=origin,
            allowed_headers=tuple(sorted(set(headers))),
            allow_credentials=credentials,
            max_age_seconds=whole_number(
                f"{where}.max_age_seconds",
                args.get("max_age_seconds", 600),
                _MAX_AGE_SECONDS,
                "seconds",
            ),
        )


@dataclass(frozen=True, slots=True)
class Throttle:
    """How much each route takes before it answers 429."""

    rate: int
    burst: int

    @classmethod
    def parse(cls, where: str, args: ThrottleArgs) -> Self:
        """Validate ``args``.

        Raises:
            LimitError: More than an account's quota.
        """
        known_keys(where, args, ThrottleArgs.__annotations__)
        return cls(
            rate=whole_number(
                f"{where}.rate",
                args.get("rate", 50),
                limits.API_THROTTLE_RATE,
                "requests per second",
            ),
            burst=whole_number(
                f"{where}.burst", args.get("burst", 100), limits.API_THROTTLE_BURST, "requests"
            ),
        )


@dataclass(frozen=True, slots=True)
class ApiSpec:
    """The validated arguments of ``Api``."""

    routes: tuple[Route, ...]
    """By path and method, however they were declared."""
    description: str | None
    cors: Cors | None
    throttle: Throttle
    stage: str
    log_retention_days: int

    @classmethod
    def parse(cls, name: str, args: ApiArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: No route, routes that contradict each other, or an argument that API Gateway
                does not take; the message names the route.
            LimitError: A value beyond a limit of API Gateway.
        """
        where = f"Api {name!r}"
        known_keys(where, args, ApiArgs.__annotations__)
        routes = [
            Route.parse(f"{where}.routes[{number}]", route)
            for number, route in enumerate(args["routes"])
        ]
        if not routes:
            raise SpecError(f"{where}.routes", routes, "at least one route")
        check_together(f"{where}.routes", routes)
        cors = Cors.parse(f"{where}.cors", args["cors"]) if "cors" in args else None
        for number, route in enumerate(routes):
            if cors and route.method == "OPTIONS":
                allowed = "no route for OPTIONS where `cors` is set: the gateway answers it"
                raise SpecError(f"{where}.routes[{number}]", f"OPTIONS {route.path}", allowed)
        stage = args.get("stage", "v1")
        matching(f"{where}.stage", stage, _STAGE, "1 to 128 letters, digits, _ and -")
        return cls(
            routes=tuple(sorted(routes, key=lambda route: (route.path, route.method))),
            description=args.get("description"),
            cors=cors,
            throttle=Throttle.parse(f"{where}.throttle", args.get("throttle", {})),
            stage=stage,
            log_retention_days=one_of(
                f"{where}.log_retention_days",
                args.get("log_retention_days", 365),
                limits.LOG_RETENTION_DAYS,
            ),
        )

    @property
    def alias_arns(self) -> tuple[str, ...]:
        """The functions that the API invokes, each once."""
        return tuple(sorted({route.alias_arn for route in self.routes}))


def access_log_name(api: str) -> str:
    """The access log's group; the account's role may write to the groups of the stack's APIs."""
    return f"/aws/apigateway/{api}"
