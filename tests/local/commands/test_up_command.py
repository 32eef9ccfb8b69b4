import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

import pytest

from local.emulator.waiting import until
from tests.support.deployed import REPOSITORY, Project
from tests.support.leftovers import processes_of

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds processes in /proc"),
]

ROLE = """
trust = pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
role = aws.iam.Role("worker", name="worker", assume_role_policy=trust, opts=opts)
pulumi.export("arn", role.arn)
pulumi.export("hidden", pulumi.Output.secret("hush"))
"""
HANGING = """
async def main():
    if not pulumi.runtime.is_dry_run():
        Path("deploying").touch()
        while True:
            await asyncio.sleep(0.05)
pulumi.run(main)
"""
VIOLATING = """
everything = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
aws.iam.Policy("admin", name="admin", policy=everything, opts=opts)
"""
FAILING = """
aws.iam.RolePolicyAttachment(
    "lonely", role="nobody", policy_arn="arn:aws:iam::aws:policy/ReadOnlyAccess", opts=opts
)
"""
TABLE = """
aws.dynamodb.Table("orders", name="orders", hash_key="id", billing_mode="PAY_PER_REQUEST",
    attributes=[{"name": "id", "type": "S"}], opts=opts)
"""
UNKNOWN_TYPE = """
aws.glacier.Vault("archive", name="old", opts=opts)
"""
EMPTY_AUDITOR = """
for name in (
    "api_url", "api_id", "api_stage", "findings_table", "audits_queue_url",
    "audits_dead_letter_queue_url", "alerts_topic_arn", "dispatch_function",
    "audit_role_name", "audit_external_id",
):
    pulumi.export(name, "arn:aws:sns:eu-central-1:000000000000:nothing")
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def everything(terminal: IO[bytes]) -> str:
    """What was written to a terminal whose other side is closed."""
    parts: list[bytes] = []
    # Linux answers the end of a terminal with an error.
    with contextlib.suppress(OSError):
        while part := terminal.read(65536):
            parts.append(part)
    return b"".join(parts).decode()


def interrupt(project: Project, process: subprocess.Popen[str], number: int) -> int:
    process.send_signal(number)
    process.communicate(timeout=30)
    assert project.left_behind() == []
    return process.returncode


def test_a_stack_without_smoke_calls_is_deployed_and_taken_down(project: Project) -> None:
    project.write(ROLE, UNKNOWN_TYPE)

    code, out, err = project.run("--once", "--json")

    assert code == 0, err
    report: dict[str, Any] = json.loads(out)
    assert report["deployed"] == 1
    assert [(one["type"], one["name"], one["reason"]) for one in report["not_emulated"]] == [
        ("aws:glacier/vault:Vault", "archive", "the local run's resource table lacks this type")
    ]
    assert report["outputs"] == {
        "arn": "arn:aws:iam::000000000000:role/worker",
        "hidden": "[secret]",
    }
    assert report["smoke"] == {"steps": [], "findings": [], "error": None}
    assert {"program", "policies", "emulator", "deploy", "total"} <= set(report["timings"])
    assert err == ""
    assert project.left_behind() == []


def test_people_are_told_what_was_deployed_and_by_name_what_was_not(project: Project) -> None:
    project.write(ROLE, UNKNOWN_TYPE)

    code, out, _ = project.run("--once")

    assert code == 0
    assert "local: 1 resource deployed in " in out
    assert (
        "declared, not emulated: aws:glacier/vault:Vault archive"
        "  the local run's resource table lacks this type\n"
    ) in out
    assert "hush" not in out


@pytest.mark.parametrize(("ci", "shows"), [(None, True), ("true", False)])
def test_progress_is_shown_on_a_terminal_but_not_in_ci(
    project: Project, monkeypatch: pytest.MonkeyPatch, ci: str | None, *, shows: bool
) -> None:
    project.write(ROLE)
    for name, value in {"CI": ci, "TERM": "xterm"}.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    ours, theirs = os.openpty()

    with project.started("--once", "--json", stderr=theirs) as process:
        os.close(theirs)
        with os.fdopen(ours, "rb", buffering=0) as terminal:
            written = everything(terminal)
        assert process.wait(timeout=60) == 0

    assert ("deploying 1 of 1: worker" in written) is shows


def test_a_mandatory_violation_stops_before_anything_is_deployed(project: Project) -> None:
    project.write(VIOLATING)

    code, out, _ = project.run("--once", "--json")

    assert code == 1
    report = json.loads(out)
    assert "admin-star" in [one["rule"] for one in report["violations"]]
    assert "deployed" not in report
    assert project.left_behind() == []


def test_what_a_rule_remedied_is_not_deployed_as_the_program_has_it(project: Project) -> None:
    project.write(TABLE)
    levels = project.folder / "levels.json"
    levels.write_text(json.dumps({"all": "disabled", "ddb-pitr": "remediate"}))

    code, out, err = project.run("--once", "--policy-pack-config", str(levels))

    assert (code, out) == (2, "")
    assert err.replace("\n", " ").strip() == (
        "error: policy configuration: ddb-pitr remedied aws:dynamodb/table:Table orders; this "
        "engine deploys what the program declares. Add --engine pulumi, or set another level than "
        "remediate."
    )
    assert project.left_behind() == []


def test_a_profile_sets_the_levels_of_what_is_deployed(project: Project) -> None:
    project.write(TABLE)

    refused, _, _ = project.run("--once")
    code, out, err = project.run("--once", "--json", "--profile", "local")

    assert (refused, code) == (1, 0), err
    assert json.loads(out)["deployed"] == 1


def test_a_resource_that_cannot_be_made_is_named(project: Project) -> None:
    project.write(FAILING)

    code, out, err = project.run("--once")

    assert code == 2
    assert err.startswith(
        "error: aws:iam/rolePolicyAttachment:RolePolicyAttachment 'lonely': "
        "AWS's AttachRolePolicy said NoSuchEntity: "
    )
    assert "Traceback" not in out + err
    assert project.left_behind() == []


def test_a_smoke_call_that_fails_is_named(project: Project) -> None:
    project.write(EMPTY_AUDITOR)

    code, out, err = project.run("--json")

    assert code == 1
    assert json.loads(out)["smoke"]["error"].startswith("seed accounts: ")
    assert err == ""
    assert project.left_behind() == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_while_deploying_leaves_nothing_behind(
    project: Project, number: int, code: int
) -> None:
    project.write(HANGING)

    with project.started("--once") as process:
        until("deployment", (project.folder / "deploying").exists, seconds=60)
        assert interrupt(project, process, number) == code


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_it_stays_up_until_it_is_interrupted_and_leaves_nothing_behind(
    project: Project, number: int, code: int
) -> None:
    project.write(ROLE)

    with project.started() as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("up at https://127.0.0.1:")
        assert len(processes_of(project.temporary)) >= 3
        assert interrupt(project, process, number) == code


# The keys of an account are as new as the account: they are old for a stack that allows 0 days.
@pytest.mark.parametrize(("stack", "old_keys"), [("local", ["access-key-rotation"]), ("dev", [])])
def test_the_auditor_is_deployed_used_and_taken_down(
    tmp_path: Path, stack: str, old_keys: list[str]
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    process = subprocess.run(  # noqa: S603 -- this very Python, stacks of our own
        [sys.executable, "-m", "local.cli", "up", "-s", stack, "--once", "--json"],
        cwd=REPOSITORY,
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )

    assert process.returncode == 0, process.stdout[-3000:] + process.stderr
    report = json.loads(process.stdout)
    assert report["unknown_access_documents"] == 0
    assert report["not_emulated"] == []
    rules = sorted(finding["rule"] for finding in report["smoke"]["findings"])
    assert rules == [*old_keys, "admin-star", *["root-mfa"] * 4]
    for recorded in report["recorded"]:
        assert recorded["not_found_in_code"] == recorded["refused"] == []
    called = {
        one["function"]: sorted({call["action"] for call in one["calls"]})
        for one in report["recorded"]
    }
    # What its code calls only when something goes wrong, it was not seen to call.
    assert called == {
        f"bulwark-{stack}-audit-account": [
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
            "sts:AssumeRole",
        ],
        f"bulwark-{stack}-dispatch-audit": ["organizations:ListAccounts", "sqs:SendMessage"],
        f"bulwark-{stack}-findings-api": [
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
        ],
        f"bulwark-{stack}-notify-findings": ["sns:Publish"],
    }
    assert [*temporary.iterdir(), *processes_of(temporary)] == []
