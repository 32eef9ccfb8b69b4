"""What an organization has to be, checked before anything is registered."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from components.core import limits, shapes
from components.core.checks import known_keys, matching, one_of, whole_number
from components.core.deployment import Deployment
from components.core.errors import LimitError, SpecError
from components.core.where import Where
from components.organization import scps
from components.organization.args import AccountArgs, LimitsArgs, OrganizationArgs, UnitArgs

ACCESS_ROLE = "OrganizationAccountAccessRole"
"""The role by which AWS lets the management account into an account that it created."""

ROOT = ""
"""The path of the root, as units name their parent."""

_ACCOUNT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]*")
_A_ROLE_NAME = "a role name of 1 to 64 letters, digits and +=,.@_-"
_UNIT_ID = re.compile(r"ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}")
# No slash: paths are made of names.
_UNIT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]*")
# AWS attaches this one to every new unit and account; it counts.
_FULL_ACCESS = 1


@dataclass(frozen=True, slots=True)
class Account:
    """An account; ``unit`` is the path of its unit."""

    name: str
    email: str
    id: str | None
    role_name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Unit:
    """An organizational unit; ``path`` is such as ``sandbox/tempdel``."""

    path: str
    id: str | None
    policies: tuple[str, ...]

    @property
    def name(self) -> str:
        """The unit's own name."""
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str:
        """The path of the unit above, ``ROOT`` at depth 1."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class OrganizationSpec:
    """The validated arguments of ``Organization``.

    Attributes:
        policies: The root's service control policies.
        units: Every unit, parents before their children.
        accounts: Every account, by name.
        listers: ARNs of the roles in member accounts that may list the accounts.
        documents: The JSON of every service control policy in use, by name.
    """

    policies: tuple[str, ...]
    units: tuple[Unit, ...]
    accounts: tuple[Account, ...]
    listers: tuple[str, ...]
    documents: Mapping[str, str]

    @classmethod
    def parse(cls, where: Where, args: OrganizationArgs, place: Deployment) -> Self:
        """Validate ``args``.

        Args:
            where: Whose arguments they are, for the messages.
            args: The arguments.
            place: Where the organization is managed from.

        Raises:
            SpecError: A misspelt key, a name, an address or an id that AWS does not take, an
                address, an account or an id given twice, a policy that the library lacks.
            LimitError: A sixth level of units, a service control policy above the characters
                that one may have, more of them on a target than it takes.
        """
        _refuse_unknown(where, args, OrganizationArgs)
        quotas = _Quotas.parse(where.key("limits"), args.get("limits", {}))
        tree = _Tree(quotas, place)
        policies = tree.read_policies(where, args.get("policies", []))
        tree.read_units(where.key("units"), args["units"], ROOT)
        accounts = tuple(sorted(tree.accounts.values(), key=lambda account: account.name))
        subject = scps.Subject(
            place=place,
            access_roles=tuple(sorted({ACCESS_ROLE} | {one.role_name for one in accounts})),
            audit_role=args["audit_role_name"],
            regions=_regions(where.key("allowed_regions"), args.get("allowed_regions", [])),
        )
        _audit_role(where.key("audit_role_name"), subject)
        used = {name for unit in tree.units for name in unit.policies}.union(policies)
        return cls(
            policies=policies,
            units=tuple(tree.units),
            accounts=accounts,
            listers=tuple(
                sorted(
                    matching(
                        str(where.key("account_listers")), one, shapes.ROLE_ARN, "ARNs of roles"
                    )
                    for one in args.get("account_listers", [])
                )
            ),
            documents={
                name: _document(where, name, subject, quotas.scp_characters)
                for name in sorted(used)
            },
        )

    def attachments(self) -> Iterator[tuple[str, str]]:
        """Each policy with the path of each of its targets."""
        for name in self.policies:
            yield name, ROOT
        for unit in self.units:
            for name in unit.policies:
                yield name, unit.path

    def levels_over(self, account: Account) -> list[list[str]]:
        """The policies that hold for an account, level by level from the root down."""
        policies = {unit.path: unit.policies for unit in self.units}
        names = account.unit.split("/")
        paths = ["/".join(names[: depth + 1]) for depth in range(len(names))]
        return [list(self.policies), *(list(policies[path]) for path in paths)]


@dataclass(frozen=True, slots=True)
class _Quotas:
    scp_characters: int
    scps_per_target: int

    @classmethod
    def parse(cls, where: Where, args: LimitsArgs) -> Self:
        _refuse_unknown(where, args, LimitsArgs)
        return cls(
            scp_characters=whole_number(
                str(where.key("scp_characters")),
                args.get("scp_characters", limits.SCP_CHARACTERS),
                range(1, limits.SCP_CHARACTERS + 1),
                "characters",
            ),
            scps_per_target=whole_number(
                str(where.key("scps_per_target")),
                args.get("scps_per_target", limits.SCPS_PER_TARGET),
                range(1, limits.SCPS_PER_TARGET + 1),
                "policies",
            ),
        )


class _Tree:
    """The units and accounts read so far, and what no two of them may share."""

    def __init__(self, quotas: _Quotas, place: Deployment) -> None:
        self.units: list[Unit] = []
        self.accounts: dict[str, Account] = {}
        self._quotas = quotas
        # By e-mail address or id. The management account has no place in the tree.
        self._owners: dict[str, str] = {place.account_id: "the management account"}

    def read_units(self, where: Where, units: Mapping[str, UnitArgs], parent: str) -> None:
        for name in sorted(units):
            self._read_unit(where.name(name), name, units[name], parent)

    def read_policies(self, where: Where, names: list[str]) -> tuple[str, ...]:
        place = str(where.key("policies"))
        for name in names:
            one_of(place, name, scps.LIBRARY.keys())
            if names.count(name) > 1:
                raise SpecError(place, name, "each policy once")
        count = len(names) + _FULL_ACCESS
        if count > self._quotas.scps_per_target:
            allowed = (
                f"at most {self._quotas.scps_per_target} service control policies with AWS's own "
                "FullAWSAccess"
            )
            raise LimitError(place, count, allowed, "Attach some to the units above or below.")
        return tuple(sorted(names))

    def _read_unit(self, where: Where, name: str, args: UnitArgs, parent: str) -> None:
        _name(where, name, _UNIT_NAME, limits.ORGANIZATION_NAME_LENGTH)
        _refuse_unknown(where, args, UnitArgs)
        path = f"{parent}/{name}" if parent else name
        depth = path.count("/") + 1
        if depth > limits.ORGANIZATION_DEPTH:
            allowed = f"units at depth 1 to {limits.ORGANIZATION_DEPTH}"
            raise LimitError(str(where), f"depth {depth}", allowed)
        unit = Unit(
            path=path,
            id=self._id(where, args.get("id"), _UNIT_ID, "a unit's id such as ou-ab12-cd34ef56"),
            policies=self.read_policies(where, args.get("policies", [])),
        )
        self.units.append(unit)
        accounts = args.get("accounts", {})
        for account in sorted(accounts):
            self._read_account(
                where.key("accounts").name(account), account, accounts[account], path
            )
        self.read_units(where.key("units"), args.get("units", {}), path)

    def _read_account(self, where: Where, name: str, args: AccountArgs, unit: str) -> None:
        _name(where, name, _ACCOUNT_NAME, limits.ACCOUNT_NAME_LENGTH)
        _refuse_unknown(where, args, AccountArgs)
        if name in self.accounts:
            allowed = f"a name of its own: unit {self.accounts[name].unit} has an account of it"
            raise SpecError(str(where), name, allowed)
        role_name = args.get("role_name", ACCESS_ROLE)
        self.accounts[name] = Account(
            name=name,
            email=self._email(where.key("email"), args["email"]),
            id=self._id(where, args.get("id"), shapes.ACCOUNT_ID, "twelve digits, in quotes"),
            role_name=matching(
                str(where.key("role_name")),
                role_name,
                shapes.ROLE_NAME,
                _A_ROLE_NAME,
            ),
            unit=unit,
        )

    def _email(self, where: Where, given: str) -> str:
        length = limits.ACCOUNT_EMAIL_LENGTH
        allowed = f"an e-mail address of {length[0]} to {length[-1]} characters"
        email = matching(str(where), given, shapes.EMAIL, allowed)
        if len(email) not in length:
            raise LimitError(str(where), email, allowed)
        # AWS takes the two spellings of an address for one.
        self._own(where, email, email.lower())
        return email

    def _id(
        self, where: Where, given: str | None, pattern: re.Pattern[str], allowed: str
    ) -> str | None:
        if given is None:
            return None
        place = where.key("id")
        self._own(place, matching(str(place), given, pattern, allowed), given)
        return given

    def _own(self, where: Where, given: str, identity: str) -> None:
        owner = self._owners.setdefault(identity, str(where))
        if owner != str(where):
            raise SpecError(str(where), given, f"one of its own: {owner} has it")


def _name(where: Where, name: str, pattern: re.Pattern[str], longest: int) -> None:
    allowed = f"a name of 1 to {longest} letters, digits, spaces and _.-, a letter or digit first"
    if len(matching(str(where), name, pattern, allowed)) > longest:
        raise LimitError(str(where), name, allowed)


def _audit_role(where: Where, subject: scps.Subject) -> None:
    name = matching(str(where), subject.audit_role, shapes.ROLE_NAME, _A_ROLE_NAME)
    if name in subject.access_roles:
        raise SpecError(str(where), name, "a role other than those that enter the accounts")


def _regions(where: Where, given: list[str]) -> tuple[str, ...]:
    for region in given:
        matching(str(where), region, shapes.REGION, "regions such as eu-central-1")
    return tuple(sorted(set(given)))


def _document(where: Where, name: str, subject: scps.Subject, longest: int) -> str:
    if name == "allowed-regions" and not subject.regions:
        allowed = "at least one region, for the policy allowed-regions"
        raise SpecError(str(where.key("allowed_regions")), [], allowed)
    text = scps.render(name, subject)
    # All characters count here, unlike in IAM:
    # https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
    if len(text) > longest:
        place = f"{where}: the document of policy {name!r}"
        raise LimitError(place, f"{len(text)} characters", f"at most {longest}")
    return text


def _refuse_unknown(where: Where, given: Mapping[str, object], shape: type) -> None:
    spelt = {where.spell(key): key for key in shape.__annotations__}
    known_keys(str(where), {where.spell(key): None for key in given}, spelt)
