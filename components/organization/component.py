"""An AWS organization."""

from collections.abc import Mapping
from typing import cast

import pulumi
from pulumi_aws import organizations

from components.core import arns, limits
from components.core.component import BulwarkComponent
from components.core.where import Where
from components.iam import document
from components.organization import scps
from components.organization.args import OrganizationArgs
from components.organization.spec import ROOT, Account, OrganizationSpec, Unit

_SCP = "SERVICE_CONTROL_POLICY"
# The Organizations API does not tell these, so an adopted account would differ for ever.
_UNREADABLE = ["roleName", "iamUserAccessToBilling"]


class Organization(BulwarkComponent):
    """The units, the accounts and the service control policies of an organization.

    Children: one ``aws.organizations.OrganizationalUnit`` per unit, one ``Account`` (protected)
    per account, one ``Policy`` per service control policy in use, one ``PolicyAttachment`` per
    policy and target, one ``ResourcePolicy`` when ``account_listers`` are given, and, unless one is
    adopted, the ``Organization`` (protected). It has to be deployed from the management account.

    Example:
        >>> Organization("main", {
        ...     "adopted": {"id": "o-a1b2c3d4e5", "root_id": "r-ab12"},
        ...     "audit_role_name": "bulwark-audit",
        ...     "policies": ["deny-leave-organization"],
        ...     "units": {"dev": {"accounts": {"dev": {"email": "aws+dev@example.com"}}}},
        ... })

    Raises:
        SpecError: What ``OrganizationSpec.parse`` refuses.
        LimitError: The same.
    """

    organization_id: pulumi.Output[str]
    """The organization's id."""

    root_id: pulumi.Output[str]
    """The id of the organization's root."""

    accounts: pulumi.Output[dict[str, str]]
    """The accounts' ids by name."""

    units: pulumi.Output[dict[str, str]]
    """The units' ids by path, such as ``sandbox/tempdel``."""

    def __init__(
        self, name: str, args: OrganizationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        spec = OrganizationSpec.parse(Where(f"Organization {name!r}"), args, self._deployment)
        self.organization_id, self.root_id = self._find_or_create(name, args)
        self._targets: dict[str, pulumi.Input[str]] = {ROOT: self.root_id}
        for unit in spec.units:
            self._targets[unit.path] = self._unit(unit).id
        accounts = {account.name: self._account(account) for account in spec.accounts}
        self._account_ids: dict[str, pulumi.Input[str]] = {
            account.name: account.id or accounts[account.name].id for account in spec.accounts
        }
        self._attach(spec)
        self._let_list_accounts(name, spec, list(accounts.values()))
        self.accounts = _gathered(self._account_ids)
        self.units = _gathered(self.unit_ids)
        self.register_outputs(
            {
                "organization_id": self.organization_id,
                "root_id": self.root_id,
                "accounts": self.accounts,
                "units": self.units,
            }
        )

    @property
    def account_ids(self) -> Mapping[str, pulumi.Input[str]]:
        """The accounts' ids by name; those that the arguments gave are known at preview."""
        return self._account_ids

    @property
    def unit_ids(self) -> Mapping[str, pulumi.Input[str]]:
        """The units' ids by path."""
        return {path: target for path, target in self._targets.items() if path != ROOT}

    def _find_or_create(
        self, name: str, args: OrganizationArgs
    ) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
        adopted = args.get("adopted")
        if adopted:
            ids = (adopted["id"], adopted["root_id"])
            return pulumi.Output.from_input(ids[0]), pulumi.Output.from_input(ids[1])
        created = organizations.Organization(
            name,
            feature_set="ALL",
            enabled_policy_types=[_SCP],
            opts=self._child(protect=True),
        )
        return created.id, created.roots.apply(lambda roots: str(roots[0].id))

    def _unit(self, unit: Unit) -> organizations.OrganizationalUnit:
        return organizations.OrganizationalUnit(
            unit.path,
            name=unit.name,
            parent_id=self._targets[unit.parent],
            opts=self._child(import_=unit.id),
        )

    def _account(self, account: Account) -> organizations.Account:
        return organizations.Account(
            account.name,
            name=account.name,
            email=account.email,
            parent_id=self._targets[account.unit],
            role_name=account.role_name,
            iam_user_access_to_billing="DENY",
            close_on_deletion=False,
            opts=self._child(protect=True, import_=account.id, ignore_changes=_UNREADABLE),
        )

    def _attach(self, spec: OrganizationSpec) -> None:
        policies = {
            name: organizations.Policy(
                name,
                name=self._deployment.name(name, limits.ORGANIZATION_NAME_LENGTH),
                description=scps.LIBRARY[name].description,
                type=_SCP,
                content=content,
                opts=self._child(delete_before_replace=True),
            )
            for name, content in spec.documents.items()
        }
        for name, path in spec.attachments():
            organizations.PolicyAttachment(
                f"{name}@/{path}",
                policy_id=policies[name].id,
                target_id=self._targets[path],
                opts=self._child(),
            )

    def _let_list_accounts(
        self, name: str, spec: OrganizationSpec, accounts: list[organizations.Account]
    ) -> None:
        if not spec.listers:
            return
        owners = sorted({arn.split(":")[4] for arn in spec.listers})
        statement = {
            "Sid": "MembersListAccounts",
            "Effect": "Allow",
            # The accounts, narrowed by a condition: a role as principal has to exist already.
            "Principal": {"AWS": [arns.account_root(self._deployment, one) for one in owners]},
            "Action": "organizations:ListAccounts",
            "Resource": "*",
            "Condition": {"ArnEquals": {"aws:PrincipalArn": list(spec.listers)}},
        }
        organizations.ResourcePolicy(
            name,
            content=document.to_json(document.policy([statement])),
            # AWS takes no account here that is not a member yet.
            opts=self._child(depends_on=accounts),
        )


def _gathered(ids: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[dict[str, str]]:
    # The SDK resolves what is within a dict; its types do not say so.
    return pulumi.Output.from_input(cast("dict[str, str]", dict(ids)))
