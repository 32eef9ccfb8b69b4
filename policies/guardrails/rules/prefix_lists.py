"""What security groups open by the prefix lists that they name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from guardrails.answers import placed
from guardrails.demands import values_at
from guardrails.graph import Graph
from guardrails.model import Fail, Result, Scope, Severity, Undetermined, rule
from guardrails.rules.network import open_ingress
from guardrails.subjects.open_addresses import INGRESS_RULE, RULE, SECURITY_GROUPS
from guardrails.values import UNKNOWN
from guardrails.view import Resource, View

_LIST: Final = "aws:ec2/managedPrefixList:ManagedPrefixList"
_ENTRY: Final = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"
_GROUPS: Final = (*SECURITY_GROUPS, RULE, INGRESS_RULE)


@rule(
    "sg-open-prefix-list",
    "No prefix list opens an administrator's or a database's port to the internet",
    category="public-exposure",
    severity=Severity.HIGH,
    scope=Scope.STACK,
    applies_to=_GROUPS,
    why="A security group that names a list shows nobody that the whole internet is in it.",
    remediation="Take 0.0.0.0/0 and ::/0 out of the list, or name another list.",
    snippet="aws.ec2.ManagedPrefixList(..., entries=[{'cidr': '203.0.113.0/24'}])",
    own="Other tools read the addresses that stand in the security group itself.",
    settings={"high_risk_ports": open_ingress.settings["high_risk_ports"]},
)
def open_list(graph: Graph, high_risk_ports: Sequence[str]) -> Iterator[Result]:
    """As ``sg-open`` judges, for the lists of the stack; those of AWS hold AWS's addresses."""
    for group in graph.of(*_GROUPS):
        for reference, opening in _references(group):
            addresses = _addresses(graph, group, reference)
            judged = (
                _judged(group, opening, [one for one in addresses if one], high_risk_ports),
                _judged(group, opening, UNKNOWN, high_risk_ports) if "" in addresses else [],
            )
            results = next((results for results in judged if results), [])
            yield from placed(group, (_at(reference, opening, one) for one in results))


def _references(group: Resource) -> Iterator[tuple[View, View]]:
    """The lists that are named for incoming traffic, each with the rule that names it."""
    if group.type in SECURITY_GROUPS:
        for one in group["ingress"].items():
            yield from ((view, one) for view in one["prefixListIds"].items())
    elif group.type == INGRESS_RULE:
        yield from ((view, group.properties) for view in group["prefixListId"].items())
    elif group["type"].text == "ingress":
        yield from ((view, group.properties) for view in group["prefixListIds"].items())


def _addresses(graph: Graph, group: Resource, reference: View) -> list[str]:
    """What is in the list; an empty text for what is unknown."""
    found = graph.target(group, reference, [_LIST])
    if found is None:
        # Of another stack, or AWS's own.
        return []
    entries = graph.attached(found, [_ENTRY], "prefixListId", [_LIST])
    views = [
        *values_at(found.properties, "entries[].cidr"),
        *(one["cidr"] for one in entries.found),
    ]
    return [view.text for view in views] + [""] * len(entries.maybe)


def _judged(
    group: Resource, opening: View, addresses: object, high_risk_ports: Sequence[str]
) -> list[Result]:
    """What ``sg-open`` says of a rule with these addresses in place of the list."""
    properties = {
        "cidrIpv4": addresses,
        "ipProtocol": _protocol(opening).value,
        "fromPort": opening["fromPort"].value,
        "toPort": opening["toPort"].value,
    }
    spelt_out = replace(group, type=INGRESS_RULE, properties=View(properties), memo={})
    return list(open_ingress.check(spelt_out, high_risk_ports=high_risk_ports))


def _at(reference: View, opening: View, result: Result) -> Result:
    if isinstance(result, Fail):
        return replace(
            result,
            message=f"{result.message.removesuffix('.')}, which is in the prefix list.",
            path=reference.path,
            fix="take the internet out of the prefix list, or name another",
        )
    unknown = {
        "ipProtocol": _protocol(opening),
        "fromPort": opening["fromPort"],
        "toPort": opening["toPort"],
    }.get(result.path, reference)
    return Undetermined(unknown.path)


def _protocol(opening: View) -> View:
    """Under the name that it has in the rule at hand."""
    newer = opening["ipProtocol"]
    return opening["protocol"] if newer.missing else newer


RULES = (open_list,)
