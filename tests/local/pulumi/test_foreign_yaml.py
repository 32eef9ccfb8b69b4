"""A Pulumi YAML program that knows nothing of Bulwark, with AWS types, under the policy pack."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from local.policy import OWN_PACK
from local.policy.client import Undetermined, Violation
from local.provider.server import serve
from local.pulumi.events import Events
from local.pulumi.workspace import workspace

pytestmark = pytest.mark.e2e

PROGRAM = """
    name: shop
    runtime: yaml
    resources:
      jobs:
        type: aws:sqs:Queue
        properties:
          name: jobs
          kmsMasterKeyId: alias/shop
          redrivePolicy:
            fn::toJSON:
              deadLetterTargetArn: arn:aws:sqs:eu-central-1:111122223333:jobs-dead
              maxReceiveCount: 5
      access:
        type: aws:sqs:QueuePolicy
        properties:
          queueUrl: ${jobs.url}
          policy:
            fn::toJSON:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Principal: PRINCIPAL
                  Action: sqs:SendMessage
                  Resource: arn:aws:sqs:eu-central-1:111122223333:jobs
                - Effect: Deny
                  Principal: "*"
                  Action: sqs:*
                  Resource: arn:aws:sqs:eu-central-1:111122223333:jobs
                  Condition: { Bool: { aws:SecureTransport: "false" } }
    outputs:
      url: ${jobs.url}
"""
WORKER = '{ AWS: "arn:aws:iam::111122223333:role/worker" }'
EVERYONE = '"*"'


@pytest.fixture(name="port", scope="module")
def provider_port() -> Iterator[int]:
    with serve() as served:
        yield served.port


def preview(pulumi: Path, folder: Path, port: int, program: str) -> tuple[int, str, Events]:
    (folder / "Pulumi.yaml").write_text(dedent(program))
    with workspace(pulumi, folder, provider_port=port) as engine:
        engine.run("stack", "init", "dev")
        engine.run("config", "set", "aws:region", "eu-central-1", "-s", "dev")
        log = engine.folder / "events"
        done = engine.run(
            *("preview", "-s", "dev", "--event-log", str(log), "--policy-pack", str(OWN_PACK))
        )
        return done.returncode, done.stdout, Events.read(log)


def mandatory(events: Events) -> set[tuple[str, str, str]]:
    assert not [one for one in events.findings if isinstance(one, Undetermined)]
    return {
        (one.rule, one.type, one.name)
        for one in events.findings
        if isinstance(one, Violation) and one.level == "mandatory"
    }


def test_a_queue_that_one_role_uses_passes(pulumi: Path, tmp_path: Path, port: int) -> None:
    program = PROGRAM.replace("PRINCIPAL", WORKER)

    code, output, events = preview(pulumi, tmp_path, port, program)

    assert code == 0, output
    assert mandatory(events) == set()
    assert sorted(urn.split("::")[2] for urn in events.steps) == [
        "aws:sqs/queue:Queue",
        "aws:sqs/queuePolicy:QueuePolicy",
        "pulumi:providers:aws",
        "pulumi:pulumi:Stack",
    ]


def test_a_queue_that_is_open_to_everyone_is_blocked(
    pulumi: Path, tmp_path: Path, port: int
) -> None:
    program = PROGRAM.replace("PRINCIPAL", EVERYONE)

    code, output, events = preview(pulumi, tmp_path, port, program)

    assert code != 0
    assert mandatory(events) == {("sqs-policy-public", "aws:sqs/queuePolicy:QueuePolicy", "access")}
    assert "sqs-policy-public  (aws:sqs:QueuePolicy: access)" in output


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("kmsMasterKeyId", "kmsKey"), "Property kmsKey does not exist on 'aws:sqs/queue:Queue'"),
        (("jobs.url", "jobs.uri"), "uri does not exist on jobs"),
        (
            ("aws:sqs:QueuePolicy", "aws:sqs:Policy"),
            'unable to find resource type "aws:sqs:Policy"',
        ),
    ],
)
def test_what_the_package_lacks_is_named(
    pulumi: Path, tmp_path: Path, port: int, change: tuple[str, str], message: str
) -> None:
    program = PROGRAM.replace("PRINCIPAL", WORKER).replace(*change)

    code, output, _ = preview(pulumi, tmp_path, port, program)

    assert code != 0
    assert message in output
