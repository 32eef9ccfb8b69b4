"""The accounts of the organization."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_organizations import OrganizationsClient


def active_accounts(organizations: "OrganizationsClient") -> Iterator[str]:
    """Yield the ids of the accounts that are in use, page by page.

    AWS replaces ``Status`` by ``State``, which tells more kinds of not being in use apart:
    https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
    """
    for page in organizations.get_paginator("list_accounts").paginate():
        for account in page.get("Accounts", []):
            if account.get("State", account.get("Status")) == "ACTIVE" and "Id" in account:
                yield account["Id"]
