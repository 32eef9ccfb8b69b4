from collections import Counter
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws

from components.core import deployment
from components.topic import Topic
from tests.support.engine import Answers, Registry, register

IDENTITY = "aws:index/getCallerIdentity:getCallerIdentity"
REGION = "aws:index/getRegion:getRegion"
PARTITION = "aws:index/getPartition:getPartition"


def ask_aws(program: Callable[[], object], asked: Counter[str]) -> Registry:
    """Run a program that named no deployment, and count what it asks AWS."""

    def answer(token: str, **given: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        def counted(_args: dict[str, Any]) -> dict[str, Any]:
            asked[token] += 1
            return dict(given)

        return counted

    answers: Answers = {
        IDENTITY: answer(IDENTITY, accountId="210987654321"),
        REGION: answer(REGION, region="eu-north-1"),
        PARTITION: answer(PARTITION, partition="aws"),
    }
    deployment.use(None)
    return register(program, answers=answers)


def topic(name: str, provider: pulumi.ProviderResource | None = None) -> Topic:
    options = pulumi.ResourceOptions(providers=[provider] if provider else None)
    return Topic(name, {}, options)


def test_aws_is_asked_once_for_all_components_of_one_provider() -> None:
    asked: Counter[str] = Counter()
    known: list[str] = []

    def program() -> None:
        known.extend(topic(name).reference["arn"] for name in ("first", "second"))

    ask_aws(program, asked)

    assert asked == {IDENTITY: 1, REGION: 1, PARTITION: 1}
    assert known == [
        f"arn:aws:sns:eu-north-1:210987654321:bulwark-test-{name}" for name in ("first", "second")
    ]


def test_aws_is_asked_once_more_for_another_provider() -> None:
    asked: Counter[str] = Counter()

    def program() -> None:
        provider = aws.Provider("there", region="eu-north-1")
        for name, given in (("first", None), ("second", provider), ("third", provider)):
            topic(name, given)

    ask_aws(program, asked)

    assert asked == {IDENTITY: 2, REGION: 2, PARTITION: 2}


def test_a_named_deployment_is_not_asked_for() -> None:
    register(lambda: topic("first"), answers={})
