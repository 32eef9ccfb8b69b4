"""Where resources are, and whether what refers to one can mean it: names come again elsewhere."""

import re
from typing import Final, NamedTuple

from guardrails.view import Resource

# https://sqs.eu-central-1.amazonaws.com/123456789012/orders
_QUEUE_URL: Final = re.compile(r"https?://sqs\.([a-z0-9-]+)\.amazonaws\.com[a-z.]*/([0-9]{12})/")
_ARN_PARTS: Final = 6

# Their names are an account's or the world's, and no region's.
_GLOBAL: Final = ("aws:iam/", "aws:s3/", "aws:cloudfront/", "aws:route53/", "aws:organizations/")


class Spot(NamedTuple):
    """An account and a region, either empty where nobody says."""

    account: str
    region: str

    def is_apart(self, other: "Spot") -> bool:
        """Whether both say, and not the same."""
        return any(
            mine and theirs and mine != theirs for mine, theirs in zip(self, other, strict=True)
        )


NOWHERE: Final = Spot("", "")


def declared(resource: Resource) -> Spot:
    """Where it is declared.

    Since version 7 of the provider a resource can name a region of its own.
    """
    region = resource["region"]
    account = resource.account_id or ""
    return Spot(account, "" if region.unknown else region.text or resource.region or "")


def spot(resource: Resource) -> Spot:
    """Where it is: its own ARN or URL knows better than its provider."""
    if "spot" not in resource.memo:
        resource.memo["spot"] = _spot(resource)
    return resource.memo["spot"]


def _spot(resource: Resource) -> Spot:
    if resource.type.startswith(_GLOBAL):
        by_provider = Spot("" if ":s3/" in resource.type else resource.account_id or "", "")
    else:
        by_provider = declared(resource)
    own = spot_in(resource["arn"].text or resource["url"].text) or NOWHERE
    return Spot(own.account or by_provider.account, own.region or by_provider.region)


def spot_in(reference: str) -> Spot | None:
    """The place that an ARN or a queue's URL names; ``None`` for another reference."""
    if reference.startswith("arn:"):
        parts = reference.split(":", _ARN_PARTS - 1)
        return Spot(parts[4], parts[3]) if len(parts) == _ARN_PARTS else None
    found = _QUEUE_URL.match(reference)
    return Spot(found[2], found[1]) if found else None


def can_mean(reference: str, holder: Resource | None, target: Resource) -> bool:
    """Whether a reference with the name of ``target`` may mean it, by account and region.

    Args:
        reference: A name, an ARN or a URL.
        holder: What refers; a plain name is one of its own account and region.
        target: What may be meant.
    """
    arn = target["arn"].text
    if reference.startswith("arn:") and arn.startswith("arn:"):
        return _is_same(reference, arn)
    given = spot_in(reference) or (declared(holder) if holder else None)
    return given is None or not given.is_apart(spot(target))


def _is_same(reference: str, arn: str) -> bool:
    """Whether one is the other or a part of it: an alias, a stream, the items of a log group."""
    longer, shorter = (reference, arn) if len(reference) > len(arn) else (arn, reference)
    return longer.startswith(shorter) and longer[len(shorter) : len(shorter) + 1] in ("", *":/-")
