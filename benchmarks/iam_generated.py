"""Policy documents made up for the benchmarks, like those that teams and AWS write.

Sizes follow what there is: AWS's own read-only policies have hundreds of wildcards, a team's policy
has some statements of listed actions on ARNs. They are the same in each run.
"""

import json
import random
from collections.abc import Iterator
from typing import Any, Final

from guardrails.iam import reference

_SEED: Final = 20260701
_ARN: Final = "arn:aws:{service}:eu-central-1:123456789012:{name}"
_READING: Final = ("Get*", "List*", "Describe*", "BatchGet*", "Search*", "View*", "Lookup*")
_CHANGING: Final = ("Create*", "Update*", "Put*", "Delete*", "Start*", "Stop*", "Tag*", "*Policy")


def documents(count: int) -> Iterator[str]:
    """Texts of identity policies: of ten, four of teams, three wide, two reading, one audit."""
    draw = random.Random(_SEED)  # noqa: S311 -- no secret
    services = sorted(name for name in reference.services() if reference.service_actions(name))
    makers = (_team, _wide, _team, _reading, _team, _wide, _audit, _team, _wide, _reading)
    for number in range(count):
        made = makers[number % len(makers)](draw, services)
        yield json.dumps({"Version": "2012-10-17", "Statement": made}, indent=2)


def _team(draw: random.Random, services: list[str]) -> list[dict[str, Any]]:
    """Listed actions on ARNs, service by service."""
    return [
        {
            "Sid": f"S{at}",
            "Effect": "Allow",
            "Action": draw.sample(_names(service), min(len(_names(service)), draw.randint(2, 15))),
            "Resource": [_ARN.format(service=service, name=f"app-{at}"), *_maybe_star(draw)],
        }
        for at, service in enumerate(draw.sample(services, draw.randint(4, 10)))
    ]


def _wide(draw: random.Random, services: list[str]) -> list[dict[str, Any]]:
    """Verbs with a star on everything: what a hasty administrator writes."""
    some = draw.sample(services, draw.randint(5, 25))
    return [_on_all(_wildcards(draw, some, (*_READING, *_CHANGING)))]


def _reading(draw: random.Random, services: list[str]) -> list[dict[str, Any]]:
    """Like AWS's policies for reading: hundreds of wildcards."""
    some = draw.sample(services, draw.randint(50, 150))
    return [_on_all(_wildcards(draw, some, _READING))]


def _audit(draw: random.Random, services: list[str]) -> list[dict[str, Any]]:
    """Like AWS's policies for auditors: hundreds of listed actions."""
    some = draw.sample(services, 60)
    names = [name for one in some for name in _names(one)]
    return [_on_all(sorted(draw.sample(names, min(400, len(names)))))]


def _wildcards(draw: random.Random, services: list[str], verbs: tuple[str, ...]) -> list[str]:
    """Up to three wildcards for each service, of those that match something."""
    found: list[str] = []
    for service in services:
        given = [f"{service}:{verb}" for verb in verbs if reference.expand(f"{service}:{verb}")]
        found += draw.sample(given, min(3, len(given)))
    return found


def _names(service: str) -> list[str]:
    return [action.name for action in reference.service_actions(service).values()]


def _on_all(actions: list[str]) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": "*"}


def _maybe_star(draw: random.Random) -> list[str]:
    return ["*"] if draw.random() < 1 / 5 else []
