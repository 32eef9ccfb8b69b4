"""Principals to try paths and chains with."""

from typing import Any

from guardrails.iam.document import DocumentKind, parse
from guardrails.iam.entity import Entity, EntityKind, Policy
from guardrails.iam.model import Document

Statement = dict[str, Any]

ACCOUNT = "123456789012"
OTHER_ACCOUNT = "210987654321"
TABLE = f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/orders"
LAMBDA = "lambda.amazonaws.com"


def arn(name: str, kind: str = "role", account: str = ACCOUNT) -> str:
    return f"arn:aws:iam::{account}:{kind}/{name}"


def function(name: str) -> str:
    return f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:{name}"


def document(*statements: Statement, kind: DocumentKind = DocumentKind.IDENTITY) -> Document:
    parsed = parse({"Statement": list(statements)}, kind).document
    assert parsed is not None
    return parsed


def allow(action: object, resource: object = "*", **more: object) -> Statement:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: object, resource: object = "*", **more: object) -> Statement:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def trusts(*principals: dict[str, str], **more: object) -> Document:
    return document(
        *(
            {"Effect": "Allow", "Principal": one, "Action": "sts:AssumeRole", **more}
            for one in principals
        ),
        kind=DocumentKind.TRUST,
    )


def entity(name: str, *policies: list[Statement], **more: Any) -> Entity:
    kind = more.pop("kind", EntityKind.ROLE)
    account = more.pop("account_id", ACCOUNT)
    held = tuple(
        Policy(f"{name}-{at}", document(*given), f"urn:{name}-{at}", "policy")
        for at, given in enumerate(policies)
    )
    return Entity(kind, name, arn(name, kind, account), account, held, source=f"urn:{name}", **more)


TO_ROOT = trusts({"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
