import json

import pytest

from tests.support.emulated import ClientOf, Make

pytestmark = pytest.mark.e2e

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
READ = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/*"}
        ],
    }
)


def test_a_role_trusts_whom_it_names_and_carries_its_policies(make: Make, client: ClientOf) -> None:
    managed = make("aws:iam/policy:Policy", "p", {"name": "read", "policy": READ})
    role = make(
        "aws:iam/role:Role",
        "r",
        {
            "name": "worker",
            "description": "works",
            "assumeRolePolicy": TRUST,
            "maxSessionDuration": 7200,
            "inlinePolicies": [{"name": "inline", "policy": READ}],
            "managedPolicyArns": [managed.outputs["arn"]],
            "tags": {"owner": "platform"},
        },
    )

    assert role.id == "worker"
    assert role.outputs["arn"] == "arn:aws:iam::000000000000:role/worker"
    found = client("iam").get_role(RoleName="worker")["Role"]
    assert found["AssumeRolePolicyDocument"] == json.loads(TRUST)
    assert found["MaxSessionDuration"] == 7200
    assert found["Tags"] == [{"Key": "owner", "Value": "platform"}]
    inline = client("iam").get_role_policy(RoleName="worker", PolicyName="inline")
    assert inline["PolicyDocument"] == json.loads(READ)
    attached = client("iam").list_attached_role_policies(RoleName="worker")
    assert [one["PolicyName"] for one in attached["AttachedPolicies"]] == ["read"]


def test_a_policy_of_a_role_is_inline(make: Make, client: ClientOf) -> None:
    make("aws:iam/role:Role", "r", {"name": "reader", "assumeRolePolicy": TRUST})
    policy = make(
        "aws:iam/rolePolicy:RolePolicy",
        "g",
        {"name": "grants", "role": "reader", "policy": READ},
    )

    assert policy.id == "reader:grants"
    found = client("iam").get_role_policy(RoleName="reader", PolicyName="grants")
    assert found["PolicyDocument"] == json.loads(READ)


def test_a_managed_policy_is_attached(make: Make, client: ClientOf) -> None:
    make("aws:iam/role:Role", "r", {"name": "holder", "assumeRolePolicy": TRUST})
    policy = make(
        "aws:iam/policy:Policy",
        "p",
        {"name": "held", "path": "/team/", "description": "reads", "policy": READ},
    )
    arn = "arn:aws:iam::000000000000:policy/team/held"
    assert policy.id == policy.outputs["arn"] == arn

    attachment = make(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "a",
        {"role": "holder", "policyArn": arn},
    )

    assert attachment.id == f"holder/{arn}"
    attached = client("iam").list_attached_role_policies(RoleName="holder")
    assert [one["PolicyArn"] for one in attached["AttachedPolicies"]] == [arn]


def test_a_name_that_the_program_leaves_open_is_made_of_the_logical_name(make: Make) -> None:
    role = make("aws:iam/role:Role", "open", {"assumeRolePolicy": TRUST})
    prefixed = make(
        "aws:iam/role:Role", "prefixed", {"namePrefix": "team-", "assumeRolePolicy": TRUST}
    )

    assert role.outputs["name"].startswith("open-")
    assert prefixed.outputs["name"].startswith("team-")


def test_a_key_rotates_and_answers_to_its_alias(make: Make, client: ClientOf) -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
                "Action": "kms:*",
                "Resource": "*",
            }
        ],
    }
    key = make(
        "aws:kms/key:Key",
        "k",
        {
            "description": "data",
            "policy": json.dumps(policy),
            "enableKeyRotation": True,
            "rotationPeriodInDays": 90,
            "deletionWindowInDays": 30,
            "tags": {"owner": "platform"},
        },
    )
    alias = make("aws:kms/alias:Alias", "k", {"name": "alias/data", "targetKeyId": key.id})

    kms = client("kms")
    assert key.outputs["arn"] == f"arn:aws:kms:eu-central-1:000000000000:key/{key.id}"
    assert kms.get_key_rotation_status(KeyId=key.id)["KeyRotationEnabled"]
    assert json.loads(kms.get_key_policy(KeyId=key.id, PolicyName="default")["Policy"]) == policy
    assert alias.outputs["targetKeyArn"] == key.outputs["arn"]
    assert kms.describe_key(KeyId="alias/data")["KeyMetadata"]["KeyId"] == key.id


def test_a_key_can_be_disabled(make: Make, client: ClientOf) -> None:
    key = make("aws:kms/key:Key", "off", {"isEnabled": False})

    assert client("kms").describe_key(KeyId=key.id)["KeyMetadata"]["KeyState"] == "Disabled"
