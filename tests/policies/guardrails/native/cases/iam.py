"""IAM."""

from typing import Any, Final

from tests.policies.guardrails.native.cases.model import (
    ACCOUNT,
    QUEUE_ARN,
    UNKNOWN,
    Case,
    Declared,
    document,
    native,
)

_SEND: Final = {
    "Sid": "Send",
    "Effect": "Allow",
    "Action": "sqs:SendMessage",
    "Resource": QUEUE_ARN,
}

_EVERYTHING: Final = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def _trust(service: str) -> dict[str, Any]:
    return document(
        {
            "Sid": "Service",
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        }
    )


_ROLE: Final = native(
    "iam:Role",
    "work",
    {
        "roleName": "work",
        "assumeRolePolicyDocument": _trust("lambda.amazonaws.com"),
        "policies": [{"policyName": "send", "policyDocument": document(_SEND)}],
    },
)

_USER: Final[dict[str, Any]] = {"userName": "ci"}

_GROUP: Final = native("iam:Group", "staff", {"groupName": "staff"})

CASES: Final[dict[str, Case]] = {
    "iam:Role": Case(
        good=[_ROLE],
        bad=[
            native(
                "iam:Role",
                properties={
                    "roleName": "it",
                    "assumeRolePolicyDocument": document(
                        {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
                    ),
                    "maxSessionDuration": 43200,
                    "managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
                    "policies": [
                        {"policyName": "send", "policyDocument": document(_SEND)},
                        {"policyName": "all", "policyDocument": document(_EVERYTHING)},
                    ],
                },
            )
        ],
        found=[
            ("admin-star", "policies[1].policyDocument.Statement[0].Action[0]"),
            ("managed-admin", "managedPolicyArns[0]"),
            ("session-duration-long", "maxSessionDuration"),
            ("trust-any-principal", "assumeRolePolicyDocument.Statement[0].Principal.AWS[0]"),
        ],
    ),
    "iam:RolePolicy": Case(
        good=[
            _ROLE,
            native(
                "iam:RolePolicy",
                properties={
                    "policyName": "send",
                    "roleName": "work",
                    "policyDocument": document(_SEND),
                },
            ),
        ],
        bad=[
            _ROLE,
            native(
                "iam:RolePolicy",
                properties={
                    "policyName": "all",
                    "roleName": "work",
                    "policyDocument": document(_SEND, _EVERYTHING),
                },
            ),
        ],
        found=[
            ("admin-star", "policyDocument.Statement[1].Action[0]"),
        ],
    ),
    "iam:ManagedPolicy": Case(
        good=[
            native(
                "iam:ManagedPolicy",
                properties={
                    "managedPolicyName": "send",
                    "policyDocument": document(_SEND),
                    "roles": ["work"],
                },
            )
        ],
        bad=[
            native(
                "iam:ManagedPolicy",
                properties={
                    "managedPolicyName": "all",
                    "policyDocument": document(_EVERYTHING),
                    "users": ["ci"],
                },
            )
        ],
        found=[
            ("admin-star", "policyDocument.Statement[0].Action[0]"),
            ("policy-on-user", "users[0]"),
        ],
    ),
    "iam:User": Case(
        good=[],
        bad=[
            _GROUP,
            native("iam:User", properties={**_USER, "groups": ["staff"]}),
            native(
                "iam:User",
                "other",
                {
                    **_USER,
                    "userName": "other",
                    "managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
                    "policies": [{"policyName": "all", "policyDocument": document(_EVERYTHING)}],
                    "loginProfile": {"password": UNKNOWN},
                },
            ),
        ],
        found=[
            ("admin-star", "policies[0].policyDocument.Statement[0].Action[0]"),
            ("console-access", "loginProfile"),
            ("group-empty", "userName"),
            ("iam-user-exists", "userName"),
            ("iam-user-exists", "userName"),
            ("managed-admin", "managedPolicyArns[0]"),
            ("policy-on-user", "managedPolicyArns[0]"),
            ("policy-on-user", "policies[0]"),
        ],
    ),
    "iam:UserPolicy": Case(
        good=[],
        bad=[
            native(
                "iam:UserPolicy",
                properties={
                    "policyName": "all",
                    "userName": "ci",
                    "policyDocument": document(_EVERYTHING),
                },
            )
        ],
        found=[
            ("admin-star", "policyDocument.Statement[0].Action[0]"),
            ("policy-on-user", "userName"),
        ],
    ),
    "iam:Group": Case(
        good=[
            native(
                "iam:Group",
                properties={
                    "groupName": "it",
                    "policies": [{"policyName": "send", "policyDocument": document(_SEND)}],
                },
            ),
            Declared(
                "aws:iam/groupMembership:GroupMembership", {"group": "it", "users": ["somebody"]}
            ),
        ],
        bad=[
            native(
                "iam:Group",
                properties={
                    "groupName": "it",
                    "managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
                    "policies": [{"policyName": "all", "policyDocument": document(_EVERYTHING)}],
                },
            )
        ],
        found=[
            ("admin-star", "policies[0].policyDocument.Statement[0].Action[0]"),
            ("group-empty", "groupName"),
            ("managed-admin", "managedPolicyArns[0]"),
        ],
    ),
    "iam:GroupPolicy": Case(
        good=[
            native(
                "iam:GroupPolicy",
                properties={
                    "policyName": "send",
                    "groupName": "staff",
                    "policyDocument": document(_SEND),
                },
            )
        ],
        bad=[
            native(
                "iam:GroupPolicy",
                properties={
                    "policyName": "all",
                    "groupName": "staff",
                    "policyDocument": document(_EVERYTHING),
                },
            )
        ],
        found=[
            ("admin-star", "policyDocument.Statement[0].Action[0]"),
        ],
    ),
}
