"""The account that a stack lands in, and the provider that may touch no other."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from blueprints import inherited_policies
from blueprints.config import StackConfig
from components.core import arns
from components.core.deployment import Deployment
from components.core.errors import ConfigError


async def resolve(config: StackConfig) -> Deployment:
    """Find out where the stack lands, as plain values: access documents are made of them.

    Where that comes from the organization's stack, its policies over the account are declared too.

    Raises:
        ConfigError: The organization's stack does not name the account.
    """
    if config.account_id:
        account_id = config.account_id
    elif config.organization_stack:
        account_id = await _account_of_organization(config, config.organization_stack)
    else:
        account_id = _callers_account(config)
    return Deployment(
        project=pulumi.get_project(),
        stack=pulumi.get_stack(),
        account_id=account_id,
        region=config.region,
        partition=partition(config.region),
    )


def partition(region: str) -> str:
    """The partition of a region: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def provider(config: StackConfig, place: Deployment) -> aws.Provider:
    """The provider of the stack's own account."""
    args = _args(place, place.account_id, config.access_role, config.tags)
    if config.endpoint:
        config.endpoint.redirect(args)
    return aws.Provider("aws", args)


def account_provider(
    name: str, place: Deployment, account_id: str, access_role: str | None, tags: Mapping[str, str]
) -> aws.Provider:
    """The provider of one account; it refuses credentials of any other.

    Args:
        name: The provider's name in the stack.
        place: The stack's place; its region is the provider's.
        account_id: The account.
        access_role: The role to assume there; ``None`` deploys as the caller.
        tags: Put on every resource, besides the project and the stack.
    """
    return aws.Provider(name, _args(place, account_id, access_role, tags))


def _args(
    place: Deployment, account_id: str, access_role: str | None, tags: Mapping[str, str]
) -> aws.ProviderArgs:
    assumed = None
    if access_role:
        assumed = [
            aws.ProviderAssumeRoleArgs(
                role_arn=arns.role(place, access_role, account_id),
                session_name=f"{place.project}-{place.stack}",
            )
        ]
    return aws.ProviderArgs(
        region=place.region,
        allowed_account_ids=[account_id],
        assume_roles=assumed,
        default_tags=aws.ProviderDefaultTagsArgs(
            tags={**tags, "project": place.project, "stack": place.stack}
        ),
    )


async def _account_of_organization(config: StackConfig, stack: str) -> str:
    if "/" not in stack:
        stack = f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"
    organization = pulumi.StackReference(stack)
    accounts = (await organization.get_output_details("accounts")).value or {}
    name = config.account_name or ""
    account_id = accounts.get(name)
    if not account_id:
        mend = (
            f"Deploy it first (pulumi up -s {config.organization_stack}), or set bulwark:accountId."
        )
        known = ", ".join(sorted(accounts)) or "none yet"
        where = f"the output accounts of stack {stack}"
        raise ConfigError(where, config.account_name, f"an account in it ({known})", mend)
    policies = (await organization.get_output_details(inherited_policies.OUTPUT)).value
    if policies is not None:
        where = f"the output {inherited_policies.OUTPUT} of stack {stack}"
        inherited_policies.InheritedPolicies(inherited_policies.levels(policies, name, where))
    return str(account_id)


def _callers_account(config: StackConfig) -> str:
    # A provider of its own: the stack's default ones are switched off.
    caller = aws.Provider("caller", region=config.region)
    return aws.get_caller_identity(opts=pulumi.InvokeOptions(provider=caller)).account_id
