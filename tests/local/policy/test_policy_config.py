"""The file that gives a pack levels and settings."""

import json
from pathlib import Path

import pytest
from pulumi.runtime.proto import analyzer_pb2

from local.errors import PackError
from local.policy import config
from local.preview import configs_of

ADVISORY, MANDATORY = analyzer_pb2.ADVISORY, analyzer_pb2.MANDATORY


def written(tmp_path: Path, given: object) -> Path:
    file = tmp_path / "config.json"
    file.write_text(json.dumps(given))
    return file


def info() -> analyzer_pb2.AnalyzerInfo:
    days = analyzer_pb2.PolicyInfo(name="log-retention", enforcementLevel=MANDATORY)
    days.configSchema.properties.update({"minimum_days": {"type": "integer", "default": 365}})
    hint = analyzer_pb2.PolicyInfo(name="sqs-cmk", enforcementLevel=ADVISORY)
    return analyzer_pb2.AnalyzerInfo(name="bulwark", policies=[days, hint])


def test_levels_and_settings_are_laid_over_the_packs_own(tmp_path: Path) -> None:
    given = config.read(
        written(tmp_path, {"all": "disabled", "log-retention": {"minimum_days": 30}})
    )

    made = config.request(info(), given)

    assert made.policyConfig["sqs-cmk"].enforcementLevel == analyzer_pb2.DISABLED
    assert made.policyConfig["log-retention"].enforcementLevel == analyzer_pb2.DISABLED
    assert made.policyConfig["log-retention"].properties["minimum_days"] == 30


def test_a_policys_own_level_comes_before_that_of_all(tmp_path: Path) -> None:
    given = config.read(written(tmp_path, {"sqs-cmk": "mandatory", "all": "disabled"}))

    made = config.request(info(), given)

    assert made.policyConfig["sqs-cmk"].enforcementLevel == MANDATORY


def test_without_a_file_everything_is_as_the_pack_says() -> None:
    made = config.request(info(), {})

    assert made.policyConfig["log-retention"].enforcementLevel == MANDATORY
    assert made.policyConfig["log-retention"].properties["minimum_days"] == 365


def test_a_misspelt_policy_is_refused_with_the_one_that_was_meant(tmp_path: Path) -> None:
    given = config.read(written(tmp_path, {"sqs-cmq": "mandatory"}))

    with pytest.raises(PackError) as caught:
        config.request(info(), given)

    assert str(caught.value) == (
        "policy configuration: no policy 'sqs-cmq' in bulwark. Write sqs-cmk."
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "got list; allowed: policies by name."),
        (
            {"sqs-cmk": 1},
            "sqs-cmk: got 1; allowed: a level, or an object with enforcementLevel and settings.",
        ),
        (
            {"sqs-cmk": "must"},
            (
                "sqs-cmk.enforcementLevel: got 'must'; allowed: advisory, mandatory, remediate, "
                "disabled."
            ),
        ),
        ({"all": {"minimum_days": 1}}, "all.minimum_days: allowed: enforcementLevel alone."),
        ({"a": {"b": 10**400}}, "a: int too large to convert to float."),
        (
            {"a": {"b": "\ud800"}},
            (
                "a: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not "
                "allowed."
            ),
        ),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, given: object, message: str) -> None:
    file = written(tmp_path, given)

    with pytest.raises(PackError) as caught:
        config.read(file)

    assert str(caught.value) == f"{file}: {message}"


def test_a_missing_file_and_one_that_is_no_json_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="No such file"):
        config.read(tmp_path / "config.json")
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(PackError, match="not JSON"):
        config.read(tmp_path / "config.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": "advisory", "a": "disabled"}', "not JSON: 'a' comes twice."),
        ('{"a": {"b": NaN}}', "not JSON: NaN is not a number of JSON."),
        ('{"a": {"b": 1e999}}', "not JSON: 1e999 is not a number of JSON."),
        ("[" * 100_000, "nested too deeply."),
    ],
)
def test_a_text_that_is_hardly_json_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "config.json"
    file.write_text(text)

    with pytest.raises(PackError) as caught:
        config.read(file)

    assert str(caught.value) == f"{file}: {message}"


def test_a_file_holds_over_the_profile(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    profile = {"log-retention": {"enforcementLevel": "advisory", "minimum_days": 30}}
    (tmp_path / "profiles" / "local.json").write_text(json.dumps(profile))
    file = str(written(tmp_path, {"all": "mandatory", "log-retention": {"minimum_days": 90}}))

    (merged,) = configs_of([tmp_path], [file], "local")

    made = config.request(info(), merged)
    held = made.policyConfig["log-retention"]
    assert (held.enforcementLevel, held.properties["minimum_days"]) == (MANDATORY, 90)


def test_a_profile_that_the_pack_does_not_ship_is_refused(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "strict.json").write_text("{}")

    with pytest.raises(PackError) as caught:
        configs_of([tmp_path], [], "strikt")

    assert str(caught.value) == (f"policy pack {tmp_path}: profile: got 'strikt'; allowed: strict.")
