"""Resource control policies hold for the services that AWS lists, and for no others."""

import pytest

from guardrails.iam import reference
from guardrails.iam.evaluation import Answer, Policies, Request, evaluate
from guardrails.iam.evaluation.rcp_services import SERVICES
from guardrails.iam.model import Document, DocumentKind
from tests.support.iam_answers import ALLOW, DENY, KEY, OBJECT, ROLE
from tests.support.iam_requests import OWN, policy

EUROPE = f"arn:aws:{{}}:eu-central-1:{OWN}:"
DENIES = policy(DENY | {"Principal": "*"}, kind=DocumentKind.RCP)


def answer(action: str, resource: str) -> Answer:
    policies = Policies((policy(ALLOW),), rcps=((DENIES,),))
    return evaluate(Request(ROLE, OWN, action, resource), policies).answer


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:GetObject", OBJECT),
        ("S3:getobject", OBJECT),
        ("sqs:SendMessage", f"{EUROPE.format('sqs')}orders"),
        ("secretsmanager:GetSecretValue", f"{EUROPE.format('secretsmanager')}secret:a-123456"),
        ("dynamodb:GetItem", f"{EUROPE.format('dynamodb')}table/orders"),
        ("events:PutEvents", f"{EUROPE.format('events')}event-bus/default"),
        ("logs:PutLogEvents", f"{EUROPE.format('logs')}log-group:a:log-stream:b"),
    ],
)
def test_they_hold_for_listed_services(action: str, resource: str) -> None:
    assert answer(action, resource) is Answer.EXPLICITLY_DENIED


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("ec2:RunInstances", f"{EUROPE.format('ec2')}instance/*"),
        ("lambda:InvokeFunction", f"{EUROPE.format('lambda')}function:site"),
        ("s3:ListAllMyBuckets", "*"),
        ("sqs:ListQueues", "*"),
        ("sns:Publish", f"{EUROPE.format('sns')}orders"),
        ("iam:PassRole", f"arn:aws:iam::{OWN}:role/target"),
    ],
)
def test_they_do_not_hold_for_others(action: str, resource: str) -> None:
    assert answer(action, resource) is Answer.ALLOWED


def test_a_grant_can_be_retired_whatever_they_say() -> None:
    policies = Policies((policy(ALLOW),), rcps=((DENIES,),), resource=_key_policy())

    def key(action: str) -> Answer:
        return evaluate(Request(ROLE, OWN, action, KEY), policies).answer

    assert key("kms:Decrypt") is Answer.EXPLICITLY_DENIED
    assert key("kms:RetireGrant") is Answer.ALLOWED


def _key_policy() -> Document:
    account = {"AWS": f"arn:aws:iam::{OWN}:root"}
    return policy(ALLOW | {"Principal": account}, kind=DocumentKind.RESOURCE).document


def test_the_services_are_aws_s() -> None:
    assert reference.services() >= SERVICES
