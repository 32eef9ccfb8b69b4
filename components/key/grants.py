"""Use of a key, granted by its alias: the key's own ARN is not known at preview."""

from collections.abc import Sequence

from components.core import arns
from components.core.deployment import Deployment
from components.iam import Grant, grant


def use_key(place: Deployment, alias: str, actions: Sequence[str], *, service: str) -> Grant:
    """Allow ``actions`` with the key behind ``alias``, through one AWS service only.

    Args:
        place: Where the key lives.
        alias: Such as ``alias/bulwark-dev-data``.
        actions: Such as ``kms:Decrypt``.
        service: The service that calls KMS for the holder, such as ``dynamodb``.
    """
    return grant(
        actions,
        [arns.keys(place)],
        conditions={
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": [alias]},
            "StringEquals": {"kms:ViaService": [f"{service}.{place.region}.amazonaws.com"]},
        },
    )
