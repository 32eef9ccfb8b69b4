"""``bulwark preview`` as its users run it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import outcome
from tests.support.projects import PROJECT, write

pytestmark = pytest.mark.e2e

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
