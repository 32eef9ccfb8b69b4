"""Documents that seem to do something, and what is said of them."""

from typing import Any

from guardrails.iam import validity
from guardrails.iam.document import DocumentKind, parse

MFA, AGE = "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"

Found = list[tuple[str, str, str, str, str]]


def judged(*statements: dict[str, Any], kind: DocumentKind = DocumentKind.IDENTITY) -> Found:
    raw = {"Version": "2012-10-17", "Statement": list(statements)}
    document = parse(raw, kind).document
    assert document is not None
    return [
        (one.rule, one.severity, one.path, one.message, one.fix) for one in validity.judge(document)
    ]


def allow(action: object, resource: object = "*", **more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def when(
    effect: str = "Allow", action: object = "s3:GetObject", **operators: object
) -> dict[str, Any]:
    conditions = {name.replace("_", ":"): keys for name, keys in operators.items()}
    return {"Effect": effect, "Action": action, "Resource": "*", "Condition": conditions}
