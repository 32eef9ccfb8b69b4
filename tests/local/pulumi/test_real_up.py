"""Pulumi's real engine deploys the auditor into the embedded AWS, changes it and takes it down."""

import json
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from local.cli import main
from local.emulator.emulator import Emulator, running
from local.emulator.waiting import until
from local.policy import OWN_PACK
from local.provider.server import serve
from local.pulumi.events import Events
from local.pulumi.workspace import Workspace, workspace
from local.smoke import auditor
from local.smoke.stack import AuditorStack
from tests.support import projects
from tests.support.emulated import PLACE

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[3]
RESOURCES = 71
SOURCES = ("blueprints", "components", "lambda", "policies")


@contextmanager
def engine_for(pulumi: Path, *stacks: str) -> Generator[tuple[Workspace, Emulator]]:
    with (
        running(PLACE) as emulator,
        serve(emulator) as served,
        workspace(pulumi, ROOT, provider_port=served.port) as engine,
    ):
        for folder in SOURCES:
            # Whoever edits them meanwhile changes nothing here.
            engine.editable(folder)
        for stack in stacks:
            engine.run("stack", "init", stack)
        yield engine, emulator


def act(engine: Workspace, *command: str, stack: str = "local", fails: bool = False) -> Events:
    log = engine.folder / "events"
    log.unlink(missing_ok=True)
    done = engine.run(*command, "--yes", "--skip-preview", "-s", stack, "--event-log", str(log))
    assert bool(done.returncode) is fails, done.stdout + done.stderr
    return Events.read(log)


def edit(engine: Workspace, file: str, old: str, new: str) -> None:
    folder, _, rest = file.partition("/")
    path = engine.editable(folder) / rest
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.fixture(name="deployed", scope="module")
def deployed_auditor(pulumi: Path) -> Generator[tuple[Workspace, Emulator]]:
    with engine_for(pulumi, "local") as (engine, emulator):
        assert act(engine, "up").changes == {"create": RESOURCES}
        yield engine, emulator


def test_the_auditor_works_and_a_second_up_changes_nothing(
    deployed: tuple[Workspace, Emulator],
) -> None:
    engine, emulator = deployed
    outputs = json.loads(engine.run("stack", "output", "--json", "-s", "local").stdout)
    stack = AuditorStack.of(outputs)
    assert stack is not None

    auditor.run(emulator, stack)

    assert act(engine, "up").changes == {"same": RESOURCES}


def test_changed_code_changes_the_function_its_version_and_its_alias_alone(
    deployed: tuple[Workspace, Emulator],
) -> None:
    engine, emulator = deployed
    edit(engine, "lambda/notify_findings/__init__.py", '"""', '"""Changed. ')

    assert act(engine, "up").changed() == {
        "Function notify-findings": "update",
        "Alias notify-findings": "update",
    }
    alias = emulator.client("lambda").get_alias(
        FunctionName="bulwark-local-notify-findings", Name="live"
    )
    assert alias["FunctionVersion"] == "2"


# A deployment is never changed, and the stage is what names the one that is served:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
def test_a_new_route_changes_the_api_and_its_deployment_that_the_stage_moves_to(
    deployed: tuple[Workspace, Emulator],
) -> None:
    engine, _ = deployed
    route = '{"method": "GET", "path": "/health", "function": function}, '
    edit(engine, "blueprints/findings_routes.py", "return [", f"return [{route}")

    assert act(engine, "up").changed() == {
        "RestApi findings": "update",
        "Deployment findings": "replace",
        "Stage findings": "update",
    }


def test_a_changed_name_of_a_stateful_resource_is_refused(
    deployed: tuple[Workspace, Emulator],
) -> None:
    engine, _ = deployed
    file = engine.editable("blueprints") / "auditor.py"
    before = file.read_text()
    edit(engine, "blueprints/auditor.py", '"idempotency",\n', '"memory",\n')

    done = engine.run("preview", "-s", "local")

    assert done.returncode != 0
    assert "idempotency" in done.stdout
    assert "cannot be deleted" in done.stdout
    assert "because it is protected" in done.stdout
    file.write_text(before)


def test_a_refresh_finds_a_manual_change(deployed: tuple[Workspace, Emulator]) -> None:
    engine, emulator = deployed
    emulator.client("logs").put_retention_policy(
        logGroupName="/aws/lambda/bulwark-local-findings-api", retentionInDays=1
    )

    assert act(engine, "refresh").changes["update"] == 1
    assert act(engine, "up").changed()["LogGroup findings-api"] == "update"


def tables(emulator: Emulator) -> list[str]:
    names: list[str] = emulator.client("dynamodb").list_tables()["TableNames"]
    return names


def left(emulator: Emulator) -> dict[str, Any]:
    """What there is in the embedded AWS of what the auditor declares."""
    return {
        "tables": tables(emulator),
        "queues": emulator.client("sqs").list_queues().get("QueueUrls", []),
        "topics": emulator.client("sns").list_topics()["Topics"],
        "functions": emulator.client("lambda").list_functions()["Functions"],
        "roles": emulator.client("iam").list_roles()["Roles"],
        "apis": emulator.client("apigateway").get_rest_apis()["items"],
        "schedules": emulator.client("scheduler").list_schedules()["Schedules"],
    }


def test_an_interrupted_up_continues_and_a_destroy_leaves_nothing(pulumi: Path) -> None:
    with engine_for(pulumi, "local") as (engine, emulator):
        log = engine.folder / "interrupted"
        process = subprocess.Popen(  # noqa: S603 -- the CLI that was found or built
            [
                *(engine.environment["BULWARK_PULUMI"], "--non-interactive", "up", "--yes"),
                *("--skip-preview", "-s", "local", "--event-log", str(log)),
            ],
            cwd=engine.project,
            env=dict(engine.environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until("some resources", lambda: log.exists() and made(log) > 5, seconds=60)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) != 0
        already = made(log)

        assert act(engine, "up").changes["create"] < RESOURCES
        assert 0 < already < RESOURCES
        assert act(engine, "up").changes == {"same": RESOURCES}

        act(engine, "destroy", fails=True)
        assert tables(emulator)
        engine.run("state", "unprotect", "--all", "--yes", "-s", "local")
        # AWS's own protection is lifted by hand: the program would put it back.
        for table in tables(emulator):
            emulator.client("dynamodb").update_table(
                TableName=table, DeletionProtectionEnabled=False
            )
        act(engine, "destroy")
        assert {kind: found for kind, found in left(emulator).items() if found} == {}


def made(log: Path) -> int:
    return log.read_text().count('"resOutputsEvent"')


def test_the_organization_tells_a_workload_its_account_and_what_is_denied_there(
    pulumi: Path,
) -> None:
    with engine_for(pulumi, "org", "dev") as (engine, _):
        act(engine, "up", stack="org")
        accounts = json.loads(engine.run("stack", "output", "--json", "-s", "org").stdout)

        done = engine.run("preview", "-s", "dev", "--json")
        judged = ("preview", "-s", "dev", "--policy-pack", str(OWN_PACK))
        within = engine.run(*judged)
        engine.run("config", "set", "bulwark:region", "eu-west-3", "-s", "dev")
        outside = engine.run(*judged)

    assert within.returncode == 0, within.stdout
    assert outside.returncode != 0
    assert "denied by the service control policy 'allowed-regions'" in outside.stdout
    report = json.loads(done.stdout)
    key = next(
        step["newState"]["inputs"]["policy"]
        for step in report["steps"]
        if step["newState"]["type"] == "aws:kms/key:Key"
    )
    assert accounts["accounts"]["dev"] in key
    declared = {step["newState"]["type"] for step in report["steps"]}
    assert "bulwark:index:InheritedPolicies" in declared


@pytest.mark.usefixtures("pulumi")
def test_the_command_deploys_with_the_real_engine_and_makes_the_same_smoke_calls() -> None:
    done = subprocess.run(  # noqa: S603 -- our own command
        [
            *(Path(sys.executable).with_name("bulwark"), "up", "--once", "--json"),
            *("--engine", "pulumi"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )

    report = json.loads(done.stdout)
    assert (done.returncode, report["smoke"]["error"]) == (0, None), done.stderr
    assert report["deployed"] == 46
    assert len(report["smoke"]["steps"]) == 13
    assert "admin-star" in {finding["rule"] for finding in report["smoke"]["findings"]}


BROAD = """
    import json
    import pulumi
    import pulumi_aws as aws

    provider = aws.Provider("aws", region="eu-central-1", allowed_account_ids=["000000000000"])
    statement = {"Effect": "Allow", "Action": "iam:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    aws.iam.Policy("all", name="all", policy=policy, opts=pulumi.ResourceOptions(provider=provider))
"""


@pytest.mark.usefixtures("pulumi")
def test_the_engine_goes_by_the_levels_that_the_command_was_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    projects.write(tmp_path, BROAD, {"local": ""})
    levels = tmp_path / "levels.json"
    levels.write_text('{"all": "disabled"}')
    up = ["-C", str(tmp_path), "up", "--once", "--json", "--engine", "pulumi"]

    assert main(up) == 1
    assert "deployed" not in json.loads(capsys.readouterr().out)
    assert main([*up, "--policy-pack-config", str(levels)]) == 0
    assert json.loads(capsys.readouterr().out)["deployed"] == 1
