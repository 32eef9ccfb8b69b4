"""Conditions that seem to demand a second factor, with the words in which that is said."""

from typing import Any

import pytest

from tests.policies.guardrails.iam.validated import AGE, MFA, judged, when

DENY = 'Write Deny with "BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}.'

ALLOW = 'Write Allow with "Bool": {"aws:MultiFactorAuthPresent": "true"}.'


@pytest.mark.parametrize(
    ("statement", "message", "fix"),
    [
        (
            when(BoolIfExists={MFA: "true"}),
            (
                "A request with a long-lived access key has no aws:MultiFactorAuthPresent, and "
                "BoolIfExists allows it without a second factor."
            ),
            ALLOW,
        ),
        (
            when(Null={MFA: "false"}),
            (
                "That aws:MultiFactorAuthPresent is there does not tell that it is true: a session "
                "without a second factor has it too."
            ),
            ALLOW,
        ),
        (
            when(Bool={MFA: "false"}),
            (
                "This allows sessions without a second factor only, and no access key: it demands "
                "a second factor of nobody."
            ),
            ALLOW,
        ),
        (
            when("Deny", Bool={MFA: False}),
            (
                "A request with a long-lived access key has no aws:MultiFactorAuthPresent: Bool "
                "does not deny it, and it needs no second factor."
            ),
            DENY,
        ),
        (
            when("Deny", Null={MFA: "true"}),
            (
                "A session without a second factor has aws:MultiFactorAuthPresent, with false: "
                "this denies access keys only."
            ),
            DENY,
        ),
        (
            when("Deny", BoolIfExists={MFA: "true"}),
            "This denies those who gave a second factor, and nobody else.",
            DENY,
        ),
        (
            when("Deny", NumericGreaterThan={AGE: 3600}),
            "A request without a second factor has no aws:MultiFactorAuthAge, and is not denied.",
            "Write NumericGreaterThanIfExists.",
        ),
    ],
)
def test_a_condition_that_demands_no_second_factor_is_found(
    statement: dict[str, Any], message: str, fix: str
) -> None:
    (operator,) = statement["Condition"]
    (key,) = statement["Condition"][operator]
    path = f"Statement[0].Condition.{operator}.{key}"

    assert judged(statement) == [("mfa-pattern", "medium", path, message, fix)]


@pytest.mark.parametrize(
    "statements",
    [
        [when(Bool={MFA: "true"})],
        [when(Bool={MFA: "true"}, NumericLessThan={AGE: 3600})],
        [when("Deny", BoolIfExists={MFA: "false"})],
        [when("Deny", NumericGreaterThanIfExists={AGE: 3600})],
        # Two statements that leave nobody out.
        [when("Deny", Bool={MFA: "false"}), when("Deny", Null={MFA: "true"})],
        [when("Deny", NumericGreaterThan={AGE: 3600}), when("Deny", Null={AGE: "true"})],
        [when("Deny", NumericGreaterThan={AGE: 1}), when("Deny", BoolIfExists={MFA: "false"})],
        # To set up a device, without having one.
        [when(BoolIfExists={MFA: "false"})],
    ],
)
def test_a_condition_that_demands_a_second_factor_is_left_alone(
    statements: list[dict[str, Any]],
) -> None:
    assert judged(*statements) == []
