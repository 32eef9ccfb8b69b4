"""Resources made to break the rules: none may raise, or take more than a second.

Types are those that rules are about, properties those that the SDK has; their values are anything:
wrong types, missing blocks, unknowns anywhere, secrets, files, texts of 5 MB. Every twentieth
resource closes a stack, which is judged as a whole too.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from guardrails.model import Fail
from guardrails.pack import Answer, Pack
from guardrails.registry import RULES
from guardrails.values import UNKNOWN, File, Secret
from guardrails.view import Resource, View
from local.provider.sdk import properties_of

SECONDS: Final = 1.0
STACK: Final = 20
_LONG: Final = 5_000_000
_DEEPEST: Final = 4

_TEXTS: Final = (
    *("", "*", "x", "true", "0.0.0.0/0", "::/0", "TLS_1_2", "arn:aws:s3:::b", "arn:", "::::::"),
    *("$LATEST", "{", "[]", "null", '{"Statement": []}', '{"Statement": {"Effect": "Allow"}}'),
    *("\x00", "\ud800", "\u202e", "9" * 400, "${aws:username}", "{{resolve:ssm:x}}", "-1"),
    '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}',
    '{"StartAt": "a", "States": {"a": {"Type": "Task", "Resource": 1, "Next": "a"}}}',
    '{"openapi": "3.0.1", "paths": {"/": {"get": {"security": [{}]}, "x": 1}}}',
)
_NAMES: Final = ("a", "b", "c")

_PLAIN, _LIST = 0.6, 0.2  # the rest are objects
_SECRET: Final = 0.03
_NO_OBJECT: Final = 0.01


class Maker:
    """Makes resources from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 -- a fuzzer's
        types = {one for rule in RULES for one in rule.applies_to if one.startswith("aws:")}
        self._properties = {one: sorted(properties_of(one)) or ["name"] for one in sorted(types)}
        self._types = list(self._properties)
        self._plain: tuple[Callable[[], Any], ...] = (
            lambda: self._random.choice(_TEXTS),
            lambda: self._random.choice((True, False, None)),
            lambda: self._random.choice((0, 1, -1, 0.5, 1e308, float("nan"), 900, 443)),
            lambda: UNKNOWN,
            lambda: File("archive", "x.zip"),
        )

    def resource(self, number: int) -> Resource:
        """The next one."""
        type_ = self._random.choice(self._types)
        names = self._properties[type_]
        chosen = self._random.sample(names, self._random.randint(0, min(len(names), 12)))
        properties: Any = {name: self._value(0) for name in chosen}
        if self._random.random() < _NO_OBJECT:
            properties = self._value(0)
        if number % 10_000 == 0:
            properties = dict.fromkeys(names[:3], "x" * _LONG)
        name = f"r{number}"
        return Resource(
            urn=f"urn:pulumi:fuzz::fuzz::{type_}::{name}",
            type=type_,
            name=name,
            properties=View(properties),
            protect=self._random.choice((True, False)),
            account_id=self._random.choice((None, "111122223333")),
            region=self._random.choice((None, "eu-central-1")),
        )

    def _value(self, depth: int) -> Any:  # noqa: ANN401 -- anything
        way = self._random.random()
        if depth >= _DEEPEST or way < _PLAIN:
            made = self._random.choice(self._plain)()
        elif way < _PLAIN + _LIST:
            made = [self._value(depth + 1) for _ in range(self._random.randint(0, 3))]
        else:
            names = (*_NAMES, *self._random.choice(list(self._properties.values())))
            some = self._random.sample(names, min(len(names), self._random.randint(0, 4)))
            made = {name: self._value(depth + 1) for name in some}
        return Secret(made) if self._random.random() < _SECRET else made


def run(count: int, seed: int) -> tuple[Counter[str], list[str], float]:
    """How often each rule was broken, what went wrong, and the most seconds that one took."""
    maker, pack = Maker(seed), Pack(RULES)
    told: Counter[str] = Counter()
    faults: list[str] = []
    slowest = 0.0
    stack: list[Resource] = []
    for number in range(count):
        resource = maker.resource(number)
        stack.append(resource)
        asked = [pack.judge(resource)]
        if len(stack) == STACK:
            asked.append(pack.judge_stack(tuple(stack)))
            stack.clear()
        for answers in asked:
            seconds = _ask(answers, number, told, faults)
            slowest = max(slowest, seconds)
            if seconds > SECONDS:
                faults.append(f"{number} ({resource.type}): {seconds:.2f} s")
    return told, faults, slowest


def _ask(answers: Iterator[Answer], number: int, told: Counter[str], faults: list[str]) -> float:
    begin = time.process_time()
    try:
        told.update(one.rule.id for one in answers if isinstance(one.result, Fail))
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is a fault
        faults.append(f"{number}: {error}")
    return time.process_time() - begin


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    begin = time.perf_counter()
    told, faults, slowest = run(given.count, given.seed)
    seconds = time.perf_counter() - begin
    print(f"{given.count} resources in {seconds:.0f} s, {len(told)} of {len(RULES)} rules broken")
    print(f"slowest {slowest:.2f} s of processor, aim {SECONDS:g} s; faults: {len(faults)}")
    for fault in faults[:10]:
        print(f"  {fault}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
