"""Ways to more rights by making credentials of another principal, or by taking over its sign-in."""

from functools import partial
from typing import Final

from guardrails.iam.escalation.model import Kind, Target
from guardrails.iam.escalation.paths.forms import one_action

_user = partial(one_action, Kind.CREDENTIALS, Target.OTHER)

PATHS: Final = (
    _user(
        "iam-create-access-key",
        "iam:CreateAccessKey",
        "make an access key of a user that may do more",
        (
            "pathfinding:iam-002",
            "pathfinding:iam-003",
            "rhino:4",
            "cloudsplaining:CreateAccessKey",
            "pmapper:iam:CreateAccessKey",
        ),
    ),
    _user(
        "iam-update-access-key",
        "iam:UpdateAccessKey",
        "put a user's access key that was switched off into use again",
        ("hacktricks:iam-privesc",),
    ),
    _user(
        "iam-create-login-profile",
        "iam:CreateLoginProfile",
        "set a password for a user that may do more, and sign in as it",
        ("pathfinding:iam-004", "rhino:5", "cloudsplaining:CreateLoginProfile"),
    ),
    _user(
        "iam-update-login-profile",
        "iam:UpdateLoginProfile",
        "change the password of a user that may do more, and sign in as it",
        ("pathfinding:iam-006", "rhino:6", "cloudsplaining:UpdateLoginProfile"),
    ),
    _user(
        "iam-create-service-specific-credential",
        "iam:CreateServiceSpecificCredential",
        "make credentials of another user for CodeCommit, Keyspaces or Bedrock",
        ("hacktricks:iam-privesc",),
    ),
    _user(
        "iam-reset-service-specific-credential",
        "iam:ResetServiceSpecificCredential",
        "learn another user's password for CodeCommit or Keyspaces by resetting it",
        ("hacktricks:iam-privesc",),
    ),
    _user(
        "iam-upload-ssh-public-key",
        "iam:UploadSSHPublicKey",
        "read and write CodeCommit as another user, with an SSH key of their own",
        ("hacktricks:iam-privesc",),
    ),
    _user(
        "iam-deactivate-mfa-device",
        "iam:DeactivateMFADevice",
        "take a user's second factor away, so that a password alone is enough",
        ("hacktricks:iam-privesc",),
    ),
    _user(
        "iam-enable-mfa-device",
        "iam:EnableMFADevice",
        "register their own second factor for a user, and pass for one who gave it",
        ("hacktricks:iam-privesc",),
    ),
    _user(
        "cognito-set-user-password",
        "cognito-idp:AdminSetUserPassword",
        "set the password of any user of a pool and get the rights of its group's role",
        ("hacktricks:cognito-privesc",),
        "Name the user pools that it is needed on.",
    ),
    _user(
        "cognito-add-user-to-group",
        "cognito-idp:AdminAddUserToGroup",
        "put their own user of a pool into a group with a stronger role",
        ("hacktricks:cognito-privesc",),
        "Name the user pools that it is needed on.",
    ),
    _user(
        "identitystore-join-group",
        "identitystore:CreateGroupMembership",
        "put themselves into a group of the identity centre that administers accounts",
        ("hacktricks:identitystore-privesc",),
        "Name the group's ARN, none that administers accounts.",
    ),
    _user(
        "transfer-import-ssh-key",
        "transfer:ImportSshPublicKey",
        "sign in to a file server as a user of it and act as that user's role",
        ("hacktricks:transfer-privesc",),
        "Name the servers and users that it is needed on.",
    ),
)
