"""The shapes of ``Key``."""

from typing import NotRequired, TypedDict

import pulumi


class KeyArgs(TypedDict):
    """The arguments of ``Key``."""

    description: str
    """What the key protects."""

    services: NotRequired[list[str]]
    """AWS services that use the key on their own behalf, not on a caller's: ``logs``, ``sns``,
    ``events``, ``cloudwatch``. Default: ``["logs"]``."""

    rotation_days: NotRequired[int]
    """How often KMS makes new key material, from 90 to 2560 days. Default: 365."""

    deletion_window_days: NotRequired[int]
    """How long a deleted key can be had back, from 7 to 30 days. Default: 30."""


class EncryptionKey(TypedDict):
    """A key as other components take it."""

    arn: pulumi.Input[str]
    """The key's ARN; unknown until the key exists."""

    alias: str
    """The key's alias, such as ``alias/bulwark-dev-data``: known at preview, so access to the key
    is granted by it (``kms:ResourceAliases``)."""
