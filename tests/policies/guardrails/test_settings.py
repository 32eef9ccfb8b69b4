from dataclasses import replace

import pytest

from guardrails.model import Fail, Level, Setting
from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.settings import ConfigurationError, choice, configure, flag, texts
from tests.policies.guardrails.rule_cases.model import by_id, one

LOG_GROUP = one("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 30.0, "kmsKeyId": "k"})


def violations(pack: Pack) -> list[tuple[str, str]]:
    return [
        (answer.rule.id, answer.level)
        for answer in pack.judge(LOG_GROUP)
        if isinstance(answer.result, Fail)
    ]


def test_a_rule_runs_at_its_own_level_by_default() -> None:
    assert violations(Pack(RULES)) == [("log-retention", "mandatory")]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (Level.DISABLED, []),
        (Level.ADVISORY, [("log-retention", "advisory")]),
        # What could not be remediated must not pass.
        (Level.REMEDIATE, [("log-retention", "mandatory")]),
    ],
)
def test_a_level_can_be_set(level: Level, expected: list[tuple[str, str]]) -> None:
    pack = Pack(RULES)
    pack.configure({"log-retention": level}, {})

    assert violations(pack) == expected


def test_a_setting_moves_the_limit() -> None:
    pack = Pack(RULES)
    pack.configure({}, {"log-retention": {"minimum_days": 30.0}})
    assert violations(pack) == []

    pack.configure({}, {})
    assert violations(pack) == [("log-retention", "mandatory")]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"log-retentoin": {}},
            "The pack bulwark has no policy 'log-retentoin'.",
        ),
        (
            {"log-retention": {"minimum_day": 1.0}},
            "Policy 'log-retention' has no setting 'minimum_day'; its settings: minimum_days.",
        ),
        (
            {"ddb-pitr": {"enabled": True}},
            "Policy 'ddb-pitr' has no setting 'enabled'; its settings: none.",
        ),
        (
            {"log-retention": {"minimum_days": 0.0}},
            (
                "Policy 'log-retention', setting 'minimum_days': got 0; allowed: a whole number "
                "from 1 to 3653."
            ),
        ),
        (
            {"log-retention": {"minimum_days": "a year"}},
            (
                "Policy 'log-retention', setting 'minimum_days': got 'a year'; allowed: a whole "
                "number from 1 to 3653."
            ),
        ),
    ],
)
def test_a_configuration_that_cannot_be_meant_is_refused(
    settings: dict[str, dict[str, object]], message: str
) -> None:
    pack = Pack(RULES)

    with pytest.raises(ConfigurationError) as caught:
        pack.configure({}, settings)

    assert str(caught.value) == message
    assert violations(pack) == [("log-retention", "mandatory")], "the old configuration holds"


def test_every_default_is_one_that_the_rule_takes() -> None:
    for rule in RULES:
        defaults = {name: setting.default for name, setting in rule.settings.items()}
        Pack([by_id(rule.id)]).configure({}, {rule.id: defaults})


@pytest.mark.parametrize(
    ("setting", "taken", "refused", "allowed"),
    [
        (flag(default=True, description="A switch."), [True, False], 1.0, "true or false"),
        (choice("1.2", ["1.2", "1.3"], "A version."), ["1.2", "1.3"], "1.1", "1.2, 1.3"),
        (
            texts(["a"], "[a-z]+", "Names."),
            [["b", "c"], []],
            ["b", "C"],
            "a list of texts like [a-z]+",
        ),
    ],
)
def test_a_setting_takes_what_its_schema_says(
    setting: Setting, taken: list[object], refused: object, allowed: str
) -> None:
    made = replace(by_id("log-retention"), settings={"it": setting})

    assert [configure(made, Level.ADVISORY, {"it": one}).settings["it"] for one in taken] == taken
    assert configure(made, Level.ADVISORY, {}).settings["it"] == setting.default
    with pytest.raises(ConfigurationError) as caught:
        configure(made, Level.ADVISORY, {"it": refused})
    assert str(caught.value) == (
        f"Policy 'log-retention', setting 'it': got {refused!r}; allowed: {allowed}."
    )
