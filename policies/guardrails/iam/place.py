"""Where resources are: what their ARNs begin with."""

from typing import NamedTuple, Self


class Place(NamedTuple):
    """The parts of an ARN that come before the name; empty where nobody says."""

    partition: str = "aws"
    region: str = ""
    account: str = ""

    @classmethod
    def at(cls, region: str | None, account: str | None) -> Self:
        """The place in a region and an account, either of which may be unknown."""
        region = region or ""
        return cls(partition(region), region, account or "")


def partition(region: str) -> str:
    """The partition of a region: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"
