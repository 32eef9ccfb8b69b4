"""Conditions that hold an action to a policy which the principal itself can rewrite.

``iam:PolicyARN`` and ``iam:PermissionsBoundary`` bind by what the policy says: who may give it a
new version, or make another that the pattern matches, says it himself. AWS's example of delegated
administration therefore denies changes of the boundary:
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from guardrails.iam import wildcard
from guardrails.iam.bounding_keys import OF_POLICIES
from guardrails.iam.conditions import bounds
from guardrails.iam.model import Condition
from guardrails.iam.reach import Allowed, Reach

_REWRITES: Final = "iam:CreatePolicyVersion"
_MAKES: Final = "iam:CreatePolicy"


def loosened(allowed: Allowed, reach: Reach) -> Allowed:
    """What a statement allows, bound by such conditions only as far as they hold."""
    holding = [one for one in allowed.conditions if one.key.lower() in OF_POLICIES]
    if not holding or not _is_written(holding, reach):
        return allowed
    others = [one for one in allowed.conditions if one not in holding]
    gone = bounds(holding) - bounds(others)
    return replace(allowed, bound=allowed.bound - gone)


def _is_written(holding: Iterable[Condition], reach: Reach) -> bool:
    values = [value for condition in holding for value in condition.values]
    open_ended = filter(wildcard.has_wildcard, values)
    return _reaches_any(reach, _REWRITES, values) or _reaches_any(reach, _MAKES, open_ended)


def _reaches_any(reach: Reach, action: str, arns: Iterable[str]) -> bool:
    return any(one.scope.meets(arn) for arn in arns for one in reach.of(action))
