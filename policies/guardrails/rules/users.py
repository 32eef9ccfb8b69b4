"""IAM users: people sign in through the identity centre, programs through roles."""

from collections.abc import Iterator

from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import USER
from guardrails.subjects.snippets import SIGNED_IN, TRUST
from guardrails.view import Resource

_ACCESS_KEY = "aws:iam/accessKey:AccessKey"
_LOGIN = "aws:iam/userLoginProfile:UserLoginProfile"
_GROUP = "aws:iam/group:Group"
_GROUP_MEMBERSHIP = "aws:iam/groupMembership:GroupMembership"
_USER_MEMBERSHIP = "aws:iam/userGroupMembership:UserGroupMembership"


@rule(
    "iam-user-exists",
    "There are no IAM users",
    category="least-privilege",
    severity=Severity.MEDIUM,
    applies_to=[USER],
    why="A user's keys and password live for years and belong to whoever has them.",
    remediation="Give people access through IAM Identity Center, programs through a role.",
    snippet=SIGNED_IN,
    equivalents=["CKV_AWS_273"],
)
def user_exists(user: Resource) -> Iterator[Result]:
    """Every user counts."""
    yield Fail(
        "An IAM user has credentials that live until somebody thinks of them.",
        user["name"].path,
        "a permission set of IAM Identity Center, or a role",
    )


@rule(
    "access-key-resource",
    "No program makes access keys",
    category="secrets",
    severity=Severity.HIGH,
    applies_to=[_ACCESS_KEY],
    why="The secret of a key that a program makes lies in its state, and works from anywhere.",
    remediation="Let the program that needs it assume a role; GitHub and others can by OIDC.",
    snippet=TRUST["trust-oidc-github"],
    equivalents=["CKV_AWS_348", "trivy:AWS-0141", "FSBP:IAM.4"],
)
def access_key(key: Resource) -> Iterator[Result]:
    """A key that is declared inactive does no harm."""
    status = key["status"]
    if status.text != "Inactive":
        yield Fail(
            "A long-lived secret comes to lie in the stack's state and works from anywhere.",
            key["user"].path,
            "a role with a trust policy for whoever used the key",
        )


@rule(
    "console-access",
    "No user signs in to the console with a password",
    category="least-privilege",
    severity=Severity.HIGH,
    applies_to=[_LOGIN],
    why="A password of IAM's works without a second factor unless somebody adds one.",
    remediation="Let people sign in through IAM Identity Center.",
    snippet=SIGNED_IN,
    equivalents=["CKV2_AWS_22", "FSBP:IAM.5", "FSBP:IAM.19", "cfn_nag:W50", "cfn_nag:F51"],
)
def console_access(login: Resource) -> Iterator[Result]:
    """Every login profile counts: no device for a second factor says which user it is for."""
    reset = login["passwordResetRequired"]
    kept = "" if reset.flag or reset.unknown else "; whoever made it goes on knowing it"
    yield Fail(
        f"The user gets a console password, which works without a second factor{kept}.",
        login["user"].path,
        "sign in through IAM Identity Center instead",
    )


@rule(
    "group-empty",
    "Groups have users, and users have groups",
    category="least-privilege",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[_GROUP, USER],
    why="A group without users is waiting for someone to be put into it unseen; a user without a "
    "group has rights of its own, or none.",
    remediation="Remove the group or the user, or declare who is in which group.",
    snippet='aws.iam.GroupMembership("readers", group=group.name, users=[user.name])',
    equivalents=[
        "CKV2_AWS_14",
        "CKV2_AWS_21",
        "cdk-nag:IAMGroupHasUsers",
        "cdk-nag:IAMUserGroupMembership",
        "cfn_nag:F2000",
    ],
)
def group_empty(graph: Graph) -> Iterator[Result]:
    """By both kinds of membership, each of which names the other side."""
    for group in graph.of(_GROUP):
        yield from _member(
            graph,
            group,
            (_GROUP_MEMBERSHIP, "group", "users"),
            (_USER_MEMBERSHIP, "groups", "user"),
            "The group has no users: its rights wait for whoever is put into it.",
        )
    for user in graph.of(USER):
        yield from _member(
            graph,
            user,
            (_GROUP_MEMBERSHIP, "users", "group"),
            (_USER_MEMBERSHIP, "user", "groups"),
            "The user is in no group: what it may do is its own and reviewed with nobody else's.",
        )


def _member(
    graph: Graph,
    one: Resource,
    by_group: tuple[str, str, str],
    by_user: tuple[str, str, str],
    message: str,
) -> Iterator[Result]:
    """Fail unless some membership names ``one`` on its side, and anybody on the other."""
    maybe: list[tuple[Resource, str]] = []
    for type_, side, other in (by_group, by_user):
        attached = graph.attached(one, [type_], side, [one.type])
        if any(not membership[other].missing for membership in attached.found):
            return
        maybe += attached.maybe
    if maybe:
        yield Undetermined(maybe[0][1], maybe[0][0].urn)
    else:
        yield Fail(message, one["name"].path, "a membership, or remove it", one.urn)


RULES = (user_exists, access_key, console_access, group_empty)
