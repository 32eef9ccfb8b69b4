"""What an account has decided for all resources of a region, as a resource of the stack says."""

from guardrails.graph import Graph
from guardrails.places import declared
from guardrails.view import Resource


def default_of(graph: Graph, resource: Resource, type_: str) -> Resource | None:
    """The default of that type for the account and the region in which a resource is."""
    place = declared(resource)
    return next((one for one in graph.of(type_) if declared(one) == place), None)
