"""The profiles that ship with the pack are what the rules make of them."""

from dataclasses import replace

import pytest

from guardrails.model import Level, Severity
from guardrails.registry import RULES
from local.commands.rules import PROFILES as OFFERED
from local.policy import OWN_PACK
from local.policy.profiles import PROFILES, rendered
from tests.policies.guardrails.rule_cases.model import by_id

FOLDER = OWN_PACK / "profiles"
RULE = by_id("ddb-pitr")


def test_the_command_offers_the_profiles_that_ship() -> None:
    shipped = sorted(file.stem for file in FOLDER.iterdir())

    assert shipped == sorted(PROFILES) == list(OFFERED)


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_is_not_stale(name: str) -> None:
    file = FOLDER / f"{name}.json"

    assert file.read_text() == rendered(name, RULES), f"{file} is stale: run `make rules`"


@pytest.mark.parametrize(
    ("profile", "category", "severity", "level", "expected"),
    [
        ("strict", "validity", "low", "advisory", "mandatory"),
        ("strict", "validity", "low", "mandatory", "mandatory"),
        ("strict", "validity", "low", "disabled", "disabled"),
        ("baseline", "validity", "medium", "mandatory", "advisory"),
        ("baseline", "validity", "high", "mandatory", "mandatory"),
        ("baseline", "validity", "critical", "advisory", "advisory"),
        ("baseline", "validity", "low", "disabled", "disabled"),
        ("local", "resilience", "high", "mandatory", "disabled"),
        ("local", "encryption-at-rest", "high", "mandatory", "disabled"),
        ("local", "public-exposure", "high", "mandatory", "mandatory"),
        ("local", "least-privilege", "low", "advisory", "advisory"),
    ],
)
def test_a_profile_gives_each_rule_its_level(
    profile: str, category: str, severity: str, level: str, expected: str
) -> None:
    rule = replace(RULE, category=category, severity=Severity(severity), level=Level(level))

    assert PROFILES[profile](rule) == expected


def test_a_profile_names_only_what_it_changes() -> None:
    unchanged = replace(RULE, id="same")
    changed = replace(RULE, id="changed", level=Level.ADVISORY)

    assert rendered("strict", [unchanged, changed]) == '{\n  "changed": "mandatory"\n}\n'
