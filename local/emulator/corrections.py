"""Where the IAM checks of ministack 1.5.33 differ from AWS's, put right in its process.

Without these a policy that AWS takes would be refused here, and the components would have to grant
what AWS does not even know. Each is a few words of the pinned version; one that no longer fits
fails on start, and the tests of the emulator show each of them.
"""

import re
from typing import Any

# One permission covers the single call and the batch:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
_BATCHES = {
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "sns:PublishBatch": "sns:Publish",
}
_SESSION = re.compile(
    r"arn:(?P<partition>[^:]+):sts::(?P<account>\d{12}):assumed-role/(?P<role>.+)/[^/]+"
)


def apply() -> None:
    """Correct the ministack that is imported into this process."""
    from ministack.core import iam_actions, iam_evaluator  # noqa: PLC0415 -- only its own process has it

    action_of: Any = iam_actions.extract_iam_action
    value_of: Any = iam_evaluator._resolve_condition_key  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] -- pinned

    def corrected_action(*args: Any, **named: Any) -> str | None:  # noqa: ANN401 -- passed on
        action = action_of(*args, **named)
        return _BATCHES.get(action, action)

    def corrected_value(key: str, context: Any) -> Any:  # noqa: ANN401 -- passed on
        value = value_of(key, context)
        return role_of(value) if key.lower() == "aws:principalarn" else value

    iam_actions.extract_iam_action = corrected_action
    iam_evaluator._resolve_condition_key = corrected_value  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] -- pinned


def role_of(arn: str) -> str:
    """The role of a session, which is what ``aws:PrincipalArn`` holds; any other ARN as it is.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    session = _SESSION.fullmatch(arn)
    if session is None:
        return arn
    return f"arn:{session['partition']}:iam::{session['account']}:role/{session['role']}"
