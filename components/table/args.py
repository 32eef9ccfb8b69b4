"""The shapes of ``Table``."""

from typing import NotRequired, TypedDict

import pulumi

from components.key.args import EncryptionKey


class KeyAttribute(TypedDict):
    """An attribute of a key."""

    name: str
    """The attribute's name."""

    type: NotRequired[str]
    """``S`` (string), ``N`` (number) or ``B`` (binary). Default: ``S``."""


class IndexArgs(TypedDict):
    """A global secondary index."""

    partition_key: KeyAttribute
    """What the index is partitioned by."""

    sort_key: NotRequired[KeyAttribute]
    """What the index is sorted by. Default: none."""

    projected_attributes: NotRequired[list[str]]
    """The attributes, besides the keys, that the index copies. Default: every attribute."""


class TableArgs(TypedDict):
    """The arguments of ``Table``."""

    partition_key: KeyAttribute
    """What the table is partitioned by."""

    sort_key: NotRequired[KeyAttribute]
    """What the table is sorted by within a partition. Default: none."""

    indexes: NotRequired[dict[str, IndexArgs]]
    """Global secondary indexes by name; at most 20. Default: none."""

    ttl_attribute: NotRequired[str]
    """The attribute with the second (since 1970) after which an item expires. Default: none."""

    stream: NotRequired[str]
    """What the table's stream carries: ``KEYS_ONLY``, ``NEW_IMAGE``, ``OLD_IMAGE`` or
    ``NEW_AND_OLD_IMAGES``. Default: no stream."""

    encryption_key: NotRequired[EncryptionKey]
    """The customer-managed key. Default: AWS's key for DynamoDB (``aws/dynamodb``), which the rule
    ``ddb-cmk`` refuses."""

    recovery_days: NotRequired[int]
    """How far back point-in-time recovery reaches, from 1 to 35 days. Default: 35."""


class StreamReference(TypedDict):
    """A table's stream as event sources take it."""

    table_name: str
    """The table's name in AWS."""

    arn: pulumi.Input[str]
    """The stream's ARN; unknown until the stream exists, as AWS puts a time into it."""

    view: str
    """What the stream carries, such as ``NEW_IMAGE``."""
