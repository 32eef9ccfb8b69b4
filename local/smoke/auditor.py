"""The auditor's smoke calls: one audit over seeded accounts, seen through the deployed API."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final, TypeVar

import botocore.exceptions

from components.core.errors import BulwarkError
from local.emulator.emulator import Emulator
from local.emulator.waiting import DeadlineError, until
from local.smoke import seeding
from local.smoke.api import Answer, Api
from local.smoke.logs import errors_of
from local.smoke.outcome import Smoke, Step
from local.smoke.seeding import Seeded
from local.smoke.stack import AuditorStack

AUDIT_SECONDS: Final = 90
ALERT_SECONDS: Final = 30

Result = TypeVar("Result")


class SmokeError(BulwarkError):
    """A call that did not do what it has to."""


def run(
    emulator: Emulator,
    stack: AuditorStack,
    doing: Callable[[str], None] = lambda _: None,
    *,
    audit_seconds: float = AUDIT_SECONDS,
) -> Smoke:
    """Use a deployed auditor as its users would.

    Args:
        emulator: Where it is deployed.
        stack: Its outputs.
        doing: Told what is going on, for a progress display.
        audit_seconds: How long an audit of all accounts may take.

    Raises:
        SmokeError: Something did not do what it has to; the message names the call.
    """
    return _AuditorSmoke(emulator, stack, doing, audit_seconds).run()


class _AuditorSmoke:
    def __init__(
        self,
        emulator: Emulator,
        stack: AuditorStack,
        doing: Callable[[str], None],
        audit_seconds: float,
    ) -> None:
        self._emulator = emulator
        self._stack = stack
        self._doing = doing
        self._audit_seconds = audit_seconds
        self._steps: list[Step] = []

    def run(self) -> Smoke:
        stack, emulator = self._stack, self._emulator
        self._seeded, self._inbox, keys = self._step("seed accounts", self._seed)
        self._api = Api(stack.api_url, emulator.place.region, emulator.certificate, keys)
        self._audit("first audit", {})
        found = self._step("GET /findings", self._list)
        self._step("GET /findings, filtered", lambda: self._filter(found))
        self._step("GET /findings/{account}/{id}", lambda: self._single(found[0]))
        self._step("POST …/acknowledge", lambda: self._acknowledge(found[0]))
        self._step("GET /accounts/{account}/summary", lambda: self._summary(found))
        self._step("refusals", self._refusals)
        self._step("alerts of the topic", lambda: self._alerts(found))
        before = self._findings()
        self._audit("second audit", {"audit_id": _now()})
        after = self._step("GET /findings, again", lambda: self._unchanged(before))
        return Smoke(tuple(self._steps), tuple(after))

    def _step(self, call: str, act: Callable[[], tuple[Result, str]]) -> Result:
        self._doing(call)
        started = time.perf_counter()
        try:
            value, result = act()
        except botocore.exceptions.ClientError as error:
            raise SmokeError(f"{call}: {error}") from error
        except (botocore.exceptions.BotoCoreError, DeadlineError, OSError) as error:
            raise SmokeError(f"{call}: {type(error).__name__}: {error}") from error
        self._steps.append(Step(call, result, time.perf_counter() - started))
        return value

    def _seed(self) -> tuple[tuple[tuple[Seeded, ...], str, Any], str]:
        keys = seeding.caller(self._emulator, self._stack)
        inbox = seeding.listen(self._emulator, self._stack)
        seeded = seeding.seed(self._emulator, self._stack)
        return (seeded, inbox, keys), f"{len(seeded)} accounts"

    def _audit(self, what: str, event: Mapping[str, str]) -> None:
        self._step(f"{what}: invoke dispatch", lambda: self._dispatch(event))
        self._step(f"{what}: queue", self._drained)

    def _dispatch(self, event: Mapping[str, str]) -> tuple[None, str]:
        name = f"{self._stack.dispatch_function}:live"
        answer = self._emulator.client("lambda").invoke(
            FunctionName=name, Payload=json.dumps(event).encode()
        )
        said = json.load(answer["Payload"])
        if "FunctionError" in answer:
            raise SmokeError(f"invoke {name}: {_short(said)}{errors_of(self._emulator)}")
        count = len(self._seeded)
        _expect(f"invoke {name}", "messages", said.get("messages"), count)
        return None, f"{count} messages"

    def _drained(self) -> tuple[None, str]:
        sqs = self._emulator.client("sqs")

        def waiting(url: str) -> int:
            names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
            attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
            return sum(int(attributes[name]) for name in names)

        def audited() -> bool:
            left = waiting(self._stack.audits_queue_url)
            self._doing(f"auditing: {left} of {len(self._seeded)} accounts left")
            return left == 0

        try:
            until("the end of the audit", audited, seconds=self._audit_seconds)
        except DeadlineError as error:
            raise SmokeError(f"queue of audits: {error}{errors_of(self._emulator)}") from error
        dead = waiting(self._stack.audits_dead_letter_queue_url)
        if dead:
            raise SmokeError(f"queue of audits: {dead} dead letters{errors_of(self._emulator)}")
        return None, "every account audited"

    def _findings(self, **filters: str) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        query = dict(filters)
        while True:
            # Small pages, so that the cursor is used.
            answer = self._ask("GET", "/findings", {**query, "limit": "2"})
            found += answer.content["findings"]
            if "next" not in answer.content:
                return found
            query["next"] = answer.content["next"]

    def _list(self) -> tuple[list[Mapping[str, Any]], str]:
        found = self._findings()
        for account in self._seeded:
            rules = {one["rule"] for one in found if one["account"] == account.account_id}
            where = f"GET /findings: the rules broken in the account {account.name!r}"
            _expect(where, "rules", sorted(rules), sorted(account.rules))
        found.sort(key=lambda one: (one["rule"] != "admin-star", one["finding"]))
        return found, f"{len(found)} findings"

    def _filter(self, found: Sequence[Mapping[str, Any]]) -> tuple[None, str]:
        first = found[0]
        for filters in (
            {"account": first["account"]},
            {"severity": first["severity"]},
            {"account": first["account"], "severity": first["severity"], "status": "OPEN"},
            {"status": "RESOLVED"},
        ):
            expected = {
                one["finding"]
                for one in found
                if all(one[name] == value for name, value in filters.items())
            }
            given = {one["finding"] for one in self._findings(**filters)}
            _expect(f"GET /findings?{filters}", "findings", sorted(given), sorted(expected))
        return None, "by account, severity and status"

    def _single(self, finding: Mapping[str, Any]) -> tuple[None, str]:
        answer = self._ask("GET", _path(finding))
        _expect(answer.call, "finding", answer.content, finding)
        return None, finding["rule"]

    def _acknowledge(self, finding: Mapping[str, Any]) -> tuple[None, str]:
        path, read = f"{_path(finding)}/acknowledge", {"version": finding["version"]}
        answer = self._ask("POST", path, body={**read, "note": "smoke"})
        _expect(answer.call, "status", answer.content["status"], "ACKNOWLEDGED")
        stale = self._ask("POST", path, body=read, status=HTTPStatus.CONFLICT)
        current = stale.content["error"]["current_version"]
        _expect(stale.call, "current version", current, finding["version"] + 1)
        return None, f"{HTTPStatus.OK}, then {HTTPStatus.CONFLICT} for the stale version"

    def _summary(self, found: Sequence[Mapping[str, Any]]) -> tuple[None, str]:
        for account in self._seeded:
            answer = self._ask("GET", f"/accounts/{account.account_id}/summary")
            count = sum(one["account"] == account.account_id for one in found)
            _expect(answer.call, "total", answer.content["total"], count)
        return None, f"{len(self._seeded)} accounts"

    def _refusals(self) -> tuple[None, str]:
        self._ask("GET", "/findings", signed=False, status=HTTPStatus.FORBIDDEN)
        self._ask("GET", "/findings", {"account": "12"}, status=HTTPStatus.BAD_REQUEST)
        unknown = f"/findings/{self._emulator.place.account_id}/{'0' * 32}"
        self._ask("GET", unknown, status=HTTPStatus.NOT_FOUND)
        return None, "403 unsigned, 400 malformed, 404 unknown"

    def _alerts(self, found: Sequence[Mapping[str, Any]]) -> tuple[None, str]:
        expected = {one["finding"] for one in found if one["severity"] == "CRITICAL"}
        sqs, seen = self._emulator.client("sqs"), set[str]()

        def all_there() -> bool:
            answer = sqs.receive_message(QueueUrl=self._inbox, MaxNumberOfMessages=10)
            for message in answer.get("Messages", []):
                seen.add(json.loads(message["Body"])["finding"])
            return expected <= seen

        try:
            until("an alert of each critical finding", all_there, seconds=ALERT_SECONDS)
        except DeadlineError as error:
            raise SmokeError(
                f"alerts of the topic: {error}: {len(seen)} of {len(expected)}"
                f"{errors_of(self._emulator)}"
            ) from error
        _expect("alerts of the topic", "findings", sorted(seen), sorted(expected))
        return None, f"{len(expected)} critical findings"

    def _unchanged(
        self, before: Sequence[Mapping[str, Any]]
    ) -> tuple[list[Mapping[str, Any]], str]:
        after = self._findings()
        _expect("GET /findings after a second audit", "findings", after, before)
        return after, "nothing changed"

    def _ask(  # noqa: PLR0913 -- a call has these parts, most by name
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        body: Mapping[str, Any] | None = None,
        signed: bool = True,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Answer:
        answer = self._api.call(method, path, query, body, signed=signed)
        if answer.status != status:
            raise SmokeError(
                f"{answer.call}: got {answer.status}, expected {int(status)}: "
                f"{_short(answer.content)}{errors_of(self._emulator)}"
            )
        return answer


def _path(finding: Mapping[str, Any]) -> str:
    return f"/findings/{finding['account']}/{finding['finding']}"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _expect(call: str, what: str, given: object, expected: object) -> None:
    if given != expected:
        raise SmokeError(f"{call}: {what}: got {_short(given)}, expected {_short(expected)}")


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


_LONGEST_SHOWN: Final = 600
