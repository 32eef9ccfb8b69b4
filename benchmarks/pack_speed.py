"""What the policy pack takes for a resource, beside the same rules as the SDK dispatches them.

Every rule judges every resource it is about, then the stack as a whole, in this process and without
the protocol's transport. The SDK's own dispatch gets the same rules as policies of its own, at a
tenth of the resources: it reads all properties again for each of them. Checkov judges the same
stack as Terraform, in a process of its own whose start is taken off.
"""

import argparse
import os
import resource as limits
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final, cast

import pulumi_policy
from pulumi_policy.policy import _PolicyAnalyzerServicer  # pyright: ignore[reportPrivateUsage] -- the only way into its dispatch

from benchmarks import pack_stack, terraform
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Rule, Scope
from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.servicer import Servicer
from guardrails.view import Resource, View

AIMS: Final = {"ms a resource": 0.2, "start": 0.4, "MB": 300}
ROOT: Final = Path(__file__).parents[1]


def ours(size: int) -> float:
    """The milliseconds a resource that the pack takes."""
    whole = pack_stack.stack(size)
    single = pack_stack.one_by_one(whole)
    servicer = Servicer(Pack(RULES))
    return _measured(servicer, single, whole, size)


def sdk(size: int) -> float:
    """The milliseconds a resource that the SDK's dispatch of the same rules takes."""
    whole = pack_stack.stack(size)
    single = pack_stack.one_by_one(whole)
    level = pulumi_policy.EnforcementLevel.ADVISORY
    policies = [_policy(rule) for rule in RULES if rule.level is not Level.DISABLED]
    servicer = _PolicyAnalyzerServicer("bench", "0.1.0", policies, level)
    return _measured(servicer, single, whole, size)


def _measured(servicer: Any, single: Any, whole: Any, size: int) -> float:  # noqa: ANN401 -- either servicer
    begin = time.perf_counter()
    for request in single:
        servicer.Analyze(request, None)
    servicer.AnalyzeStack(whole, None)
    return 1000 * (time.perf_counter() - begin) / size


def _policy(rule: Rule) -> pulumi_policy.Policy:
    settings = {name: setting.default for name, setting in rule.settings.items()}

    def judge(given: Any, report: Any) -> None:  # noqa: ANN401 -- the SDK's arguments
        if given.resource_type in rule.applies_to or "*" in rule.applies_to:
            _tell(rule.check(_resource(given), **settings), report)

    def judge_stack(given: Any, report: Any) -> None:  # noqa: ANN401 -- the SDK's arguments
        graph = Graph(map(_resource, given.resources))
        if graph.of(*rule.applies_to):
            _tell(rule.check(graph, **settings), report)

    if rule.scope is Scope.STACK:
        return pulumi_policy.StackValidationPolicy(rule.id, rule.title, judge_stack)
    return pulumi_policy.ResourceValidationPolicy(rule.id, rule.title, judge)


def _tell(results: Any, report: Any) -> None:  # noqa: ANN401 -- what a rule yields
    for result in results:
        if isinstance(result, Fail):
            report(result.message, result.urn or None)


def _resource(given: Any) -> Resource:  # noqa: ANN401 -- the SDK's arguments
    properties = View(cast("dict[str, object]", dict(given.props)))
    return Resource(given.urn, given.resource_type, given.name, properties)


def checkov(size: int) -> float:
    """The milliseconds a resource that Checkov takes for the same stack as Terraform."""
    few = list(pack_stack.declared(1))
    many = list(pack_stack.declared(size))
    return 1000 * (terraform.checkov(many).seconds - terraform.checkov(few).seconds) / size


def start() -> float:
    """The seconds from nothing until the pack could answer: the best of five."""
    program = "from guardrails.registry import RULES; import guardrails.servicer"
    return min(_seconds(program) for _ in range(5))


def _seconds(program: str) -> float:
    begin = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "policies")}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)  # noqa: S603 -- our own
    return time.perf_counter() - begin


def main(sizes: list[int], peer: int) -> None:
    """Print the table."""
    print(f"{len(RULES)} rules; mixed resources, {pack_stack.GROUP} types")
    for size in sizes:
        print(f"{'pack':24}{size:8} resources{ours(size):10.3f} ms each", flush=True)
    peak = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory until here':24}{'':18}{peak:10.0f} MB")
    mine = ours(peer)
    for name, measure in (("SDK's dispatch", sdk), ("Checkov", checkov)):
        theirs = measure(peer)
        print(
            f"{name:24}{peer:8} resources{theirs:10.3f} ms each"
            f"   {theirs / mine:.0f} times the pack's {mine:.3f}",
            flush=True,
        )
    print(f"{'start of the pack':24}{'':18}{start():10.2f} s")
    told = ", ".join(f"{value:g} {name}" for name, value in AIMS.items())
    print(f"aims: {told}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--peer", type=int, default=200, help="resources for the other tools")
    given = parser.parse_args()
    main(given.sizes, given.peer)
