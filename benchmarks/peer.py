"""Runs another tool over policy documents; is run itself by the virtualenv that has the tool.

Reads from its standard input a list of ``{"kind", "type", "texts"}``, and writes a list with for
each of them ``{"found", "crash", "seconds"}``: what the tool calls its findings, the error that it
ended with, if any, and the seconds of processor that it took.
"""

import argparse
import gc
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

Given = dict[str, Any]
Finds = Callable[[str], list[str]]

# Checkov's rules for policy documents; it has others for what else the resources declare.
CHECKOV_RULES = (
    *(f"CKV_AWS_{n}" for n in (32, 33, 60, 61, 62, 63, 70, 72, 168, 169, 283, 286, 287, 288)),
    *(f"CKV_AWS_{n}" for n in (289, 290, 355, 356, 358, 385, 387, 393)),
    "CKV2_AWS_40",
)
CHECKOV_TYPES = {
    "identity": ("aws_iam_policy", "policy"),
    "trust": ("aws_iam_role", "assume_role_policy"),
    "bucket": ("aws_s3_bucket_policy", "policy"),
    "queue": ("aws_sqs_queue_policy", "policy"),
    "topic": ("aws_sns_topic_policy", "policy"),
    "key": ("aws_kms_key", "policy"),
    "secret": ("aws_secretsmanager_secret_policy", "policy"),
    "table": ("aws_dynamodb_resource_policy", "policy"),
    "bus": ("aws_cloudwatch_event_bus_policy", "policy"),
}


def parliament(*, community: bool = False) -> Finds:
    """What its command shows by default, or with the community's auditors too."""
    warnings.simplefilter("ignore")
    tool: Any = importlib.import_module("parliament")
    if community:
        auditors = Path(tool.__file__).with_name("community_auditors")
        tool.override_config(auditors / "config_override.yaml")

    def finds(text: str) -> list[str]:
        policy = tool.analyze_policy_string(text, include_community_auditors=community)
        shown = (tool.enhance_finding(finding) for finding in policy.findings)
        return [one.issue for one in shown if one.severity not in {"MUTE", "INFO"}]

    return finds


def cloudsplaining() -> Finds:
    """Its kinds of findings."""
    tool: Any = importlib.import_module("cloudsplaining.command.scan_policy_file")

    def finds(text: str) -> list[str]:
        result = tool.scan_policy(json.loads(text))
        return [kind for kind, one in result.items() if isinstance(one, dict) and one["findings"]]

    return finds


LIBRARIES: dict[str, Callable[[], Finds]] = {
    "parliament": parliament,
    "parliament-community": lambda: parliament(community=True),
    "cloudsplaining": cloudsplaining,
}


def in_process(finds: Finds, given: list[Given]) -> list[Given]:
    """What a library finds in each, document by document."""
    gc.freeze()
    return [_one(finds, one["texts"]) for one in given]


def _one(finds: Finds, texts: list[str]) -> Given:
    found: list[str] = []
    crash = ""
    begin = time.process_time()
    for text in texts:
        try:
            found += finds(text)
        except Exception as error:  # noqa: BLE001 -- a crash is what is counted
            crash = f"{type(error).__name__}: {error}"[:200]
    return {"found": found, "crash": crash, "seconds": time.process_time() - begin}


def checkov(given: list[Given]) -> list[Given]:
    """What Checkov finds in the plan of a Terraform program for each, all in one run."""
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate(given):
            for at, text in enumerate(one["texts"]):
                plan = Path(folder) / f"{number}-{at}.json"
                plan.write_text(json.dumps(_plan(one, text)), encoding="utf-8")
        command = [str(Path(sys.executable).with_name("checkov")), "-d", folder]
        command += ["--framework", "terraform_plan", "-o", "json", "--quiet", "--compact"]
        command += ["--skip-download", "--check", ",".join(CHECKOV_RULES)]
        begin = time.perf_counter()
        done = subprocess.run(  # noqa: S603 -- the tool beside this interpreter
            command,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LOG_LEVEL": "CRITICAL"},
        )
        seconds = (time.perf_counter() - begin) / len(given)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        sys.exit(f"Checkov gave no report: {done.stderr[-1000:]}")
    found: list[list[str]] = [[] for _ in given]
    for failed in report["results"]["failed_checks"]:
        number = int(Path(failed["file_path"]).stem.partition("-")[0])
        found[number].append(failed["check_id"])
    return [{"found": one, "crash": "", "seconds": seconds} for one in found]


def _plan(given: Given, text: str) -> Given:
    type_, attribute = CHECKOV_TYPES[given["type"] or given["kind"]]
    values = {"name": "bench", attribute: text}
    resource = {
        "address": f"{type_}.bench",
        "mode": "managed",
        "type": type_,
        "name": "bench",
        "values": values,
    }
    change = {**resource, "change": {"actions": ["create"], "before": None, "after": values}}
    return {
        "format_version": "1.1",
        "terraform_version": "1.5.0",
        "planned_values": {"root_module": {"resources": [resource]}},
        "resource_changes": [change],
        "configuration": {"root_module": {"resources": []}},
    }


def main() -> None:
    """Write what the tool finds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool", choices=[*LIBRARIES, "checkov"])
    tool = parser.parse_args().tool
    given: list[Given] = json.load(sys.stdin)
    # Tools print; only the report may come out.
    out, sys.stdout = sys.stdout, sys.stderr
    report = checkov(given) if tool == "checkov" else in_process(LIBRARIES[tool](), given)
    json.dump(report, out)


if __name__ == "__main__":
    main()
