"""IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/."""

from local.emulator.resources.base import (
    Aws,
    Inputs,
    Made,
    ResourceType,
    chosen,
    text,
)


class Role(ResourceType):
    """A role, with its inline and managed policies where it names some."""

    pulumi_type = "aws:iam/role:Role"

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        iam = aws.client("iam")
        role_name = aws.name(inputs)
        optional = {
            "path": "Path",
            "description": "Description",
            "maxSessionDuration": "MaxSessionDuration",
            "permissionsBoundary": "PermissionsBoundary",
        }
        role = iam.create_role(
            RoleName=role_name,
            AssumeRolePolicyDocument=text(inputs["assumeRolePolicy"]),
            Tags=aws.tag_list(inputs),
            **chosen(inputs, optional),
        )["Role"]
        for inline in inputs.get("inlinePolicies", []):
            iam.put_role_policy(
                RoleName=role_name,
                PolicyName=inline["name"],
                PolicyDocument=text(inline["policy"]),
            )
        for arn in inputs.get("managedPolicyArns", []):
            iam.attach_role_policy(RoleName=role_name, PolicyArn=arn)
        return Made(
            role_name,
            {
                "name": role_name,
                "arn": role["Arn"],
                "uniqueId": role["RoleId"],
                "createDate": role["CreateDate"].isoformat(),
            },
        )


class RolePolicy(ResourceType):
    """An inline policy of a role."""

    pulumi_type = "aws:iam/rolePolicy:RolePolicy"

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        policy_name = aws.name(inputs)
        aws.client("iam").put_role_policy(
            RoleName=inputs["role"],
            PolicyName=policy_name,
            PolicyDocument=text(inputs["policy"]),
        )
        return Made(f"{inputs['role']}:{policy_name}", {"name": policy_name})


class Policy(ResourceType):
    """A customer-managed policy."""

    pulumi_type = "aws:iam/policy:Policy"

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        policy_name = aws.name(inputs)
        policy = aws.client("iam").create_policy(
            PolicyName=policy_name,
            PolicyDocument=text(inputs["policy"]),
            Tags=aws.tag_list(inputs),
            **chosen(inputs, {"path": "Path", "description": "Description"}),
        )["Policy"]
        return Made(
            policy["Arn"],
            {
                "name": policy_name,
                "arn": policy["Arn"],
                "policyId": policy["PolicyId"],
                "attachmentCount": 0,
            },
        )


class RolePolicyAttachment(ResourceType):
    """A managed policy on a role."""

    pulumi_type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        role, arn = inputs["role"], inputs["policyArn"]
        aws.client("iam").attach_role_policy(RoleName=role, PolicyArn=arn)
        return Made(f"{role}/{arn}")


TYPES = (Role(), RolePolicy(), Policy(), RolePolicyAttachment())
