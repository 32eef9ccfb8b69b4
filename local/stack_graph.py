"""A stack's resources as the policy pack sees them all together."""

from collections.abc import Mapping, Sequence
from typing import Any

from guardrails import requests
from guardrails.graph import Graph
from local.engine.backend import Declared
from local.engine.run import Run
from local.policy import wire


def graph_of(run: Run) -> Graph:
    """The graph that stack rules get, of what a program declared."""
    return graph_of_resources(run.resources, run.component_outputs)


def graph_of_resources(
    resources: Sequence[Declared], outputs: Mapping[str, Mapping[str, Any]]
) -> Graph:
    """The graph of resources.

    Args:
        resources: Wherever they come from.
        outputs: What is known of them besides their inputs, by URN.
    """
    return Graph(requests.resources(wire.whole(resources, outputs)))
