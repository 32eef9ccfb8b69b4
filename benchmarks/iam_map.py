"""How long the access map of a whole stack takes: principals, chains, paths, map and picture.

The stacks are generated: roles in teams of twenty, each with three policies, a table, a queue and a
function that runs as it. In each team one role deploys functions and some take others; five roles
of each stack read every table, and pass every role. A column per size shows the processor's
seconds, the last one how much more a role takes in the largest stack than in the smallest.
Nothing of the stack is known before its map is made; what the map is made of is shown below it.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

from guardrails.entities import entities
from guardrails.graph import Graph
from guardrails.iam import reference
from guardrails.iam.entity import Entity
from guardrails.iam.escalation.across import across_policies, by_target
from guardrails.iam.escalation.chains import Becomes, becomes
from guardrails.resource_types import FUNCTION, QUEUE, ROLE, TABLE
from guardrails.view import Resource
from local.access import map as access_map
from local.access import svg
from tests.support.declared import ACCOUNT, REGION, declared

T = TypeVar("T")

AIM_SECONDS: Final = 5.0
AIM_SIZE: Final = 1_000
TEAM: Final = 20
WIDE: Final = 5
ROLE_POLICY: Final = "aws:iam/rolePolicy:RolePolicy"
_ARN: Final = f"arn:aws:{{service}}:{REGION}:{ACCOUNT}:{{name}}"


def stack(roles: int) -> Iterator[Resource]:
    """The resources of a stack with that many roles; always the same."""
    draw = random.Random(roles)  # noqa: S311 -- no secret
    for number in range(roles):
        team, place = divmod(number, TEAM)
        name = f"of{roles}-{team}-{place}"
        yield declared(TABLE, {"name": name}, name=name)
        yield declared(QUEUE, {"name": name}, name=name)
        yield declared(FUNCTION, {"name": name, "role": _role(name)}, name=name)
        yield declared(
            ROLE, {"name": name, "assumeRolePolicy": _trust(f"of{roles}-{team}", place)}, name=name
        )
        grants = {
            "data": _data(draw, f"of{roles}-{team}", name),
            "messages": _messages(draw, f"of{roles}-{team}", name),
            "more": _wide() if number < WIDE else _more(f"of{roles}-{team}", place),
        }
        for what, statements in grants.items():
            given = {"role": name, "name": what, "policy": _document(statements)}
            yield declared(ROLE_POLICY, given, name=f"{name}-{what}")


def _role(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def _arn(service: str, name: str) -> str:
    return _ARN.format(service=service, name=name)


def _document(statements: list[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def _allow(actions: list[str], resources: list[str], **conditions: object) -> dict[str, Any]:
    made: dict[str, Any] = {"Effect": "Allow", "Action": actions, "Resource": resources}
    return {**made, "Condition": conditions} if conditions else made


def _trust(team: str, place: int) -> str:
    """Lambda; of every fifth role the one before it too."""
    principal: dict[str, Any] = {"Service": "lambda.amazonaws.com"}
    if place % 5 == 1:
        principal["AWS"] = _role(f"{team}-{place - 1}")
    return _document([{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}])


def _data(draw: random.Random, team: str, name: str) -> list[dict[str, Any]]:
    other = f"{team}-{draw.randrange(TEAM)}"
    reading, writing = ["dynamodb:GetItem", "dynamodb:Query"], ["dynamodb:PutItem"]
    return [
        _allow([*reading, *writing], [_arn("dynamodb", f"table/{name}")]),
        _allow(reading, [_arn("dynamodb", f"table/{other}"), _arn("dynamodb", "table/shared-*")]),
    ]


def _messages(draw: random.Random, team: str, name: str) -> list[dict[str, Any]]:
    log = _arn("logs", f"log-group:/aws/lambda/{name}:*")
    queue = _arn("sqs", f"{team}-{draw.randrange(TEAM)}")
    return [
        _allow(["logs:CreateLogStream", "logs:PutLogEvents"], [log]),
        _allow(["sqs:SendMessage"], [queue]),
        _allow(["sqs:ReceiveMessage", "sqs:DeleteMessage"], [_arn("sqs", name)]),
    ]


def _more(team: str, place: int) -> list[dict[str, Any]]:
    """What the third policy of a role allows: a deployer's, a helper's, or an ordinary role's."""
    if place == 0:
        roles, functions = _role(f"{team}-*"), _arn("lambda", f"function:{team}-*")
        passing = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
        return [
            _allow(["iam:PassRole"], [roles], **passing),
            _allow(["lambda:CreateFunction", "lambda:InvokeFunction"], [functions]),
        ]
    if place % 5 == 0:
        return [_allow(["sts:AssumeRole"], [_role(f"{team}-{place + 1}")])]
    if place == 2:  # noqa: PLR2004 -- one of twenty
        function = _arn("lambda", f"function:{team}-3")
        return [_allow(["lambda:UpdateFunctionCode"], [function])]
    return [_allow(["s3:GetObject"], [f"arn:aws:s3:::{team}-files/*"])]


def _wide() -> list[dict[str, Any]]:
    """What the third policy of the first roles allows: more than it should."""
    return [
        _allow(["dynamodb:GetItem"], ["*"]),
        _allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], ["*"]),
    ]


class Clock:
    """The seconds of each step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, step: str, run: Callable[[], T]) -> T:
        """Run a step."""
        begin = time.process_time()
        result = run()
        self.seconds[step] = time.process_time() - begin
        return result


def measure(roles: int) -> tuple[dict[str, float], str]:
    """The seconds of each step, and what the map has."""
    graph = Graph(stack(roles))
    clock = Clock()
    made = clock.time("map", lambda: access_map.of_graph("", graph))
    clock.time("picture of it", lambda: svg.render(made))
    principals = clock.time("  principals, policies", lambda: entities(graph))
    chains = clock.time("  reach and chains", lambda: _chains(principals))
    paths = clock.time("paths to more rights", lambda: _paths(chains))
    return clock.seconds, f"{len(made.edges)} edges, {len(chains.edges)} steps, {paths} paths"


def _chains(principals: Sequence[Entity]) -> Becomes:
    found = becomes(principals)
    for _ in found.everyone():
        pass
    return found


def _paths(chains: Becomes) -> int:
    return sum(
        len(across_policies(at, chains.stack)) + sum(1 for _ in by_target(at, chains.stack))
        for at in range(len(chains.stack.entities))
    )


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, AIM_SIZE])
    given = parser.parse_args()
    for service in reference.services():
        reference.service_actions(service)
    sizes = sorted(given.sizes)
    measured = {size: measure(size) for size in sizes}
    print("".join(f"{text:>12}" for text in [" " * 28, *(f"{size} roles" for size in sizes)]))
    least, most = sizes[0], sizes[-1]
    for step in measured[least][0]:
        seconds = [measured[size][0][step] for size in sizes]
        growth = seconds[-1] / max(seconds[0], 1e-9) * least / most
        print(f"{step:30}" + "".join(f"{one:>10.2f} s" for one in seconds) + f"{growth:>8.1f} x")
    for size in sizes:
        print(f"{size} roles: {measured[size][1]}")
    print(f"aim: the map of {AIM_SIZE} roles with its chains in {AIM_SECONDS:.0f} s")


if __name__ == "__main__":
    main()
