"""Which calls the emulators were asked to allow, and by whom: written by them, read by us."""

import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

VARIABLE: Final = "BULWARK_JOURNAL"
_ORGANIZATIONS: Final = "AWSOrganizations"
_LONGEST: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, order=True)
class Recorded:
    """A call of somebody other than an account's root.

    Attributes:
        principal: The ARN of who called: ``arn:aws:sts::…:assumed-role/<role>/<session>``.
        action: The IAM action: ``dynamodb:GetItem``.
        resource: The ARN that it was for, ``*`` where the emulator does not tell.
        allowed: Whether the policies allowed it.
    """

    principal: str
    action: str
    resource: str
    allowed: bool


class _Writer:
    """Appends each record once."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._lock = threading.Lock()
        self._written: set[str] = set()

    def write(self, **record: object) -> None:
        line = json.dumps(record) + "\n"
        with self._lock:
            if line not in self._written:
                self._written.add(line)
                os.write(self._file, line.encode())


def keep_of_ministack() -> None:
    """Write down what the ministack that is imported into this process decides on."""
    from ministack.core import iam_evaluator  # noqa: PLC0415 -- only its own process has it
    from ministack.services import sts  # noqa: PLC0415 -- the same

    writer = _Writer(os.environ[VARIABLE])
    evaluate: Any = iam_evaluator.evaluate
    enforce: Any = iam_evaluator.enforce
    register: Any = sts.register_session
    asked = threading.local()

    def evaluated(context: Any, *policies: Any, **named: Any) -> Any:  # noqa: ANN401 -- passed on
        # One question may take several policies; only the whole answer counts.
        asked.context = context
        return evaluate(context, *policies, **named)

    def enforced(*args: Any, **named: Any) -> Any:  # noqa: ANN401 -- passed on
        asked.context = None
        refusal = enforce(*args, **named)
        context = asked.context
        if context is not None:
            writer.write(
                principal=context.principal_arn,
                action=context.action,
                resource=context.resource_arn,
                allowed=refusal is None,
            )
        return refusal

    def registered(access_key: str, session: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- passed on
        writer.write(key=access_key, principal=session.get("Arn", ""))
        return register(access_key, session)

    iam_evaluator.evaluate = evaluated
    iam_evaluator.enforce = enforced
    sts.register_session = registered


def keeping_of_moto(application: Callable[..., Any]) -> Callable[..., Any]:
    """A web application that writes down who asks it for what, and does nothing else besides."""
    writer = _Writer(os.environ[VARIABLE])

    def recording(environ: Mapping[str, Any], respond: Any) -> Any:  # noqa: ANN401 -- WSGI's
        service, _, operation = str(environ.get("HTTP_X_AMZ_TARGET", "")).partition(".")
        key = _access_key(str(environ.get("HTTP_AUTHORIZATION", "")))
        if service.startswith(_ORGANIZATIONS) and key:
            writer.write(key=key, action=f"organizations:{operation}", resource="*", allowed=True)
        return application(environ, respond)

    return recording


def _access_key(authorization: str) -> str:
    """The access key id of a signature; empty without one."""
    return authorization.partition("Credential=")[2].partition("/")[0]


def read(paths: Iterable[Path]) -> tuple[Recorded, ...]:
    """The calls that emulators wrote down, each once, in order; none from a file that is not there.

    moto knows an access key only; whose it is, ministack has written down.
    """
    records = [record for path in paths for record in _records(path)]
    principals = {
        record["key"]: record["principal"]
        for record in records
        if isinstance(record.get("key"), str) and isinstance(record.get("principal"), str)
    }
    found: set[Recorded] = set()
    for record in records:
        principal = record.get("principal") or principals.get(str(record.get("key")))
        action, resource = record.get("action"), record.get("resource")
        if isinstance(principal, str) and isinstance(action, str) and isinstance(resource, str):
            found.add(Recorded(principal, action, resource, record.get("allowed") is True))
    return tuple(sorted(found))


def _records(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        with path.open("rb") as file:
            lines = file.read(_LONGEST).splitlines()
    except OSError:
        return
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            # The last line may still be on its way.
            continue
        if isinstance(record, dict):
            yield record
