"""What a way to more rights is: the actions it needs, on what, and what it yields."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from guardrails.iam import reference


class Target(StrEnum):
    """Whom or what the first action of a path has to reach."""

    ITSELF = "itself"
    """The principal, a group of it, or a policy that it has."""

    OTHER = "other"
    """A stronger principal, or something that runs as one."""

    PASSED = "passed"
    """A stronger role, which is passed to a service that the role trusts."""

    MADE = "made"
    """One that all the actions reach: its rights come with the path, whatever they are now."""


class Kind(StrEnum):
    """How the rights are gained."""

    GRANT = "grant"
    """By writing policies."""

    CREDENTIALS = "credentials"
    """By making credentials of another principal."""

    TRUST = "trust"
    """By changing who is trusted."""

    PASS_ROLE = "pass-role"  # noqa: S105 -- a kind, no password
    """By starting something that runs as a role."""

    CODE_SWAP = "code-swap"
    """By changing what runs as a role."""

    SESSION = "session"
    """By a shell, or commands, where something runs as a role."""


_MENDS: Final = {
    Kind.GRANT: "Add a condition on iam:PermissionsBoundary (for what attaches, on iam:PolicyARN), "
    "or leave out {action}.",
    Kind.CREDENTIALS: "Name the users, or end the ARN with user/${aws:username} so that each may "
    "manage its own.",
    Kind.TRUST: "Leave out {action}, or name the one ARN that it is needed on.",
    Kind.PASS_ROLE: "Name the roles to pass in Resource, and add a condition that "
    "iam:PassedToService is {service}.",
    Kind.CODE_SWAP: "Name the ARNs that {action} is needed on.",
    Kind.SESSION: "Name the ARNs that {action} is needed on, or bind it by a condition on "
    "aws:ResourceTag/...",
}


# Where an action works on several types of resources: what the ARN of the one that matters has.
_MATTERS: Final = {
    "apprunner:UpdateService": ":service/",
    "batch:SubmitJob": ":job-definition/",
    "bedrock-agentcore:StartBrowserSession": ":browser-custom/",
    "bedrock-agentcore:StartCodeInterpreterSession": ":code-interpreter-custom/",
    "ec2:CreateReplaceRootVolumeTask": ":instance/",
    "ec2:ModifyInstanceAttribute": ":instance/",
    "fis:UpdateExperimentTemplate": ":experiment-template/",
    "identitystore:CreateGroupMembership": ":group/",
    "organizations:DetachPolicy": ":policy/",
    "ssm:CreateAssociation": "instance/",
    "ssm:SendCommand": "instance/",
    "ssm:StartSession": "instance/",
    "sso:AttachCustomerManagedPolicyReferenceToPermissionSet": ":permissionSet/",
    "sso:AttachManagedPolicyToPermissionSet": ":permissionSet/",
    "sso:CreateAccountAssignment": ":permissionSet/",
    "sso:DeletePermissionsBoundaryFromPermissionSet": ":permissionSet/",
    "sso:PutInlinePolicyToPermissionSet": ":permissionSet/",
}


@dataclass(frozen=True, slots=True)
class Path:
    """One known way to more rights.

    Attributes:
        id: Unique: ``lambda-create-invoke``.
        kind: How the rights are gained.
        target: Whom or what the first action has to reach.
        needs: The actions, all of them, by their full names. No path needs all that another does.
        yields: What an attacker does with it, to go on after "can".
        service: For a passed role, the service that it is passed to; for code that is swapped and
            for sessions, the service whose runners are the targets.
        references: The ids under which public catalogues list it.
        mended_by: How to mend it, where it is not as for the others of its kind.
        taken_by: The service that a passed role trusts, where it is not the one it is passed to.
    """

    id: str
    kind: Kind
    target: Target
    needs: tuple[str, ...]
    yields: str
    service: str = ""
    references: tuple[str, ...] = ()
    mended_by: str = ""
    taken_by: str = ""

    @property
    def trusted(self) -> str:
        """The service that has to be trusted by a passed role."""
        return self.taken_by or self.service

    @property
    def types(self) -> frozenset[str]:
        """The ARNs with placeholders of what the first action has to reach."""
        return _types(self.needs[0])

    @property
    def mend(self) -> str:
        """The smallest change that closes it."""
        text = self.mended_by or _MENDS[self.kind]
        return text.replace("{action}", self.needs[0]).replace("{service}", self.service)


@cache
def _types(action: str) -> frozenset[str]:
    part = _MATTERS.get(action, "")
    return frozenset(one for one in reference.resource_types(action) if part in one)
