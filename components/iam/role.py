"""A role with one policy."""

import pulumi
from pulumi_aws import iam

from components.core import arns, limits
from components.core.component import BulwarkComponent
from components.iam import document
from components.iam.args import RoleArgs


class Role(BulwarkComponent):
    """A role that one AWS service assumes, with one inline policy made of its grants.

    Children: ``aws.iam.Role`` and ``aws.iam.RolePolicy``. The policy is inline because it belongs
    to this role alone and lives and dies with it.

    Raises:
        SpecError: No grants, a grant too broad, or a ``source_arn`` that is no ARN.
        LimitError: A policy above the 10,240 characters of a role, a trust above 2,048, or a name
            above 64.
    """

    arn: pulumi.Output[str]
    """The role's ARN."""

    name: pulumi.Output[str]
    """The role's name in AWS."""

    def __init__(
        self, name: str, args: RoleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        place = self._deployment
        self._name = place.name(name, limits.IAM_ROLE_NAME_LENGTH)
        self._arn = arns.role(place, self._name)
        policy = document.from_grants(
            f"Role {name!r}.grants", args["grants"], limits.IAM_ROLE_POLICIES_CHARACTERS
        )

        role = iam.Role(
            name,
            name=self._name,
            description=args.get("description"),
            assume_role_policy=document.service_trust(f"Role {name!r}.trust", args["trust"]),
            opts=self._child(delete_before_replace=True),
        )
        # Whoever uses the role waits for its policy: a service tests a role as soon as it gets it.
        attached = iam.RolePolicy(
            name,
            name="grants",
            role=role.name,
            policy=policy,
            opts=self._child(delete_before_replace=True),
        )
        self.arn = pulumi.Output.all(role.arn, attached.id).apply(lambda both: both[0])
        self.name = role.name
        self.register_outputs({"arn": self.arn, "name": self.name})

    @property
    def known_arn(self) -> str:
        """The role's ARN, known at preview; for access documents."""
        return self._arn
