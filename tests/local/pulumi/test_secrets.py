"""A secret of the configuration appears nowhere in clear."""

from pathlib import Path

import pytest

from local.emulator.emulator import running
from local.provider.server import serve
from local.pulumi.workspace import workspace
from tests.support import projects
from tests.support.emulated import PLACE

pytestmark = pytest.mark.e2e

PLANTED = "planted-c0ffee-secret"
PROGRAM = """
    import pulumi
    import pulumi_aws as aws

    token = pulumi.Config().require_secret("token")
    provider = aws.Provider("aws", region="eu-central-1", allowed_account_ids=["000000000000"])
    own = pulumi.ResourceOptions(provider=provider)
    queue = aws.sqs.Queue("jobs", name="jobs", tags={"token": token}, opts=own)
    aws.kms.Key("data", description=token, opts=own)
    pulumi.export("tags", queue.tags)
    pulumi.export("token", token)
"""


def test_a_planted_secret_is_in_no_state_log_or_output(pulumi: Path, tmp_path: Path) -> None:
    projects.write(tmp_path, PROGRAM)
    with (
        running(PLACE) as emulator,
        serve(emulator) as served,
        workspace(pulumi, tmp_path, provider_port=served.port) as engine,
    ):
        engine.run("stack", "init", "dev")
        engine.run("config", "set", "--secret", "token", PLANTED, "-s", "dev")
        log = str(engine.folder / "events")
        commands = [
            ("up", "--yes", "-s", "dev", "--event-log", log, "--logtostderr", "-v", "5"),
            ("refresh", "--yes", "-s", "dev"),
            ("stack", "output", "-s", "dev"),
            ("preview", "-s", "dev", "--json"),
        ]
        for command in commands:
            done = engine.run(*command)
            assert done.returncode == 0, done.stdout + done.stderr
            assert PLANTED not in done.stdout + done.stderr, command

        url = emulator.client("sqs").get_queue_url(QueueName="jobs")["QueueUrl"]
        assert emulator.client("sqs").list_queue_tags(QueueUrl=url)["Tags"]["token"] == PLANTED
        files = [file for file in engine.folder.rglob("*") if file.is_file()]
        assert [file for file in files if PLANTED.encode() in file.read_bytes()] == []
