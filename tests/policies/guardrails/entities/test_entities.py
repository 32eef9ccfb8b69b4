"""What a stack declares of its principals, put together."""

import json

from guardrails.entities import entities
from guardrails.graph import Graph
from guardrails.iam.entity import Entity, EntityKind
from guardrails.resource_types import FUNCTION, GROUP, POLICY, REST_API, ROLE, USER
from guardrails.values import UNKNOWN
from guardrails.view import Resource
from tests.support.declared import ACCOUNT, declared, urn

ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ROLE_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"


def policy(*actions: str) -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust(service: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def only(*resources: Resource) -> Entity:
    (found,) = entities(Graph(resources))
    return found


def actions(entity: Entity) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.name, one.document.statements[0].actions) for one in entity.policies]


def test_a_role_has_its_arn_before_it_exists() -> None:
    role = declared(ROLE, {"name": "app", "path": "/jobs/", "tags": {"team": "blue"}})
    found = only(role)
    assert found.kind is EntityKind.ROLE
    assert found.arn == f"arn:aws:iam::{ACCOUNT}:role/jobs/app"
    assert found.tags == {"team": "blue"}
    assert found.source == role.urn


def test_a_role_of_another_partition_is_told_by_its_region() -> None:
    role = declared(ROLE, {"name": "app"}, region="cn-north-1")
    assert only(role).arn == f"arn:aws-cn:iam::{ACCOUNT}:role/app"


def test_inline_policies_of_both_shapes_are_found() -> None:
    inner = {"name": "app", "inlinePolicies": [{"name": "own", "policy": policy("s3:GetObject")}]}
    found = only(
        declared(ROLE, inner),
        declared(
            ROLE_POLICY, {"role": "app", "name": "grants", "policy": policy("sqs:SendMessage")}
        ),
    )
    assert actions(found) == [("app", ("s3:GetObject",)), ("grants", ("sqs:SendMessage",))]
    assert [one.path for one in found.policies] == ["inlinePolicies[0].policy", "policy"]


def test_the_policy_of_another_role_is_not_taken() -> None:
    found = only(
        declared(ROLE, {"name": "app"}),
        declared(ROLE_POLICY, {"role": "other", "policy": policy("s3:GetObject")}),
    )
    assert found.policies == ()
    assert found.unresolved == ()


def test_a_policy_that_may_be_the_roles_is_named_as_unresolved() -> None:
    found = only(
        declared(ROLE, {"name": "app"}),
        declared(ROLE_POLICY, {"role": UNKNOWN, "policy": policy("s3:GetObject")}, "loose"),
    )
    assert found.policies == ()
    assert found.unresolved == ("role of loose",)


def test_an_unknown_policy_is_named_as_unresolved() -> None:
    found = only(
        declared(ROLE, {"name": "app"}),
        declared(ROLE_POLICY, {"role": "app", "policy": UNKNOWN}, "later"),
    )
    assert found.unresolved == ("policy of later",)


def test_a_policy_of_the_stack_is_attached_by_reference() -> None:
    found = only(
        declared(ROLE, {"name": "app"}),
        declared(POLICY, {"name": "shared", "policy": policy("sns:Publish")}, "shared"),
        declared(
            ROLE_ATTACHMENT,
            {"role": "app", "policyArn": UNKNOWN},
            depends={"policyArn": [urn(POLICY, "shared")]},
        ),
    )
    assert actions(found) == [("shared", ("sns:Publish",))]
    assert found.unresolved == ()


def test_a_policy_of_aws_is_known_by_its_arn_and_a_foreign_one_is_not() -> None:
    found = only(
        declared(
            ROLE,
            {
                "name": "app",
                "managedPolicyArns": [
                    "arn:aws:iam::aws:policy/AdministratorAccess",
                    f"arn:aws:iam::{ACCOUNT}:policy/elsewhere",
                ],
            },
        )
    )
    assert [one.name for one in found.policies] == ["arn:aws:iam::aws:policy/AdministratorAccess"]
    assert found.unresolved == ("managedPolicyArns[1] of it",)


def test_an_attachment_of_many_reaches_each_of_them() -> None:
    shared = declared(
        "aws:iam/policyAttachment:PolicyAttachment",
        {"roles": ["a", "b"], "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
    )
    found = entities(
        Graph(
            [
                *(declared(ROLE, {"name": name}, name) for name in ("a", "b", "c")),
                shared,
            ]
        )
    )
    assert [len(one.policies) for one in found] == [1, 1, 0]


def test_a_user_has_the_policies_of_its_groups() -> None:
    found = entities(
        Graph(
            [
                declared(USER, {"name": "ann"}),
                declared(GROUP, {"name": "readers"}, "readers"),
                declared(GROUP, {"name": "writers"}, "writers"),
                declared(
                    "aws:iam/userGroupMembership:UserGroupMembership",
                    {"user": "ann", "groups": ["readers"]},
                ),
                *(
                    declared(
                        "aws:iam/groupPolicy:GroupPolicy",
                        {"group": group, "name": group, "policy": policy(action)},
                        group,
                    )
                    for group, action in (("readers", "s3:GetObject"), ("writers", "s3:PutObject"))
                ),
            ]
        )
    )
    by_name = {one.name: actions(one) for one in found}
    assert by_name == {
        "ann": [("readers", ("s3:GetObject",))],
        "readers": [("readers", ("s3:GetObject",))],
        "writers": [("writers", ("s3:PutObject",))],
    }


def test_a_boundary_of_the_stack_is_read_and_a_foreign_one_is_unresolved() -> None:
    boundary = declared(POLICY, {"name": "limit", "policy": policy("s3:*")}, "limit")
    within = declared(
        ROLE,
        {"name": "a", "permissionsBoundary": UNKNOWN},
        "a",
        {"permissionsBoundary": [boundary.urn]},
    )
    foreign = f"arn:aws:iam::{ACCOUNT}:policy/elsewhere"
    beyond = declared(ROLE, {"name": "b", "permissionsBoundary": foreign}, "b")
    first, second = entities(Graph([boundary, within, beyond]))
    assert first.boundary is not None
    assert first.boundary.statements[0].actions == ("s3:*",)
    assert (second.boundary, second.unresolved) == (None, ("permissionsBoundary of b",))


def test_the_trust_is_read_and_what_acts_as_the_role_is_known() -> None:
    arn = f"arn:aws:iam::{ACCOUNT}:role/app"
    found = only(
        declared(ROLE, {"name": "app", "assumeRolePolicy": trust("lambda.amazonaws.com")}),
        declared(FUNCTION, {"name": "app-orders", "role": arn}, "orders"),
        declared(FUNCTION, {"name": "app-other", "role": f"{arn}-other"}, "other"),
        declared(
            "aws:scheduler/schedule:Schedule",
            {"name": "nightly", "target": {"arn": "x", "roleArn": arn}},
        ),
        declared(REST_API, {"name": "front", "body": json.dumps({"credentials": arn})}),
        declared(REST_API, {"name": "back", "body": json.dumps({"credentials": f"{arn}-b"})}, "b"),
    )
    assert found.trust is not None
    assert [(one.service, one.name) for one in found.runners] == [
        ("lambda.amazonaws.com", "app-orders"),
        ("scheduler.amazonaws.com", "nightly"),
        ("apigateway.amazonaws.com", "front"),
    ]


def test_an_unknown_trust_is_unresolved() -> None:
    found = only(declared(ROLE, {"name": "app", "assumeRolePolicy": UNKNOWN}))
    assert (found.trust, found.unresolved) == (None, ("assumeRolePolicy of it",))
