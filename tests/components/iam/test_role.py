import json

import pytest

from components.core.errors import LimitError, SpecError
from components.iam import Role, ServiceTrust, grant
from tests.support.engine import register

GRANT = grant(["sqs:SendMessage"], ["arn:aws:sqs:eu-central-1:111122223333:jobs"])
GROUP = "arn:aws:scheduler:eu-central-1:111122223333:schedule-group/"


def trust_of(trust: ServiceTrust) -> str:
    registry = register(lambda: Role("work", {"trust": trust, "grants": [GRANT]}), preview=True)
    return registry.one("aws:iam/role:Role").inputs["assumeRolePolicy"]


def test_a_service_is_trusted_on_behalf_of_one_resource_and_its_account() -> None:
    trust = trust_of({"service": "scheduler.amazonaws.com", "source_arn": f"{GROUP}nightly"})

    assert json.loads(trust)["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "scheduler.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "ArnLike": {"aws:SourceArn": f"{GROUP}nightly"},
                "StringEquals": {"aws:SourceAccount": "111122223333"},
            },
        }
    ]


@pytest.mark.parametrize("source", ["", "nightly", "arn:aws:scheduler"])
def test_a_source_that_is_no_arn_is_refused(source: str) -> None:
    with pytest.raises(SpecError) as caught:
        trust_of({"service": "scheduler.amazonaws.com", "source_arn": source})

    assert str(caught.value) == (f"Role 'work'.trust.source_arn: got {source!r}; allowed: an ARN.")


def test_a_trust_of_2049_characters_is_refused() -> None:
    def trust(longer: int) -> str:
        return trust_of({"service": "scheduler.amazonaws.com", "source_arn": GROUP + "x" * longer})

    most = 2048 - len(trust(0))

    assert len(trust(most)) == 2048
    with pytest.raises(LimitError) as caught:
        trust(most + 1)
    assert str(caught.value) == (
        "Role 'work'.trust: got 2049; allowed: a trust policy of at most 2048 characters."
    )
