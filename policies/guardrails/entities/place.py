"""Where a resource is: what its ARN begins with."""

from typing import Self

from guardrails.iam import place
from guardrails.view import Resource


class Place(place.Place):
    """The parts of an ARN that a resource's provider decides; empty where it does not say."""

    __slots__ = ()

    @classmethod
    def of(cls, resource: Resource) -> Self:
        """The place of a resource."""
        return cls.at(resource.region, resource.account_id)
