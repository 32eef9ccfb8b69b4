"""The command as its users run it: arguments in; exit code, standard output and error out."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from guardrails.runtime_rules import RUNTIME_RULES
from local.cli import main
from tests.support.projects import PROJECT, write

BULWARK = [sys.executable, "-m", "local.cli"]

QUEUE = """
import pulumi, pulumi_aws as aws
provider = aws.Provider("main", region="eu-central-1")
key = aws.kms.Key("key", enable_key_rotation=True, deletion_window_in_days=30,
    opts=pulumi.ResourceOptions(provider=provider, protect=True))
dead = "arn:aws:sqs:eu-central-1:000000000000:dead"
aws.sqs.Queue("orders", name="orders", {further}
    redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead, "maxReceiveCount": 5}),
    opts=pulumi.ResourceOptions(provider=provider, protect=True))
"""
TLS = """policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny",
    "Principal": "*", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-central-1:000000000000:orders",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}), kms_master_key_id=key.arn,"""
PLAIN = '[{"type": "aws:sqs/queue:Queue", "name": "[red]q", "inputs": {"name": "q"}}]'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, as the working directory."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path)


def outcome(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    written = capsys.readouterr()
    return code, written.out, written.err


def previewed(
    capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str
) -> tuple[int, dict[str, Any]]:
    code, out, err = outcome(capsys, "-C", str(folder), "preview", "--json", *arguments)
    assert not err
    return code, json.loads(out)


def test_a_preview_without_a_violation_exits_with_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, QUEUE.replace("{further}", TLS))

    code, report = previewed(capsys, tmp_path)

    assert code == 0
    assert set(report) == {
        "stack",
        "resources",
        "access_documents",
        "unknown_access_documents",
        "violations",
        "undetermined",
        "remedied",
        "usage",
        "timings",
    }
    assert report["stack"] == "dev"
    assert set(report["timings"]) == {"program", "policies", "total"}
    assert (report["access_documents"], report["unknown_access_documents"]) == (1, 0)
    assert [one["level"] for one in report["violations"]] == ["advisory"] * len(
        report["violations"]
    )
    *_, queue, provider = report["resources"]
    assert provider["type"] == "pulumi:providers:aws"
    assert queue == {
        "urn": "urn:pulumi:dev::demo::aws:sqs/queue:Queue::orders",
        "type": "aws:sqs/queue:Queue",
        "name": "orders",
        "parent": "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev",
        "inputs": {
            "kmsMasterKeyId": None,
            "name": "orders",
            "policy": queue["inputs"]["policy"],
            "redrivePolicy": queue["inputs"]["redrivePolicy"],
        },
        "unknown": ["kmsMasterKeyId"],
    }


def test_a_mandatory_violation_exits_with_1_and_names_the_resource(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, QUEUE.replace("{further}", ""), {"dev": "", "prod": ""})

    code, report = previewed(capsys, tmp_path, "-s", "prod")

    assert code == 1
    (found,) = [one for one in report["violations"] if one["rule"] == "sqs-tls"]
    assert set(found) == {
        *("rule", "level", "severity", "urn", "type", "name", "message", "path", "fix"),
        "waiver",
    }
    assert found["urn"] == "urn:pulumi:prod::demo::aws:sqs/queue:Queue::orders"
    assert (found["level"], found["name"], found["path"]) == ("mandatory", "orders", "policy")


def test_people_read_the_violation_and_a_last_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "print('hello')\n" + QUEUE.replace("{further}", ""))

    code, out, err = outcome(capsys, "-C", str(tmp_path), "preview")

    assert code == 1
    assert "medium sqs-tls  aws:sqs/queue:Queue orders\n" in out
    assert out.splitlines()[-1].startswith("dev: 3 resources, no access documents, 1 violation")
    assert err == "info: hello\n"


def test_other_packs_can_be_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, QUEUE.replace("{further}", ""))
    for name in ("one", "two"):
        pack = tmp_path / name
        pack.mkdir()
        (pack / "PulumiPolicy.yaml").write_text("runtime: python")
        (pack / "__main__.py").write_text(
            "from pulumi_policy import *\n"
            f"PolicyPack('{name}', [StackValidationPolicy('{name}', 'D', lambda a, r: r('x'))])"
        )
    packs = [f"--policy-pack={tmp_path / name}" for name in ("one", "two")]

    code, report = previewed(capsys, tmp_path, *packs)

    assert code == 0
    assert [(one["rule"], one["level"]) for one in report["violations"]] == [
        ("one", "advisory"),
        ("two", "advisory"),
    ]


def test_a_file_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "resources.json"
    file.write_text(PLAIN)

    code, out, err = outcome(capsys, "check", str(file), "--json")
    report = json.loads(out)

    assert (code, err) == (1, "")
    assert set(report) == {
        "resources",
        "violations",
        "undetermined",
        "remedied",
        "types_without_rules",
    }
    assert report["resources"] == 1
    assert {(one["rule"], one["level"]) for one in report["violations"]} >= {
        ("sqs-tls", "mandatory")
    }
    assert {one["urn"] for one in report["violations"]} == {
        "urn:pulumi:check::check::aws:sqs/queue:Queue::[red]q"
    }


def test_people_read_the_names_of_a_file_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "resources.json"
    file.write_text(PLAIN)

    code, out, _ = outcome(capsys, "check", str(file))

    assert code == 1
    assert "aws:sqs/queue:Queue [red]q" in out
    assert out.splitlines()[-1].startswith("resources.json: 1 resource, 2 violations")


def test_a_policy_that_is_no_json_is_bad_input_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = {"type": "aws:iam/policy:Policy", "name": "broken", "inputs": {"policy": "{oops"}}
    (tmp_path / "resources.json").write_text(json.dumps([policy]))

    code, output, _ = outcome(capsys, "check", str(tmp_path / "resources.json"), "--json")

    (violation,) = json.loads(output)["violations"]
    assert code == 2
    assert violation["rule"] == "malformed-policy"
    assert (violation["name"], violation["path"]) == ("broken", "policy")


def test_an_empty_list_is_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "resources.json"
    file.write_text("[]")

    assert outcome(capsys, "check", str(file)) == (
        0,
        "resources.json: 0 resources, 0 violations\n",
        "",
    )


def test_the_catalogue_lists_every_rule_once_and_in_full(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = outcome(capsys, "rules", "--json")
    rules = json.loads(out)
    _, listed, _ = outcome(capsys, "rules")

    assert (code, err) == (0, "")
    assert len({rule["id"] for rule in rules}) == len(rules) > 20
    for rule in rules:
        assert list(rule) == [
            *("id", "title", "category", "severity", "level"),
            *("applies_to", "equivalents", "controls", "why", "remediation", "snippet"),
            *("remedy", "settings"),
        ]
        assert f" {rule['id']} " in listed
    assert listed.splitlines()[-1] == f"{len(rules)} rules, {len(RUNTIME_RULES)} of the audit"


@pytest.mark.parametrize(
    ("arguments", "files", "message"),
    [
        (("preview", "-s", "prd"), {}, "stack: got 'prd'; allowed: dev."),
        (("preview",), {"Pulumi.yaml": "name: [\n"}, "Pulumi.yaml: not YAML: "),
        (
            ("preview",),
            {"Pulumi.dev.yaml": "config: 3"},
            "Pulumi.dev.yaml: config: got 3; allowed: keys and values.",
        ),
        (
            ("preview",),
            {"__main__.py": "import pulumi\nraise pulumi.RunError('bulwark:regoin: unknown')"},
            "bulwark:regoin: unknown",
        ),
        (
            ("preview",),
            {"__main__.py": "def build():\n    raise OSError(2, 'gone')\nbuild()"},
            "the program failed: FileNotFoundError: [Errno 2] gone\n  at __main__.py:2 in build",
        ),
        (("preview", "--policy-pack", "nowhere"), {}, "policy pack "),
        (("check", "none.json"), {}, "none.json: No such file or directory."),
    ],
)
def test_bad_input_is_one_message_and_exit_2(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    files: dict[str, str],
    message: str,
) -> None:
    for name, content in files.items():
        (project / name).write_text(content)

    code, out, err = outcome(capsys, *arguments)

    assert (code, out) == (2, "")
    assert err.startswith(f"error: {message}")
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [(), ("deploy",), ("check",), ("preview", "--nope")])
def test_bad_usage_exits_with_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: bulwark")


def test_the_version_is_the_packages_and_that_of_its_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])

    assert caught.value.code == 0
    assert re.fullmatch(
        r"bulwark 0\.1\.0, AWS's actions as of 20\d\d-\d\d-\d\d\n", capsys.readouterr().out
    )


def test_the_help_does_not_wait_for_pulumi() -> None:
    program = "import sys, local.cli\ntry: local.cli.main(['--help'])\nexcept SystemExit: pass\n"
    program += "print(sorted({'pulumi', 'grpc', 'rich', 'boto3', 'yaml'} & set(sys.modules)))"

    ended = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ended.stdout.splitlines()[-1] == "[]"


def test_a_reader_that_has_gone_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        ended = subprocess.run(  # noqa: S603 -- our own command
            [*BULWARK, "rules", "--json"], stdout=closed, stderr=subprocess.PIPE, check=False
        )

    assert (ended.returncode, ended.stderr) == (141, b"")


def children_of(pid: int) -> set[int]:
    """The processes below one, as the kernel lists them."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found |= {int(child) for child in task.read_text().split()}
    return found | {below for child in found for below in children_of(child)}


@contextmanager
def hanging_preview(folder: Path) -> Generator[tuple["subprocess.Popen[str]", set[int]]]:
    """A preview whose program waits, with its pack's process already there."""
    write(folder, "import pathlib, time\npathlib.Path('begun').touch()\ntime.sleep(60)")
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [*BULWARK, "-C", str(folder), "preview"],
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 20
        while not (folder / "begun").exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        packs = children_of(process.pid)
        assert packs
        yield process, packs
    finally:
        process.kill()
        process.communicate()


def gone(pids: set[int]) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.e2e
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads processes from /proc")
@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)],
)
def test_an_interrupted_preview_leaves_no_process_behind(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with hanging_preview(tmp_path) as (process, packs):
        process.send_signal(number)
        out, err = process.communicate(timeout=20)

    assert process.returncode == code
    assert (out, err) == ("", "")
    assert gone(packs)


@pytest.mark.e2e
def test_a_hundred_megabytes_of_garbage_are_refused_at_once() -> None:
    garbage = b"\x00garbage" * (100 * 1024**2 // 8)

    ended = subprocess.run(  # noqa: S603 -- our own command
        [*BULWARK, "check", "-"], input=garbage, capture_output=True, check=False, timeout=20
    )

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.startswith(b"error: standard input: not JSON: it starts with '\\x00garbage")
    assert ended.stderr.count(b"\n") == 1


def test_a_project_brings_its_own_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "import pulumi", project=PROJECT)
    pack = tmp_path / "policies"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text("runtime: python")
    (pack / "__main__.py").write_text(
        "from pulumi_policy import *\n"
        "PolicyPack('own', [StackValidationPolicy('own', 'D', lambda a, r: r('x'),"
        " EnforcementLevel.MANDATORY)])"
    )

    code, report = previewed(capsys, tmp_path)

    assert code == 1
    assert [one["rule"] for one in report["violations"]] == ["own"]
