"""Listeners that pass TCP on ports where nothing is encrypted."""

from collections.abc import Iterator, Sequence
from typing import Final

from guardrails.answers import placed
from guardrails.demands import values_at
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.settings import texts
from guardrails.view import Resource, View

_LISTENERS: Final = ("aws:lb/listener:Listener", "aws:alb/listener:Listener")
_TARGET_GROUPS: Final = ("aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup")
_CLASSIC: Final = "aws:elb/loadBalancer:LoadBalancer"
_TARGETS: Final = (
    "defaultActions[].targetGroupArn",
    "defaultActions[].forward.targetGroups[].arn",
)
_TCP: Final = ("TCP", "TCP_UDP")

# Telnet, HTTP, MQTT and HTTP again. Not those on which clients may change over to TLS once they are
# connected, as with FTP, mail, LDAP and databases.
# https://www.iana.org/assignments/service-names-port-numbers
_PLAIN: Final = ("23", "80", "1883", "8080")

_MESSAGE: Final = "What is sent on port {} is not encrypted, and the listener passes it as it is."


@rule(
    "nlb-plain-port",
    "Listeners for TCP pass nothing on the ports of protocols without TLS",
    category="encryption-in-transit",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[*_LISTENERS, _CLASSIC],
    why="A listener for TCP passes what clients send: HTTP on port 80 in the clear.",
    remediation="Listen by protocol='TLS' with a certificate, or pass TLS on port 443; let an "
    "application load balancer redirect what comes on port 80.",
    snippet="aws.lb.Listener(..., protocol='TLS', port=443, certificate_arn=certificate.arn,\n"
    "    ssl_policy='ELBSecurityPolicy-TLS13-1-2-2021-06')",
    equivalents=["FSBP:ELB.18"],
    settings={"plain_ports": texts(_PLAIN, "^[0-9]{1,5}$", "Ports on which nothing is encrypted.")},
)
def plain_port(graph: Graph, plain_ports: Sequence[str]) -> Iterator[Result]:
    """By the port alone, for a listener does not see what it passes.

    What goes to an application load balancer is judged by the listener there.
    """
    for listener in graph.of(*_LISTENERS):
        protocol, port = listener["protocol"], listener["port"]
        if protocol.text in _TCP and not _forwards_to_listener(graph, listener):
            yield from placed(listener, _judged(graph, listener, port, plain_ports))
    for balancer in graph.of(_CLASSIC):
        for one in balancer["listeners"].items():
            if one["lbProtocol"].text.lower() == "tcp":
                yield from placed(balancer, _port(one["lbPort"], plain_ports))


def _judged(
    graph: Graph, listener: Resource, port: View, plain_ports: Sequence[str]
) -> Iterator[Result]:
    results = list(_port(port, plain_ports))
    unknown = _unknown_target(graph, listener)
    if results and unknown:
        yield Undetermined(unknown.path)
    else:
        yield from results


def _port(port: View, plain_ports: Sequence[str]) -> Iterator[Result]:
    if port.unknown:
        yield Undetermined(port.path)
    elif port.number is not None and str(int(port.number)) in plain_ports:
        yield Fail(
            _MESSAGE.format(int(port.number)),
            port.path,
            "protocol='TLS', port=443, certificate_arn=certificate.arn",
        )


def _targets(listener: Resource) -> Iterator[View]:
    for path in _TARGETS:
        yield from (view for view in values_at(listener.properties, path) if not view.missing)


def _forwards_to_listener(graph: Graph, listener: Resource) -> bool:
    groups = (graph.target(listener, one, _TARGET_GROUPS) for one in _targets(listener))
    return any(group is not None and group["targetType"].text == "alb" for group in groups)


def _unknown_target(graph: Graph, listener: Resource) -> View | None:
    """The reference to targets that cannot be told, or their kind."""
    for one in _targets(listener):
        group = graph.target(listener, one, _TARGET_GROUPS)
        if group is None and one.unknown:
            return one
        if group is not None and group["targetType"].unknown:
            return one
    return None


RULES = (plain_port,)
