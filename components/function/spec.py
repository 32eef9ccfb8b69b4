"""What a function has to be, checked before anything is registered."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Self

from components.core import limits
from components.core.checks import known_keys, matching, one_of, whole_number
from components.core.errors import LimitError
from components.function.args import FunctionArgs
from components.function.environment import environment
from components.queue.spec import standard_queue

# Those that AWS has not deprecated:
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
RUNTIMES: Final = frozenset({"python3.11", "python3.12", "python3.13", "python3.14"})
DEFAULT_RUNTIME: Final = "python3.13"
DEFAULT_LOG_RETENTION_DAYS: Final = 365

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_HANDLER = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", re.ASCII)
_MODULE = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_DESCRIPTION_LENGTH = 256  # https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
_CONCURRENCY = range(1_000_001)  # the account's own limit is asked of AWS; this catches a slip


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """The validated arguments of ``Function``."""

    source: str
    handler: str
    include: tuple[str, ...]
    packages: tuple[str, ...]
    timeout_seconds: int
    memory_mb: int
    environment: dict[str, str]
    log_retention_days: int
    runtime: str
    reserved_concurrency: int | None
    description: str | None

    @classmethod
    def parse(cls, name: str, args: FunctionArgs) -> Self:
        """Validate ``args``; the package's folders are looked at when it is built.

        Raises:
            SpecError: An unknown argument, a handler that names no module, an unknown runtime, a
                FIFO queue for failures, or an environment that does not go together.
            LimitError: A number that Lambda does not take, or an environment above 4 KB.
        """
        where = f"Function {name!r}"
        known_keys(where, args, FunctionArgs.__annotations__)
        matching(where, name, _NAME, "a name of letters, digits, - and _")
        source = args["source"]
        folder = matching(
            f"{where}.source",
            PurePosixPath(source).name,
            _MODULE,
            "a folder that can be imported as a package",
        )
        failures = args.get("failure_queue")
        if failures is not None:
            standard_queue(f"{where}.failure_queue", failures)
        return cls(
            source=source,
            handler=matching(
                f"{where}.handler",
                args.get("handler", f"{folder}.handler.handler"),
                _HANDLER,
                "a module and a function, such as audit.handler.handler",
            ),
            include=tuple(args.get("include", [])),
            packages=tuple(args.get("packages", [])),
            timeout_seconds=whole_number(
                f"{where}.timeout_seconds",
                args["timeout_seconds"],
                limits.LAMBDA_TIMEOUT_SECONDS,
                "seconds",
            ),
            memory_mb=whole_number(
                f"{where}.memory_mb", args["memory_mb"], limits.LAMBDA_MEMORY_MB, "MB"
            ),
            environment=environment(
                f"{where}.environment", args.get("environment", {}), args["grants"]
            ),
            log_retention_days=one_of(
                f"{where}.log_retention_days",
                args.get("log_retention_days", DEFAULT_LOG_RETENTION_DAYS),
                limits.LOG_RETENTION_DAYS,
            ),
            runtime=one_of(f"{where}.runtime", args.get("runtime", DEFAULT_RUNTIME), RUNTIMES),
            reserved_concurrency=(
                whole_number(
                    f"{where}.reserved_concurrency",
                    args["reserved_concurrency"],
                    _CONCURRENCY,
                    "concurrent invocations",
                )
                if "reserved_concurrency" in args
                else None
            ),
            description=_description(where, args.get("description")),
        )


def _description(where: str, given: str | None) -> str | None:
    if given is not None and len(given) > _DESCRIPTION_LENGTH:
        allowed = f"at most {_DESCRIPTION_LENGTH} characters"
        raise LimitError(f"{where}.description", given, allowed)
    return given
