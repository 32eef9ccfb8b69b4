"""The real CLI publishes the pack, to a stand-in of Pulumi Cloud, from its folder alone.

It shows what the CLI sends and what whoever downloads it gets. It does not show that Pulumi Cloud
takes it.
"""

import datetime as dt
import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.model import Rule
from guardrails.pack import VERSION
from guardrails.registry import RULES
from local.pulumi import cli
from local.pulumi.events import Events
from local.pulumi.workspace import Workspace, workspace
from tests.support import foreign, pulumi_cloud, virtualenvs
from tests.support.foreign import FULL_IAM
from tests.support.pulumi_cloud import ORGANIZATION, STACK, Cloud

pytestmark = pytest.mark.e2e

PACK = Path(__file__).parents[3] / "policies"
LEVELS = ["advisory", "mandatory", "remediate", "disabled"]
# Of a stack that no test has: it is published, and changes nothing here.
WAIVER = {
    "rule": "full-iam",
    "resource": "urn:pulumi:nowhere::*::deploy",
    "reason": "a test",
    "owner": "nobody",
    "expires": dt.datetime.now(dt.UTC).date() + dt.timedelta(30),
}
NOT_OF_THE_PACK = (
    "guardrails/__pycache__/pack.cpython-311.pyc",
    "guardrails/rules/stale.pyc",
    ".pytest_cache/README.md",
    "venv/bin/activate",
    ".env",
)


@dataclass
class Published:
    """A publication that succeeded: by whom, to whom, of what, what was told, what was asked."""

    engine: Workspace
    cloud: Cloud
    files: dict[str, bytes]
    told: str
    asked: list[str]


@pytest.fixture(scope="module")
def published(pulumi: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    pack = tmp_path_factory.mktemp("alone") / "pack"
    files = copy_alone(pack)
    virtualenvs.of(pack / "requirements.txt", pack / ".venv")
    project = foreign.write(tmp_path_factory.mktemp("foreign"))
    with pulumi_cloud.serve() as cloud, workspace(pulumi, project) as plain:
        engine = cloud.logged_in(plain)
        done = replace(engine, project=pack).run("policy", "publish", ORGANIZATION)
        assert done.returncode == 0, done.stderr
        yield Published(engine, cloud, files, done.stdout, list(cloud.asked))
    assert cloud.refused == []


def copy_alone(pack: Path) -> dict[str, bytes]:
    """Copy the folder, add what is not to be published; return what is."""
    ignored = shutil.ignore_patterns("__pycache__", ".venv", "venv", ".*_cache", ".env")
    shutil.copytree(PACK, pack, ignore=ignored)
    (pack / "waivers.yaml").write_text(yaml.safe_dump({"waivers": [WAIVER]}))
    files = [file for file in pack.rglob("*") if file.is_file()]
    told = {str(file.relative_to(pack)): file.read_bytes() for file in files}
    for name in NOT_OF_THE_PACK:
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text("not of the pack")
    return told


def test_the_cli_publishes_the_pack(published: Published) -> None:
    assert published.told.splitlines()[-3:] == [
        f'Publishing "bulwark" - version {VERSION} to "acme"',
        "",
        f"Permalink: /acme/insights/policypacks/bulwark/{VERSION}",
    ]
    assert published.cloud.published
    assert [one for one in published.asked if not one.startswith("GET")] == [
        "POST /api/orgs/acme/policypacks",
        f"PUT /uploads/bulwark-{VERSION}.tgz",
        f"POST /api/orgs/acme/policypacks/bulwark/versions/{VERSION}/complete",
    ]


def test_the_pack_is_described(published: Published) -> None:
    told = {key: value for key, value in published.cloud.pack.items() if key != "policies"}

    assert told == {
        "name": "bulwark",
        "displayName": "Bulwark",
        "versionTag": VERSION,
        "description": yaml.safe_load((PACK / "PulumiPolicy.yaml").read_text())["description"],
        "runtime": "python",
    }


def test_every_rule_is_a_policy(published: Published) -> None:
    told = {policy["name"]: policy for policy in published.cloud.pack["policies"]}

    assert len(told) == len(published.cloud.pack["policies"])
    assert told == {rule.id: policy_of(rule) for rule in RULES}


def policy_of(rule: Rule) -> dict[str, Any]:
    """A rule in the shape of Pulumi Cloud's API; every policy of a pack takes a level."""
    settings = {name: setting.schema for name, setting in rule.settings.items()}
    level = {"type": "string", "enum": LEVELS}
    policy: dict[str, Any] = {
        "name": rule.id,
        "displayName": rule.title,
        "description": rule.title,
        "enforcementLevel": rule.level,
        "message": rule.why,
        "configSchema": {"type": "object", "properties": {**settings, "enforcementLevel": level}},
        "severity": rule.severity,
        "tags": [rule.category, *rule.equivalents],
        "remediationSteps": rule.remediation,
    }
    return json.loads(json.dumps(policy))


def test_the_tarball_holds_the_pack_and_nothing_else(published: Published) -> None:
    files = uploaded(published.cloud)

    assert files == {f"package/{name}": content for name, content in published.files.items()}
    assert {name.split("/")[1] for name in files} == {
        ".gitignore",
        "PulumiPolicy.yaml",
        "__main__.py",
        "guardrails",
        "profiles",
        "requirements.in",
        "requirements.txt",
        "waivers.yaml",
    }


def test_what_was_uploaded_needs_its_own_requirements_only(
    published: Published, pulumi: Path, tmp_path: Path
) -> None:
    for name, content in uploaded(published.cloud).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    pack = tmp_path / "package"
    virtualenvs.of(pack / "requirements.txt", pack / ".venv")

    with workspace(pulumi, foreign.write(tmp_path / "foreign")) as engine:
        engine.run("stack", "init", "dev")
        code, _, events = preview(engine, "dev", "--policy-pack", str(pack))

    assert code != 0
    assert events.findings == {FULL_IAM}


def uploaded(cloud: Cloud) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(cloud.tarball)) as tarball:
        files = {one.name: tarball.extractfile(one) for one in tarball}
        return {name: file.read() for name, file in files.items() if file}


def test_an_organization_that_requires_the_pack_has_it_judge(
    published: Published, pulumi: Path, tmp_path: Path
) -> None:
    if not (pulumi / cli.OLDER_HOST).exists():
        pytest.skip("Pulumi's own language host would install the requirements from their index")
    engine, cloud = published.engine, published.cloud
    download = f"GET /uploads/bulwark-{VERSION}.tgz"

    enable(engine, tmp_path, {})
    refused = preview(engine, STACK)
    enable(engine, tmp_path, {"full-iam": "advisory"})
    warned = preview(engine, STACK)

    assert refused[0] != 0
    assert refused[2].findings == {FULL_IAM}
    assert warned[0] == 0, warned[1]
    assert warned[2].findings == {replace(FULL_IAM, level="advisory")}
    assert f"bulwark@v{VERSION}" in refused[1]
    assert cloud.ends == ["failed", "succeeded"]
    assert cloud.asked.count(download) == 1
    home = Path(engine.environment["PULUMI_HOME"], "policies", ORGANIZATION)
    assert [one.name for one in home.iterdir()] == [f"pulumi-analyzer-bulwark-v{VERSION}"]


def enable(engine: Workspace, folder: Path, config: object) -> None:
    file = folder / "levels.json"
    file.write_text(json.dumps(config))
    pack = (f"{ORGANIZATION}/bulwark", VERSION, "--config", str(file))
    done = engine.run("policy", "enable", *pack)
    assert done.returncode == 0, done.stderr


def preview(engine: Workspace, stack: str, *more: str) -> tuple[int, str, Events]:
    log = engine.folder / "events"
    log.unlink(missing_ok=True)
    done = engine.run("preview", "-s", stack, "--event-log", str(log), *more)
    assert log.exists(), done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr, Events.read(log)


def test_the_published_pack_is_listed(published: Published) -> None:
    done = published.engine.run("policy", "ls", ORGANIZATION, "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [{"name": "bulwark", "versions": [VERSION]}]


@pytest.mark.parametrize(
    ("days", "code", "told"),
    [
        (400, 0, "Policy Pack configuration is valid."),
        (0, 1, "error: policy pack configuration is invalid: Must be greater than or equal to 1"),
    ],
)
def test_settings_are_held_against_what_was_published(
    published: Published, tmp_path: Path, days: int, code: int, told: str
) -> None:
    file = tmp_path / "levels.json"
    file.write_text(json.dumps({"log-retention": {"minimum_days": days}}))

    pack = (f"{ORGANIZATION}/bulwark", VERSION, "--config", str(file))
    done = published.engine.run("policy", "validate-config", *pack)

    assert done.returncode == code, done.stderr
    assert told in done.stdout + done.stderr
