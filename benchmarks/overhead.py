"""What it costs to register resources through the components.

Registers the auditor's kinds of resources, many times over, by the components and by hand, in one
process, in turns. By hand means the same resources with the same inputs: once each below a plain
component as in our tree, once without any component.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import pulumi
from pulumi_aws import dynamodb, iam, kms, sns, sqs

from components.core import deployment
from components.core.deployment import Deployment
from components.iam import Role, grant
from components.key import Key
from components.queue import Queue
from components.table import Table
from components.topic import Topic
from tests.support.engine import Registered, register

PLACE = Deployment("bulwark", "bench", "123456789012", "eu-central-1")
QUEUES = "arn:aws:sqs:eu-central-1:123456789012:orders"

Program = Callable[[], None]


def by_components(sets: int) -> Program:
    """Five components a set: 8 resources and 5 components."""

    def program() -> None:
        for number in range(sets):
            key = Key(f"key{number}", {"description": "Bench"}).reference
            Table(f"table{number}", {"partition_key": {"name": "id"}, "encryption_key": key})
            Queue(f"queue{number}", {"visibility_timeout_seconds": 60, "encryption_key": key})
            Topic(f"topic{number}", {"encryption_key": key})
            Role(
                f"role{number}",
                {
                    "trust": {"service": "lambda.amazonaws.com"},
                    "grants": [grant(["sqs:SendMessage"], [QUEUES])],
                },
            )

    return program


def by_hand(sets: int, resources: list[Registered], *, components: bool) -> Program:
    """The same resources wired the same way, in plain components or in none.

    Names and documents come from ``resources``: nothing is computed, only registered.
    """
    inputs = {(resource.type, resource.name): resource.inputs for resource in resources}

    def of(type_: str, name: str, *properties: str) -> dict[str, Any]:
        given = inputs[type_, name]
        return {_snake(one): given[one] for one in properties if one in given}

    def below(kind: str, name: str, *after: pulumi.Resource) -> pulumi.ResourceOptions:
        if not components:
            return pulumi.ResourceOptions(depends_on=after)
        parent = pulumi.ComponentResource(f"bulwark:index:{kind}", name)
        return pulumi.ResourceOptions(parent=parent, depends_on=after)

    def program() -> None:
        for number in range(sets):
            name = f"key{number}"
            opts = below("Key", name)
            key = kms.Key(name, **of(KEY, name, *KEY_PROPERTIES), opts=opts)
            alias = kms.Alias(name, **of(ALIAS, name, "name"), target_key_id=key.key_id, opts=opts)
            name = f"table{number}"
            dynamodb.Table(
                name,
                **of(TABLE, name, *TABLE_PROPERTIES),
                server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
                opts=below("Table", name, alias),
            )
            name = f"queue{number}"
            opts = below("Queue", name, alias)
            dead = sqs.Queue(
                f"{name}-dead", **of(QUEUE, f"{name}-dead", *QUEUE_PROPERTIES), opts=opts
            )
            waiting = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[dead]))
            sqs.Queue(name, **of(QUEUE, name, *QUEUE_PROPERTIES), opts=waiting)
            name = f"topic{number}"
            sns.Topic(name, **of(TOPIC, name, *TOPIC_PROPERTIES), opts=below("Topic", name, alias))
            name = f"role{number}"
            opts = below("Role", name)
            role = iam.Role(name, **of(ROLE, name, "name", "assumeRolePolicy"), opts=opts)
            iam.RolePolicy(
                name, **of(ROLE_POLICY, name, "name", "policy"), role=role.name, opts=opts
            )

    return program


KEY = "aws:kms/key:Key"
ALIAS = "aws:kms/alias:Alias"
TABLE = "aws:dynamodb/table:Table"
QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
KEY_PROPERTIES = (
    "description",
    "policy",
    "enableKeyRotation",
    "rotationPeriodInDays",
    "deletionWindowInDays",
)
TABLE_PROPERTIES = (
    "name",
    "billingMode",
    "attributes",
    "hashKey",
    "streamEnabled",
    "pointInTimeRecovery",
    "deletionProtectionEnabled",
)
QUEUE_PROPERTIES = (
    "name",
    "visibilityTimeoutSeconds",
    "messageRetentionSeconds",
    "policy",
    "kmsMasterKeyId",
    "redrivePolicy",
    "redriveAllowPolicy",
)
TOPIC_PROPERTIES = ("name", "policy", "kmsMasterKeyId")


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def seconds(program: Program) -> float:
    """The time of one registration of everything."""
    begin = time.perf_counter()
    register(program)
    return time.perf_counter() - begin


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=25)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    deployment.use(PLACE)
    ours = by_components(given.sets)
    resources = register(ours).resources
    rivals = {
        "by hand, below plain components": by_hand(given.sets, resources, components=True),
        "by hand, without components": by_hand(given.sets, resources, components=False),
    }
    rounds = [
        (seconds(ours), {name: seconds(rival) for name, rival in rivals.items()})
        for _ in range(given.rounds + 1)
    ][1:]
    print(f"{len(resources)} resources, median of {given.rounds} rounds")
    print(f"{'by our components':34}{statistics.median(one for one, _ in rounds) * 1000:8.0f} ms")
    for name in rivals:
        median = statistics.median(others[name] for _, others in rounds)
        ratio = statistics.median(one / others[name] for one, others in rounds)
        print(f"{name:34}{median * 1000:8.0f} ms   ours takes {ratio:.2f} times that")


if __name__ == "__main__":
    main()
