"""Listeners for TCP by their ports."""

from tests.policies.guardrails.rule_cases.load_balancers import (
    ALB_LISTENER,
    CLASSIC,
    LISTENER,
    TARGETS,
)
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Resource, one

MACHINES = one(TARGETS, {"protocol": "TCP", "targetType": "ip"}, "machines")
BALANCER = one(TARGETS, {"protocol": "TCP", "targetType": "alb"}, "balancer")
KIND_UNKNOWN = one(TARGETS, {"protocol": "TCP", "targetType": UNKNOWN}, "either")
ELSEWHERE = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0123456789ab"
FORWARD = {"type": "forward", "targetGroupArn": UNKNOWN}
WEIGHTED = {"type": "forward", "forward": {"targetGroups": [{"arn": UNKNOWN}]}}


def forwarding(
    target: Resource,
    *,
    port: object = 80,
    protocol: object = "TCP",
    type_: str = LISTENER,
    action: object = FORWARD,
) -> list[Resource]:
    properties = {"port": port, "protocol": protocol, "defaultActions": [action]}
    return [one(type_, properties, depends={"defaultActions": [target.urn]}), target]


def to(arn: object) -> list[Resource]:
    action = {"type": "forward", "targetGroupArn": arn}
    return [one(LISTENER, {"port": 80, "protocol": "TCP", "defaultActions": [action]})]


def classic(protocol: str, port: object) -> list[Resource]:
    return [one(CLASSIC, {"listeners": [{"lbProtocol": protocol, "lbPort": port}]})]


CASES = {
    "nlb-plain-port": Cases(
        "",
        fails=[
            (forwarding(MACHINES), ["port"]),
            (forwarding(MACHINES, port="8080", protocol="TCP_UDP"), ["port"]),
            (forwarding(MACHINES, type_=ALB_LISTENER), ["port"]),
            (to(ELSEWHERE), ["port"]),
            (classic("tcp", 80), ["listeners[0].lbPort"]),
        ],
        passes=[forwarding(MACHINES, port=443, protocol="TLS")],
        near_misses=[
            # TLS, or what cannot be told, is passed.
            forwarding(MACHINES, port=443),
            forwarding(MACHINES, port=5432),
            # The application load balancer's own listener is judged.
            forwarding(BALANCER),
            forwarding(BALANCER, action=WEIGHTED),
            # Told by `alb-https`.
            forwarding(MACHINES, protocol="HTTP"),
            forwarding(MACHINES, protocol="UDP"),
            forwarding(MACHINES, protocol=UNKNOWN),
            classic("ssl", 80),
            classic("tcp", 443),
        ],
        undetermined=[
            (forwarding(MACHINES, port=UNKNOWN), "port"),
            (to(UNKNOWN), "defaultActions[0].targetGroupArn"),
            (forwarding(KIND_UNKNOWN), "defaultActions[0].targetGroupArn"),
            (classic("tcp", UNKNOWN), "listeners[0].lbPort"),
        ],
    ),
}
