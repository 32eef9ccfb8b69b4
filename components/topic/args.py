"""The shapes of ``Topic``."""

from typing import NotRequired, TypedDict

import pulumi

from components.key.args import EncryptionKey


class TopicArgs(TypedDict):
    """The arguments of ``Topic``."""

    encryption_key: NotRequired[EncryptionKey]
    """The customer-managed key. Default: the account's key for SNS (``aws/sns``)."""

    emails: NotRequired[list[str]]
    """Who gets each message by e-mail; AWS asks each of them to confirm. Default: nobody."""

    services: NotRequired[list[str]]
    """AWS services that publish for this account: ``cloudwatch``, ``events``. An
    ``encryption_key`` has to name them among its ``services``. Default: none."""


class TopicReference(TypedDict):
    """A topic as other components take it; all of it but ``ready`` is known at preview."""

    name: str
    """The topic's name in AWS."""

    arn: str
    """The topic's ARN."""

    ready: NotRequired[pulumi.Input[str]]
    """Known once the topic exists: who names the topic in plain text waits for this. Default: the
    topic exists already."""
