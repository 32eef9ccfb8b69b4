"""Policies in a few words, and what is answered under them."""

from dataclasses import replace
from typing import Any

from guardrails.iam.entity import Policy
from guardrails.iam.evaluation import Answer, Decision, Policies, Request, evaluate
from guardrails.iam.model import Document, DocumentKind
from tests.support.iam_requests import OTHER, OWN, policy

ROLE = f"arn:aws:iam::{OWN}:role/jobs/worker"
SESSION = f"arn:aws:sts::{OWN}:assumed-role/worker/first"
USER = f"arn:aws:iam::{OWN}:user/alice"
FEDERATED = f"arn:aws:sts::{OWN}:federated-user/alice"
ROOT = f"arn:aws:iam::{OWN}:root"
BUCKET = "arn:aws:s3:::reports"
OBJECT = f"{BUCKET}/a.txt"
KEY = f"arn:aws:kms:eu-central-1:{OWN}:key/1234"
STRANGER = f"arn:aws:iam::{OTHER}:role/partner"
TARGET = f"arn:aws:iam::{OWN}:role/target"

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DENY: dict[str, Any] = {"Effect": "Deny", "Action": "*", "Resource": "*"}
NOTHING: dict[str, Any] = {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"}


def document(*statements: dict[str, Any]) -> Document:
    """An identity policy."""
    return policy(*statements).document


def of_resource(*statements: dict[str, Any], **principal: object) -> Document:
    """A resource's policy, for these principals or for everyone."""
    given = [{"Principal": principal or "*"} | one for one in statements]
    return policy(*given, kind=DocumentKind.RESOURCE).document


def level(*statements: dict[str, Any]) -> tuple[Policy, ...]:
    """A level of service control policies."""
    return (policy(*statements, kind=DocumentKind.SCP),)


def decided(
    policies: Policies, principal: str = ROLE, action: str = "s3:GetObject", resource: str = OBJECT
) -> Decision:
    """The decision, with keys that are not given absent."""
    account = None if principal.endswith(".com") or principal == "*" else principal.split(":")[4]
    owner = None if resource.startswith("arn:aws:s3") else resource.split(":")[4]
    return evaluate(
        Request(principal, account, action, resource, owner or OWN, unknown=False), policies
    )


def answer(policies: Policies, **request: str) -> Answer:
    """The answer, with keys that are not given absent."""
    return decided(policies, **request).answer


def bounded(given: Policies, *statements: dict[str, Any]) -> Policies:
    """With a permissions boundary."""
    return replace(given, boundary=document(*statements))


def narrowed(given: Policies, *statements: dict[str, Any]) -> Policies:
    """With a session policy."""
    return replace(given, session=document(*statements))
