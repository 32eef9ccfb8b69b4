"""The role by which the auditor reads an account's access."""

import pulumi
from pulumi_aws import iam

from components.core import arns, limits, shapes
from components.core.checks import matching
from components.core.component import BulwarkComponent
from components.core.deployment import Deployment
from components.iam import document, grant
from components.organization.args import AuditRoleArgs

# AWS offers no resource for any of them.
_READ = (
    "iam:GenerateCredentialReport",
    "iam:GetCredentialReport",
    "iam:GetAccountAuthorizationDetails",
)


class AuditRole(BulwarkComponent):
    """A role that one role of another account assumes to read the credential report and policies.

    Children: ``aws.iam.Role`` and ``aws.iam.RolePolicy``. Its name is the same in every account, so
    that the auditor and the service control policies can name it.

    Raises:
        SpecError: An ``auditor_role_arn`` that is no role's ARN.
        LimitError: A trust policy above 2,048 characters.
    """

    arn: pulumi.Output[str]
    """The role's ARN."""

    def __init__(
        self, name: str, args: AuditRoleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        place = self._deployment
        role = iam.Role(
            name,
            name=args["role_name"],
            description="Bulwark's auditor reads the credential report and customer policies.",
            assume_role_policy=trust_policy(f"AuditRole {name!r}", place, args),
            opts=self._child(delete_before_replace=True),
        )
        attached = iam.RolePolicy(
            name,
            name="audit",
            role=role.name,
            policy=permissions(),
            opts=self._child(delete_before_replace=True),
        )
        self.arn = pulumi.Output.all(role.arn, attached.id).apply(lambda both: both[0])
        self.register_outputs({"arn": self.arn})


def trust_policy(where: str, place: Deployment, args: AuditRoleArgs) -> str:
    """Trust the auditor's role by a condition: IAM refuses a principal that does not exist yet."""
    given, shape = args["auditor_role_arn"], shapes.ROLE_ARN
    auditor = matching(f"{where}.auditor_role_arn", given, shape, "the ARN of a role")
    return document.trust_policy(
        where,
        {
            "Sid": "AuditorAssumes",
            "Effect": "Allow",
            "Principal": {"AWS": arns.account_root(place, auditor.split(":")[4])},
            "Action": "sts:AssumeRole",
            "Condition": {
                "ArnEquals": {"aws:PrincipalArn": auditor},
                "StringEquals": {"sts:ExternalId": args["external_id"]},
            },
        },
    )


def permissions() -> str:
    """What the auditor reads, and nothing else."""
    grants = [grant(_READ, ["*"])]
    return document.from_grants("AuditRole", grants, limits.IAM_ROLE_POLICIES_CHARACTERS)
