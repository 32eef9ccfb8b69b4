"""Statements that open something to others, and what bounds them."""

from typing import Any

OWN = "123456789012"

OTHER = "210987654321"

ORGANIZATION = {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}

ANYONE = {"Condition": {"StringLike": {"aws:PrincipalOrgID": "*"}}}

EXTERNAL_ID = {"Condition": {"StringEquals": {"sts:ExternalId": "x"}}}

HTTPS = {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}


def root(account: str) -> str:
    return f"arn:aws:iam::{account}:root"


def trust(principal: object, action: object = "sts:AssumeRole", **more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": action, **more}
