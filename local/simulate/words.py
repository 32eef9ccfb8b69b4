"""Actions, resources and context keys as the command line gives them."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from guardrails.iam import arn, reference, wildcard
from guardrails.iam.text import shown
from guardrails.iam.validity import shapes
from local.errors import InputError

# AWS's longest ARNs have 2,048 characters.
_LONGEST_ARN: Final = 2048
_LONGEST_VALUE: Final = 4096
_ACCOUNT: Final = re.compile(r"[0-9]{12}")


def action(given: str) -> str:
    """An action in AWS's spelling; one of a service that the reference does not know as it is.

    Raises:
        InputError: It is none, or its service has none of that name.
    """
    service, colon, name = given.partition(":")
    if not colon or not service or not name or wildcard.has_wildcard(given):
        raise InputError(f"--action: got {shown(given)}; give one action such as s3:GetObject.")
    found = reference.action(given)
    if found is not None:
        return found.name
    known = reference.service_actions(service)
    if known:
        raise InputError(f"--action: {service} has no action {shown(name)}.{_nearest(name, known)}")
    near = difflib.get_close_matches(service.lower(), reference.services(), n=1)
    if near:
        raise InputError(f"--action: there is no service {shown(service)}. Did you mean {near[0]}?")
    return given


def _nearest(name: str, known: Mapping[str, reference.Action]) -> str:
    near = difflib.get_close_matches(name.lower()[: reference.LONGEST_NAME], known, n=1)
    return f" Did you mean {known[near[0]].name}?" if near else ""


def resource(given: str) -> str:
    """An ARN, with or without wildcards, or ``*``.

    Raises:
        InputError: It is neither.
    """
    if given == "*" or (len(given) <= _LONGEST_ARN and arn.is_well_formed(given)):
        return given
    raise InputError(
        f"--resource: got {shown(given)}; give an ARN such as "
        "arn:aws:sqs:eu-central-1:123456789012:name, or *."
    )


def context(given: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The context's values by key in lower case; ``key=`` stands for a key that is absent.

    Raises:
        InputError: One has no ``=``, or is longer than any value of AWS.
    """
    found: dict[str, tuple[str, ...]] = {}
    for key, value in map(_entry, given):
        found[key] = (*found.get(key, ()), *([value] if value else []))
    return found


def _entry(given: str) -> tuple[str, str]:
    key, equals, value = given.partition("=")
    if not equals or ":" not in key:
        raise InputError(
            f"--context: got {shown(given)}; give a key and a value, as aws:SourceIp=192.0.2.1."
        )
    if len(given) > _LONGEST_VALUE:
        raise InputError(f"--context: {shown(key)} has more than {_LONGEST_VALUE} characters.")
    return key.lower(), value


def account(given: str | None) -> str | None:
    """An account's id.

    Raises:
        InputError: It is none.
    """
    if given is None or _ACCOUNT.fullmatch(given):
        return given
    raise InputError(f"--resource-account: got {shown(given)}; give the 12 digits of an account.")


def notes(actions: Iterable[str], resources: Iterable[str]) -> Iterator[str]:
    """What the reference does not know of actions, or has against what is asked."""
    given = tuple(actions)
    services = {name.partition(":")[0] for name in given if reference.action(name) is None}
    for service in sorted(services):
        yield (
            f"not known: the service {service}, in the reference of {reference.data_date()}; "
            "its actions are taken as given"
        )
    known = [name for name in given if reference.action(name)]
    for one, arn_ in product(known, (arn_ for arn_ in resources if arn_ != "*")):
        if not any(shapes.fits(arn_, kind) for kind in reference.resource_types(one)):
            yield f"{one} works on no resource like {arn_}"
