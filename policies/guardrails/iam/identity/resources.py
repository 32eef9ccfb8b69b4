"""Actions on all the resources there are, though AWS can hold them to some."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from guardrails.iam import arn, condition_keys, reference, text, wildcard
from guardrails.iam.conditions import Bound
from guardrails.iam.findings import Finding, finding
from guardrails.iam.identity.denials import Denials
from guardrails.iam.identity.grants import Grant
from guardrails.iam.identity.harms import sorted_out
from guardrails.iam.identity.roles import ASSUME_ROLE, PASS_ROLE
from guardrails.iam.rewrite import Context, narrower_resource

_JUDGED_APART: Final = frozenset({PASS_ROLE, ASSUME_ROLE})
_SUBSCRIBE: Final = "aws-marketplace:Subscribe"
# No other account can open these to this one: whose they are goes without saying.
_ALWAYS_OWN: Final = "iam:"

_HARMS: Final = {
    "credentials-exposure": "hands out what others sign in with: whoever gets hold of this "
    "principal goes on as somebody else",
    "data-exfil": "reads whatever is stored there: one mistake or one stolen session, and all of "
    "it leaves",
    "kms-decrypt-star": "decrypts with every key whose policy leaves that to IAM: no key keeps "
    "this principal out of anything",
    "permissions-mgmt-unconstrained": "changes who may use what: a mistake or an intruder opens "
    "it to the world",
    "write-unconstrained": "uses, changes or deletes what this principal has nothing to do with, "
    "by mistake or in an intruder's hands",
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
    names = frozenset(
        name
        for name in grant.reach.scopable - _JUDGED_APART
        if name.partition(":")[0] not in whole and not _is_held(name, grant)
    )
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


def _is_held(name: str, grant: Grant) -> bool:
    """Whether the statement's conditions hold the action to chosen resources."""
    if grant.holds_resources:
        return True
    if grant.holds_owner and not name.startswith(_ALWAYS_OWN):
        return True
    return Bound.NEW in grant.bound and _tags_what_it_makes(name)


def _tags_what_it_makes(name: str) -> bool:
    key = condition_keys.find("aws:RequestTag/name")
    # An action that only tags can put any tag on anything.
    tags = reference.access_level(name) == reference.TAGGING
    return not tags and key is not None and condition_keys.knows(name, key)


def _all_of_a_type(resource: str, names: frozenset[str]) -> frozenset[str]:
    """The actions of which the resource matches all that they can be done with."""
    by_type = _names_by_type(names)
    hit = (some for kind, some in by_type.items() if arn.covers_all(resource, kind))
    return frozenset[str]().union(*hit)


@lru_cache(maxsize=64)
def _names_by_type(names: frozenset[str]) -> dict[str, set[str]]:
    """The actions for each type of resource that they work on, and do not only make."""
    found: dict[str, set[str]] = {}
    for name in names:
        for kind in reference.resource_types(name):
            if not reference.makes(name, kind):
                found.setdefault(kind, set()).add(name)
    return found


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
        yield finding(rule, place, f"{text.names(some)} on {shown} {_HARMS[rule]}.", fix)
    if not found:
        star = wildcard.is_star(statement.resources[index])
        what = "is every resource" if star else "matches all there are"
        yield finding(
            "resource-star-restrictable" if star else "resource-effectively-star",
            place,
            f"{shown} {what}, though AWS can scope {text.names(names)}: a mistake or an intruder "
            "can read what this principal has nothing to do with.",
            narrower_resource(names, index, statement, context),
        )


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
