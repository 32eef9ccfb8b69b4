"""Actions on all the resources there are, though AWS can hold them to some."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from guardrails.iam import arn, nameless, reference, text, wildcard
from guardrails.iam.bounding_keys import Bound
from guardrails.iam.findings import Finding, finding
from guardrails.iam.identity.denials import Denials
from guardrails.iam.identity.grants import Grant
from guardrails.iam.identity.harms import sorted_out
from guardrails.iam.identity.roles import ASSUME_ROLE, PASS_ROLE
from guardrails.iam.rewrite import Context, narrower_resource

_JUDGED_APART: Final = frozenset({PASS_ROLE, ASSUME_ROLE})
_LEFT_OUT: Final = _JUDGED_APART | nameless.NAME_NO_RESOURCE
_SUBSCRIBE: Final = "aws-marketplace:Subscribe"
# No other account can open these to this one: whose they are goes without saying.
_ALWAYS_OWN: Final = "iam:"

_HARMS: Final = {
    "credentials-exposure": "whoever gets hold of this principal signs in as somebody else",
    "data-exfil": "one mistake or one stolen session lets out all that is stored there",
    "kms-decrypt-star": "whatever is encrypted is open to this principal, as far as key policies "
    "leave that to IAM",
    "permissions-mgmt-unconstrained": "a mistake or an intruder changes who may use what, and "
    "opens it to the world",
    "write-unconstrained": "a mistake or an intruder uses, changes or deletes what this principal "
    "has nothing to do with",
}


def judge(
    grant: Grant, whole: frozenset[str], denials: Denials, context: Context
) -> Iterator[Finding]:
    """The resources of a statement that cover all there are.

    Args:
        grant: The statement.
        whole: The services that are reported as a whole already.
        denials: Those of the document.
        context: For the rewrite.
    """
    yield from _subscriptions(grant)
    names = _unbound(_scopable(grant.reach.actions), grant)
    if whole:
        names = frozenset(name for name in names if name.partition(":")[0] not in whole)
    if not names:
        return
    resources = grant.statement.resources
    star = next((i for i, one in enumerate(resources) if wildcard.is_star(one)), None)
    if star is not None:
        yield from _open(grant, star, denials.open(names, resources[star]), context)
        return
    for index, resource in enumerate(resources):
        if wildcard.has_wildcard(resource):
            hit = _all_of_a_type(resource, names)
            yield from _open(grant, index, denials.open(hit, resource), context)


def _scopable(names: frozenset[str]) -> frozenset[str]:
    """Those of some actions that can be held to chosen resources, and are told of here."""
    scopable = reference.scopable(names) - _LEFT_OUT
    for told, by in nameless.TOLD_ALREADY.items():
        if by in names:
            scopable -= {told}
    return scopable


def _unbound(names: frozenset[str], grant: Grant) -> frozenset[str]:
    """Those of ``names`` that the statement's conditions do not hold to chosen resources."""
    if grant.holds_resources:
        return frozenset()
    if grant.holds_owner:
        names = frozenset(name for name in names if name.startswith(_ALWAYS_OWN))
    if Bound.NEW in grant.bound:
        # What does not tag is not allowed at all then; what only tags can tag anything.
        names = frozenset(name for name in names if _only_tags(name))
    return names


@lru_cache(maxsize=256)
def _all_of_a_type(resource: str, names: frozenset[str]) -> frozenset[str]:
    """The actions of which the resource matches all that they can be done with."""
    by_type = _scopableby_type(names)
    hit = (some for kind, some in by_type.items() if arn.covers_all(resource, kind))
    return frozenset[str]().union(*hit)


@lru_cache(maxsize=64)
def _scopableby_type(names: frozenset[str]) -> dict[str, set[str]]:
    """The actions for each type of resource that they work on, and that can be named beforehand."""
    found: dict[str, set[str]] = {}
    for name in names:
        for kind in reference.resource_types(name):
            if not reference.makes(name, kind) and not _is_nameless(name, kind):
                found.setdefault(kind, set()).add(name)
    return found


def _is_nameless(name: str, kind: str) -> bool:
    if nameless.FREE_NAMES.get(kind) == name:
        return True
    return nameless.is_per_request(kind) and _only_reads(name)


def _open(grant: Grant, index: int, names: frozenset[str], context: Context) -> Iterator[Finding]:
    """One finding for each kind of harm; for what does none of them, one for the star."""
    if not names:
        return
    statement, place = grant.statement, grant.statement.place("Resource", index)
    shown = text.shown(statement.resources[index])
    found = dict(sorted_out(names))
    if Bound.NETWORK in grant.bound:
        # What is read stays in the network.
        found.pop("data-exfil", None)
    for rule, some in found.items():
        fix = narrower_resource(some, index, statement, context)
        yield finding(rule, place, f"With {text.names(some)} on {shown} {_HARMS[rule]}.", fix)
    if not found:
        star = wildcard.is_star(statement.resources[index])
        verb = "read" if all(map(_only_reads, names)) else "see and label"
        what = "is every resource" if star else "matches all there are"
        yield finding(
            "resource-star-restrictable" if star else "resource-effectively-star",
            place,
            f"{shown} {what}, though AWS can scope {text.names(names)}: a mistake or an intruder "
            f"can {verb} what this principal has nothing to do with.",
            narrower_resource(names, index, statement, context),
        )


def _only_tags(name: str) -> bool:
    return reference.access_level(name) == reference.TAGGING


def _only_reads(name: str) -> bool:
    return reference.access_level(name) in {reference.LIST, reference.READ}


def _subscriptions(grant: Grant) -> Iterator[Finding]:
    statement = grant.statement
    if _SUBSCRIBE not in grant.reach.actions or statement.conditions:
        return
    star = next((i for i, one in enumerate(statement.resources) if wildcard.is_star(one)), None)
    if star is not None:
        yield finding(
            "marketplace-subscribe-star",
            statement.place("Resource", star),
            f"{_SUBSCRIBE} buys any product of the marketplace, at any price, for the account.",
            "Leave it to those who buy, or allow products in a private marketplace.",
        )
