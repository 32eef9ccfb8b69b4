"""A stack's resources as the policy pack sees them all together."""

from guardrails import requests
from guardrails.graph import Graph
from local.engine.run import Run
from local.policy import wire


def graph_of(run: Run) -> Graph:
    """The graph that stack rules get, of what a program declared."""
    return Graph(requests.resources(wire.whole(run.resources, run.component_outputs)))
