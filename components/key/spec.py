"""What a key has to be, checked before anything is registered."""

from dataclasses import dataclass
from typing import Self

from components.core import arns, limits
from components.core.checks import known_keys, one_of, whole_number
from components.core.deployment import Deployment
from components.core.errors import LimitError
from components.iam import document
from components.key.args import KeyArgs

# The services that encrypt on their own behalf, so that the key policy has to name them.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
SERVICES = frozenset({"logs", "sns", "events", "cloudwatch"})


@dataclass(frozen=True, slots=True)
class KeySpec:
    """The validated arguments of ``Key``."""

    description: str
    services: tuple[str, ...]
    rotation_days: int
    deletion_window_days: int

    @classmethod
    def parse(cls, name: str, args: KeyArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: A service that is not among ``SERVICES``, or an unknown argument.
            LimitError: A number of days that KMS does not take.
        """
        where = f"Key {name!r}"
        known_keys(where, args, KeyArgs.__annotations__)
        services = args.get("services", ["logs"])
        return cls(
            description=args["description"],
            services=tuple(sorted({one_of(f"{where}.services", s, SERVICES) for s in services})),
            rotation_days=whole_number(
                f"{where}.rotation_days",
                args.get("rotation_days", 365),
                limits.KMS_ROTATION_DAYS,
                "days",
            ),
            deletion_window_days=whole_number(
                f"{where}.deletion_window_days",
                args.get("deletion_window_days", 30),
                limits.KMS_DELETION_WINDOW_DAYS,
                "days",
            ),
        )


def key_policy(place: Deployment, spec: KeySpec) -> str:
    """The key policy: the account decides by IAM, the named services for this account only."""
    statements: list[document.JsonObject] = [
        {
            "Sid": "AccountDecidesByIam",
            "Effect": "Allow",
            "Principal": {"AWS": arns.account_root(place)},
            "Action": "kms:*",
            "Resource": "*",
        },
        *(_service_statement(place, service) for service in spec.services),
    ]
    text = document.to_json(document.policy(statements))
    if len(text) > limits.KMS_KEY_POLICY_BYTES:
        raise LimitError("key policy", len(text), f"at most {limits.KMS_KEY_POLICY_BYTES} bytes")
    return text


def _service_statement(place: Deployment, service: str) -> document.JsonObject:
    if service == "logs":
        principal = f"logs.{place.region}.amazonaws.com"
        condition = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": arns.log_group(place, "*")}}
    else:
        principal = f"{service}.amazonaws.com"
        condition = {"StringEquals": {"aws:SourceAccount": place.account_id}}
    return {
        "Sid": f"{service.capitalize()}Encrypts",
        "Effect": "Allow",
        "Principal": {"Service": principal},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": condition,
    }
