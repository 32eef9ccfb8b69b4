"""Documents to parse, and what comes of it."""

from typing import Any

from guardrails.iam.document import DocumentKind, Parsed, Statement, parse

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
TRUST: dict[str, Any] = {
    "Effect": "Allow",
    "Principal": {"Service": "lambda.amazonaws.com"},
    "Action": "sts:AssumeRole",
}


def read(*statements: object, kind: DocumentKind = DocumentKind.IDENTITY) -> Parsed:
    return parse({"Version": "2012-10-17", "Statement": list(statements)}, kind)


def only_statement(parsed: Parsed) -> Statement:
    assert parsed.document is not None, parsed.problems
    (statement,) = parsed.document.statements
    return statement


def problems(parsed: Parsed) -> list[tuple[str, str]]:
    return [(one.path, one.message) for one in parsed.problems]
