"""The path to Pulumi's own AWS provider, with a plugin that stands in for it."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from local.cli import main
from local.pulumi import plugin
from local.pulumi.workspace import workspace

ROOT = Path(__file__).parents[3]
PLUGIN = "pulumi-resource-aws"
VERSION = importlib.metadata.version("pulumi-aws")


@pytest.fixture(name="nowhere")
def no_plugin_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that has no plugin, and neither has PATH."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    return tmp_path


def put(folder: Path) -> Path:
    folder.mkdir(parents=True)
    file = folder / PLUGIN
    file.write_text(
        f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m tests.support.plugin "$@"\n'
    )
    file.chmod(0o755)
    return folder


def test_the_plugin_on_path_is_taken(nowhere: Path) -> None:
    on_path = put(nowhere / "bin")

    assert plugin.find() == on_path


def test_the_plugin_of_the_sdks_version_is_taken_from_the_clis_own(nowhere: Path) -> None:
    put(nowhere / "home" / "plugins" / "resource-aws-v7.0.0")
    with pytest.raises(plugin.NoPluginError):
        plugin.find()

    own = put(nowhere / "home" / "plugins" / f"resource-aws-v{VERSION}")

    assert plugin.find() == own


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--provider", "real"], "--provider real: only with --engine pulumi."),
        (
            ["--provider", "real", "--engine", "pulumi"],
            (
                f"Pulumi's AWS plugin v{VERSION} is not installed. Install it (pulumi plugin "
                f"install resource aws v{VERSION}), or leave out --provider real."
            ),
        ),
        (
            ["--provider", "real", "--engine", "pulumi", "-s", "prod"],
            (
                "--provider real: stack prod: bulwark:accountId: got None; allowed: "
                '"000000000000", the account of the embedded AWS. Take the stack local.'
            ),
        ),
    ],
)
def test_what_the_real_provider_cannot_deploy_is_refused_before_anything_starts(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(ROOT), "up", *arguments]) == 2
    assert capsys.readouterr() == ("", f"error: {message}\n")


@pytest.mark.e2e
def test_the_plugin_is_led_to_the_embedded_aws_and_makes_the_same_auditor(
    pulumi: Path, tmp_path: Path
) -> None:
    path = [str(put(tmp_path / "bin")), str(pulumi), os.environ["PATH"]]

    done = subprocess.run(  # noqa: S603 -- our own command
        [
            *(Path(sys.executable).with_name("bulwark"), "up", "--once", "--json"),
            *("--engine", "pulumi", "--provider", "real"),
        ],
        cwd=ROOT,
        env={**os.environ, "PATH": os.pathsep.join(path)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    report = json.loads(done.stdout)
    assert report["deployed"] == 46
    assert len(report["smoke"]["steps"]) == 13
    assert "admin-star" in {finding["rule"] for finding in report["smoke"]["findings"]}


@pytest.mark.e2e
def test_a_stack_for_aws_is_not_led_to_an_endpoint(pulumi: Path) -> None:
    with workspace(pulumi, ROOT) as engine:
        engine.run("stack", "init", "prod")
        url = ("--path", "bulwark:endpoint.url", "https://127.0.0.1:4566")
        assert engine.run("config", "set", *url, "-s", "prod").returncode == 0

        done = engine.run("preview", "-s", "prod")

    assert done.returncode != 0
    assert (
        "bulwark:endpoint: got 'https://127.0.0.1:4566'; allowed: one only for an auditor with "
        'bulwark:accountId "000000000000", the account of the embedded AWS. Take it out of '
        "Pulumi.prod.yaml."
    ) in " ".join(done.stdout.split())
    assert "Traceback" not in done.stdout + done.stderr
