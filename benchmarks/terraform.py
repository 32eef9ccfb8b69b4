"""The same declarations as a Terraform plan, for Checkov to judge beside the pack."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.iam_peers import PYTHON

# The type's name in Terraform, and the properties that are called otherwise there.
TYPES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "aws:iam/role:Role": ("aws_iam_role", {}),
    "aws:iam/rolePolicy:RolePolicy": ("aws_iam_role_policy", {}),
    "aws:lambda/function:Function": ("aws_lambda_function", {"name": "function_name"}),
    "aws:cloudwatch/logGroup:LogGroup": ("aws_cloudwatch_log_group", {}),
    "aws:sqs/queue:Queue": ("aws_sqs_queue", {}),
    "aws:sqs/queuePolicy:QueuePolicy": ("aws_sqs_queue_policy", {}),
    "aws:dynamodb/table:Table": ("aws_dynamodb_table", {"attributes": "attribute"}),
    "aws:s3/bucket:Bucket": ("aws_s3_bucket", {}),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (
        "aws_s3_bucket_public_access_block",
        {},
    ),
    "aws:ec2/securityGroup:SecurityGroup": ("aws_security_group", {}),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What Checkov found.

    Attributes:
        failed: The ids of its failed checks by the resource's name.
        seconds: Its whole process.
    """

    failed: Mapping[str, frozenset[str]]
    seconds: float


def checkov(given: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Judged:
    """Judge resources, each a type of Pulumi's, a name and its inputs, in one plan."""
    if not PYTHON.exists():
        sys.exit(f"{PYTHON} is missing; `make bench` prepares it.")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "plan.json").write_text(json.dumps(_plan(list(given))), encoding="utf-8")
        command = [str(PYTHON.with_name("checkov")), "-d", folder, "--framework", "terraform_plan"]
        # Without the download it asks no address for anything.
        command += ["-o", "json", "--quiet", "--compact", "--skip-download"]
        begin = time.perf_counter()
        done = subprocess.run(  # noqa: S603 -- the tool that `make bench` installed
            command,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LOG_LEVEL": "CRITICAL"},
        )
        seconds = time.perf_counter() - begin
    try:
        report = json.loads(done.stdout)
    except ValueError:
        sys.exit(f"Checkov gave no report: {done.stderr[-1000:]}")
    failed: dict[str, set[str]] = {}
    for one in report.get("results", {}).get("failed_checks", ()):
        name = str(one["resource"]).partition(".")[2]
        failed.setdefault(name, set()).add(one["check_id"])
    return Judged({name: frozenset(ids) for name, ids in failed.items()}, seconds)


def _plan(given: Sequence[tuple[str, str, Mapping[str, Any]]]) -> dict[str, Any]:
    resources = [_resource(*one) for one in given]
    changes = [
        {**one, "change": {"actions": ["create"], "before": None, "after": one["values"]}}
        for one in resources
    ]
    return {
        "format_version": "1.1",
        "terraform_version": "1.5.0",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": []}},
    }


def _resource(type_: str, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    kind, renamed = TYPES[type_]
    return {
        "address": f"{kind}.{name}",
        "mode": "managed",
        "type": kind,
        "name": name,
        "values": {renamed.get(key, snake(key)): _spelt(value) for key, value in inputs.items()},
    }


def _spelt(value: Any) -> Any:  # noqa: ANN401 -- any value of a property
    if isinstance(value, Mapping):
        # Terraform writes a block as a list of one.
        return [{snake(str(key)): _spelt(inner) for key, inner in value.items()}]
    if isinstance(value, list):
        spelt = [_spelt(one) for one in value]
        return [one[0] if isinstance(one, list) and len(one) == 1 else one for one in spelt]
    return value


def snake(name: str) -> str:
    """``kmsKeyId`` as Terraform writes it: ``kms_key_id``."""
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)
