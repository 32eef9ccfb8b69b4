"""Secrets of Secrets Manager; who may read them is in ``resource_policies``."""

import re
from collections.abc import Iterator

from guardrails.demands import Demand, demand_rule, own_key
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import SECRET
from guardrails.settings import whole_number
from guardrails.view import Resource, View

_ROTATION = "aws:secretsmanager/secretRotation:SecretRotation"
_LONGEST_DAYS = 1000  # https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html
_RATE = re.compile(r"rate\(\s{0,4}(\d{1,4})\s{1,4}(hour|day)s?\s{0,4}\)")

customer_key = demand_rule(
    "secret-cmk",
    "Secrets are encrypted with a KMS key of the account",
    Demand(
        (SECRET,),
        "kmsKeyId",
        own_key,
        "The secret is encrypted with a key of AWS's: whoever may read a secret of the account "
        "may use the key too.",
        "kms_key_id=key.arn",
    ),
    Demand(
        (SECRET,),
        "replicas[].kmsKeyId",
        own_key,
        "The replica is encrypted with a key of AWS's in its region: it does not take the "
        "secret's key.",
        "kms_key_id=key_there.arn on the replica",
    ),
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    why="With a key of the account, reading a secret takes a second permission that can be taken "
    "away, and AWS's key cannot be shared with another account.",
    remediation="Set kms_key_id=key.arn, on each replica to a key of its region.",
    snippet="aws.secretsmanager.Secret(..., kms_key_id=key.arn)",
    equivalents=[
        "CKV_AWS_149",
        "cdk-nag:SecretsManagerUsingKMSKey",
        "trivy:AWS-0098",
        "pulumi-compliance:aws-secretsmanager-secret-configure-customer-managed-key",
        "cfn_nag:W77",
    ],
)


@rule(
    "secret-rotation",
    "Secrets are rotated by themselves",
    category="secrets",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[SECRET],
    why="A secret that leaked works until it is changed, and what is changed by hand is not.",
    remediation="Create an aws.secretsmanager.SecretRotation with a function that changes it.",
    snippet="""aws.secretsmanager.SecretRotation(
    ...,
    secret_id=secret.id,
    rotation_lambda_arn=function.arn,
    rotation_rules={"automatically_after_days": 30},
)""",
    equivalents=[
        "CKV2_AWS_57",
        "CKV_AWS_304",
        "FSBP:SecretsManager.1",
        "FSBP:SecretsManager.4",
        "cdk-nag:SMG4",
    ],
    settings={
        "maximum_days": whole_number(
            90, 1, _LONGEST_DAYS, "The longest time between two rotations, in days."
        )
    },
)
def rotated(graph: Graph, maximum_days: int) -> Iterator[Result]:
    """Keys of others, which only they can change, are for a waiver."""
    for secret in graph.of(SECRET):
        attached = graph.attached(secret, [_ROTATION], "secretId", [SECRET])
        if attached.found:
            yield from _often_enough(attached.found[0], maximum_days)
        elif attached.maybe:
            holder, path = attached.maybe[0]
            yield Undetermined(path, holder.urn)
        else:
            yield Fail(
                "Nothing changes the secret: once it leaked, it works for ever.",
                "name",
                "aws.secretsmanager.SecretRotation(..., secret_id=secret.id)",
                secret.urn,
            )


def _often_enough(rotation: Resource, maximum_days: int) -> Iterator[Result]:
    rules = rotation["rotationRules"]
    for view in (rules["automaticallyAfterDays"], rules["scheduleExpression"]):
        days = _days(view)
        if view.unknown:
            yield Undetermined(view.path, rotation.urn)
            return
        if days is not None and days > maximum_days:
            yield Fail(
                f"The secret is changed every {days:g} days; {maximum_days} are the most.",
                view.path,
                f"rotation_rules={{'automatically_after_days': {maximum_days}}}",
                rotation.urn,
            )


def _days(view: View) -> float | None:
    """The time between two rotations; ``None`` for a cron expression, which is more often."""
    if view.number is not None:
        return view.number
    rate = _RATE.fullmatch(view.text)
    if rate is None:
        return None
    return int(rate[1]) / (24 if rate[2] == "hour" else 1)


RULES = (customer_key, rotated)
