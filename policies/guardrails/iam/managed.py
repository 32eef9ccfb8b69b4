"""Policies that AWS manages, by their ARN."""

from typing import Final

from guardrails.iam.document import parse
from guardrails.iam.model import Document, DocumentKind

_PREFIX: Final = ":iam::aws:policy/"
_ALLOWED: Final = {
    "AdministratorAccess": ("*",),
    "IAMFullAccess": ("iam:*", "organizations:DescribeOrganization"),
    "service-role/AWSLambdaBasicExecutionRole": (
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ),
}


def document(arn: str) -> Document | None:
    """What the policy says; ``None`` when it is none of AWS's, or not known here."""
    allowed = _ALLOWED.get(arn.partition(_PREFIX)[2])
    if allowed is None:
        return None
    statement = {"Effect": "Allow", "Action": list(allowed), "Resource": "*"}
    given = {"Version": "2012-10-17", "Statement": [statement]}
    return parse(given, DocumentKind.IDENTITY).document
