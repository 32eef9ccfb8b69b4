import json

import pytest

from components.core.errors import LimitError, SpecError
from components.key import Key
from tests.support.engine import is_unknown, register


def test_a_key_rotates_is_protected_and_has_an_alias() -> None:
    registry = register(lambda: Key("data", {"description": "Findings"}))

    assert registry.types() == {
        "bulwark:index:Key": 1,
        "aws:kms/key:Key": 1,
        "aws:kms/alias:Alias": 1,
    }
    key = registry.one("aws:kms/key:Key")
    assert key.protect
    assert {name: value for name, value in key.inputs.items() if name != "policy"} == {
        "description": "Findings",
        "enableKeyRotation": True,
        "rotationPeriodInDays": 365,
        "deletionWindowInDays": 30,
    }
    alias = registry.one("aws:kms/alias:Alias")
    assert alias.inputs["name"] == "alias/bulwark-test-data"
    assert not alias.protect


def test_the_key_policy_lets_the_account_decide_and_logs_encrypt_its_groups_only() -> None:
    registry = register(lambda: Key("data", {"description": "Findings"}))

    policy = json.loads(registry.one("aws:kms/key:Key").inputs["policy"])
    assert policy["Statement"] == [
        {
            "Sid": "AccountDecidesByIam",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            "Sid": "LogsEncrypts",
            "Effect": "Allow",
            "Principal": {"Service": "logs.eu-central-1.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
            "Condition": {
                "ArnLike": {
                    "kms:EncryptionContext:aws:logs:arn": (
                        "arn:aws:logs:eu-central-1:123456789012:log-group:*"
                    )
                }
            },
        },
    ]


def test_other_services_use_the_key_for_this_account_only() -> None:
    registry = register(lambda: Key("data", {"description": "x", "services": ["sns", "events"]}))

    policy = json.loads(registry.one("aws:kms/key:Key").inputs["policy"])
    services = policy["Statement"][1:]
    assert [one["Principal"]["Service"] for one in services] == [
        "events.amazonaws.com",
        "sns.amazonaws.com",
    ]
    assert {json.dumps(one["Condition"]) for one in services} == {
        '{"StringEquals": {"aws:SourceAccount": "123456789012"}}'
    }


def test_at_preview_the_key_policy_is_known() -> None:
    registry = register(lambda: Key("data", {"description": "x"}), preview=True)

    assert isinstance(registry.one("aws:kms/key:Key").inputs["policy"], str)
    assert is_unknown(registry.one("aws:kms/alias:Alias").inputs["targetKeyId"])


@pytest.mark.parametrize("days", [7, 30])
def test_the_bounds_of_the_deletion_window_are_taken(days: int) -> None:
    registry = register(lambda: Key("data", {"description": "x", "deletion_window_days": days}))

    assert registry.one("aws:kms/key:Key").inputs["deletionWindowInDays"] == days


@pytest.mark.parametrize("days", [6, 31])
def test_a_deletion_window_that_kms_does_not_take_is_refused(days: int) -> None:
    with pytest.raises(LimitError) as caught:
        register(lambda: Key("data", {"description": "x", "deletion_window_days": days}))

    assert str(caught.value) == (
        f"Key 'data'.deletion_window_days: got {days}; "
        "allowed: a whole number of days from 7 to 30."
    )


def test_an_unknown_service_is_refused() -> None:
    with pytest.raises(SpecError) as caught:
        register(lambda: Key("data", {"description": "x", "services": ["s3"]}))

    assert str(caught.value) == (
        "Key 'data'.services: got 's3'; allowed: one of cloudwatch, events, logs, sns."
    )
