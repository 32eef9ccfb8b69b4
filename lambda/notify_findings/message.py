"""A finding as mails and machines read it."""

import json
from typing import TYPE_CHECKING, Final

from findings.model import LONGEST_TITLE, Finding
from findings.text import plain

if TYPE_CHECKING:
    from mypy_boto3_sns.type_defs import MessageAttributeValueTypeDef

# Fewer than 100, ASCII only: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
LONGEST_SUBJECT: Final = 99


def subject(finding: Finding) -> str:
    """Return a mail's subject."""
    text = plain(f"[{finding.severity}] {finding.account}: {finding.title}", LONGEST_TITLE)
    shown = text.encode("ascii", "replace").decode()
    return shown if len(shown) <= LONGEST_SUBJECT else f"{shown[: LONGEST_SUBJECT - 3]}..."


def body(finding: Finding) -> str:
    """Return the message by protocol: prose for mails, JSON for everything else."""
    return json.dumps({"default": json.dumps(finding.attributes()), "email": _prose(finding)})


def attributes(finding: Finding) -> "dict[str, MessageAttributeValueTypeDef]":
    """Return what subscriptions filter by.

    The stream delivers at least once: ``dedupe_id`` is the same on each delivery of one version.
    """
    values = {
        "severity": str(finding.severity),
        "account": finding.account,
        "dedupe_id": f"{finding.finding}-{finding.version}",
    }
    return {name: {"DataType": "String", "StringValue": value} for name, value in values.items()}


def _prose(finding: Finding) -> str:
    parts = {
        "What": finding.title,
        "Account": finding.account,
        "Where": finding.resource,
        "Why": finding.detail,
        "Fix": finding.fix,
        "Rule": finding.rule,
        "Finding": finding.finding,
        "Since": finding.first_seen,
    }
    return "\n".join(f"{name}: {plain(text, len(text) + 1)}" for name, text in parts.items())
