"""Where a resource is: what its ARN begins with."""

from typing import NamedTuple, Self

from guardrails.view import Resource


class Place(NamedTuple):
    """The parts of an ARN that a resource's provider decides; empty where it does not say."""

    partition: str
    region: str
    account: str

    @classmethod
    def of(cls, resource: Resource) -> Self:
        """The place of a resource."""
        region = resource.region or ""
        return cls(partition(region), region, resource.account_id or "")


def partition(region: str) -> str:
    """The partition of a region: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"
