"""Pulumi's real engine loads the pack, from any program, and does what the pack says."""

import json
from pathlib import Path

import pytest

from guardrails.registry import RULES
from local.policy.client import Violation
from local.pulumi.events import Events
from local.pulumi.workspace import workspace
from tests.support import foreign
from tests.support.foreign import BROAD, FULL_IAM

pytestmark = pytest.mark.e2e

PACK = Path(__file__).parents[3] / "policies"


def preview(
    pulumi: Path, folder: Path, program: str, config: object = None
) -> tuple[int, str, Events]:
    foreign.write(folder, program)
    (folder / "levels.json").write_text(json.dumps(config or {}))
    with workspace(pulumi, folder) as engine:
        engine.run("stack", "init", "dev")
        log = engine.folder / "events"
        done = engine.run(
            *("preview", "-s", "dev", "--event-log", str(log)),
            *("--policy-pack", str(PACK), "--policy-pack-config", str(folder / "levels.json")),
        )
        return done.returncode, done.stdout + done.stderr, Events.read(log)


def test_a_clean_program_is_judged_by_every_rule(pulumi: Path, tmp_path: Path) -> None:
    code, output, events = preview(pulumi, tmp_path, "import pulumi\npulumi.export('a', 1)\n")

    assert code == 0, output
    assert events.findings == frozenset()
    assert events.rules == {rule.id for rule in RULES if rule.level != "disabled"}


def test_a_violation_blocks_the_preview_and_names_rule_resource_and_fix(
    pulumi: Path, tmp_path: Path
) -> None:
    code, output, events = preview(pulumi, tmp_path, BROAD)

    assert code != 0
    assert events.findings == {FULL_IAM}
    for told in ("full-iam", "deploy", f"Fix: {FULL_IAM.fix}"):
        assert told in output


def test_a_rule_that_is_turned_off_is_silent(pulumi: Path, tmp_path: Path) -> None:
    code, output, events = preview(pulumi, tmp_path, BROAD, {"full-iam": "disabled"})

    assert code == 0, output
    assert events.findings == frozenset()
    assert "full-iam" not in events.rules


def test_a_rule_that_advises_does_not_block(pulumi: Path, tmp_path: Path) -> None:
    code, output, events = preview(pulumi, tmp_path, BROAD, {"full-iam": "advisory"})

    (finding,) = events.findings
    assert code == 0, output
    assert isinstance(finding, Violation)
    assert (finding.rule, finding.level) == ("full-iam", "advisory")


def test_nothing_is_left_behind(pulumi: Path, tmp_path: Path) -> None:
    foreign.write(tmp_path, "")
    before = sorted(one.name for one in tmp_path.iterdir())

    with workspace(pulumi, tmp_path) as engine:
        assert engine.run("stack", "init", "dev").returncode == 0
        assert engine.run("preview", "-s", "dev").returncode == 0

    assert not engine.folder.exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == before


def test_a_rule_that_cannot_mend_is_mandatory_where_it_is_to_mend(
    pulumi: Path, tmp_path: Path
) -> None:
    code, _, events = preview(pulumi, tmp_path, BROAD, {"full-iam": "remediate"})

    assert code != 0
    assert events.findings == {FULL_IAM}


TABLE = """
    import pulumi

    given = {
        "billingMode": "PAY_PER_REQUEST",
        "deletionProtectionEnabled": True,
        "serverSideEncryption": {
            "enabled": True,
            "kmsKeyArn": "arn:aws:kms:eu-central-1:123456789012:key/1",
        },
    }
    table = pulumi.ComponentResource(
        "aws:dynamodb/table:Table", "orders", given, pulumi.ResourceOptions(protect=True)
    )
    # The engine shows outputs to rules that look at the whole stack.
    table.register_outputs(given)
"""


def test_a_rule_that_is_to_mend_does(pulumi: Path, tmp_path: Path) -> None:
    code, output, events = preview(pulumi, tmp_path, TABLE, {"ddb-pitr": "remediate"})

    assert code == 0, output
    assert events.findings == frozenset()
    assert "ddb-pitr" in output


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (
            {"minimum_day": 30},
            (
                f'error: configuring policy pack "bulwark" at "{PACK}": '
                "Policy 'log-retention' has no setting 'minimum_day'; its settings: minimum_days."
            ),
        ),
        # The engine asks the schema that the pack gave it.
        (
            {"minimum_days": "a month"},
            (
                "error: validating policy config: bulwark 0.1.0  log-retention: minimum_days: "
                "Invalid type. Expected: integer, given: string"
            ),
        ),
    ],
)
def test_settings_that_cannot_be_meant_are_one_line(
    pulumi: Path, tmp_path: Path, settings: dict[str, object], told: str
) -> None:
    code, output, _ = preview(pulumi, tmp_path, BROAD, {"log-retention": settings})

    assert code != 0
    assert told in [line.strip() for line in output.splitlines()]
    assert "Traceback" not in output
