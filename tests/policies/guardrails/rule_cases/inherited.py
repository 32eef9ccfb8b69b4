"""What the organization's policies leave of the grants of a stack."""

from typing import Any

from guardrails.resource_types import ROLE
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one, policy, urn

_INHERITED = "bulwark:index:InheritedPolicies"
_INLINE = "aws:iam/rolePolicy:RolePolicy"
FULL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
_REGIONS = {
    "Sid": "DenyOtherRegions",
    "Effect": "Deny",
    "NotAction": ["iam:*", "sts:*"],
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}},
}


def _level(*statements: dict[str, Any]) -> list[dict[str, str]]:
    return [{"name": "own", "content": policy(*statements)}]


def _stack(levels: Any, *statements: dict[str, Any]) -> list[Any]:
    return [
        one(_INHERITED, {"levels": levels}, "organization"),
        one(ROLE, {"name": "app"}, "app", account_id="111122223333"),
        one(_INLINE, {"role": "app", "policy": policy(*statements)}, "grants"),
    ]


def _allow(action: str, resource: str, **further: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **further}


QUEUE = "arn:aws:sqs:{}:111122223333:jobs"
_HERE, _THERE = QUEUE.format("eu-central-1"), QUEUE.format("eu-west-3")
_WITHIN = [_level(FULL, _REGIONS)]

CASES = {
    "grant-denied-by-scp": Cases(
        "",
        fails=[
            (_stack(_WITHIN, _allow("sqs:SendMessage", _THERE)), ["policy.Statement[0]"]),
            # One cause, however many statements.
            (
                _stack(
                    _WITHIN,
                    _allow("sqs:SendMessage", _HERE),
                    _allow("sqs:SendMessage", _THERE),
                    _allow("sqs:ReceiveMessage", _THERE),
                ),
                ["policy.Statement[1]"],
            ),
            # Each level has to allow.
            (
                _stack(
                    [_level(FULL), _level(_allow("s3:*", "*"))], _allow("sqs:SendMessage", _HERE)
                ),
                ["policy.Statement[0]"],
            ),
        ],
        passes=[_stack(_WITHIN, _allow("sqs:SendMessage", _HERE))],
        near_misses=[
            # The region of a bucket is not in its ARN.
            _stack(_WITHIN, _allow("s3:GetObject", "arn:aws:s3:::logs/*")),
            # What the policy leaves out.
            _stack(_WITHIN, _allow("iam:GetRole", "arn:aws:iam::111122223333:role/x")),
            # It denies by a key that the request decides.
            _stack(
                [_level(FULL, {**_REGIONS, "Condition": {"Bool": {"aws:ViaAWSService": "false"}}})],
                _allow("sqs:SendMessage", _THERE),
            ),
            # A statement that denies grants nothing.
            _stack(_WITHIN, {**_allow("sqs:SendMessage", _THERE), "Effect": "Deny"}),
            _stack([], _allow("sqs:SendMessage", _THERE)),
        ],
        undetermined=[(_stack(UNKNOWN, _allow("sqs:SendMessage", _THERE)), "levels")],
    )
}
URN = urn(_INLINE, "grants")
DENIED = _stack(_WITHIN, _allow("sqs:SendMessage", _THERE))
