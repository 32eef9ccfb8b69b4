"""What the organization's policies leave to an account: from its stack to that of a workload.

The workload's stack declares them again, as data: so the policy pack can tell at preview which
grants they deny, before the first call does.
"""

import json
from typing import Any, Final, TypedDict

import pulumi

from components.core.errors import ConfigError
from components.organization.spec import OrganizationSpec

OUTPUT: Final = "service_control_policies"

# AWS attaches it to every root, unit and account, and the organization's stack leaves it there:
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
_FULL_ACCESS: Final = {
    "name": "FullAWSAccess",
    "content": json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
        }
    ),
}


class Policies(TypedDict):
    """The output of the organization's stack."""

    documents: dict[str, str]
    """The JSON of each policy by its name."""

    accounts: dict[str, list[list[str]]]
    """For each account the policies' names, level by level from the root down."""


class InheritedPolicies(pulumi.ComponentResource):
    """The service control policies over the account that the stack lands in.

    It makes nothing: it puts them among the stack's declarations, where policies see them.
    """

    levels: pulumi.Output[list[list[dict[str, str]]]]
    """For each level from the root to the account, the policies by ``name`` and ``content``."""

    def __init__(self, levels: list[list[dict[str, str]]]) -> None:
        given = {"levels": levels}
        super().__init__("bulwark:index:InheritedPolicies", "organization", given)
        self.levels = pulumi.Output.from_input(levels)
        self.register_outputs(given)


def output(spec: OrganizationSpec) -> Policies:
    """What the organization's stack tells of its policies."""
    return {
        "documents": dict(spec.documents),
        "accounts": {account.name: spec.levels_over(account) for account in spec.accounts},
    }


def levels(given: object, account: str, where: str) -> list[list[dict[str, str]]]:
    """The policies over an account, AWS's own with them.

    Args:
        given: The output of the organization's stack.
        account: The account's name in it.
        where: The output's place, for the message.

    Raises:
        ConfigError: It is not what ``output`` makes.
    """
    try:
        return _levels(given, account)
    except (KeyError, TypeError, AttributeError):
        mend = "Deploy the organization's stack again."
        raise ConfigError(
            where, given, "documents and accounts as this version writes", mend
        ) from None


def _levels(given: Any, account: str) -> list[list[dict[str, str]]]:  # noqa: ANN401 -- from a state
    documents: dict[str, str] = given["documents"]
    return [
        [_FULL_ACCESS, *({"name": name, "content": documents[name]} for name in names)]
        for names in given["accounts"][account]
    ]
