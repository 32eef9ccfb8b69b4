"""Networks: security groups, public addresses and flow logs; endpoints are in ``sharing``."""

from collections.abc import Iterator, Sequence
from typing import Final

from guardrails.demands import Demand, demand_rule, not_on
from guardrails.graph import Attached, Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.settings import texts
from guardrails.subjects.open_addresses import (
    EGRESS_RULE,
    INGRESS_RULE,
    RULE,
    SECURITY_GROUPS,
    openings,
)
from guardrails.view import Resource

_DEFAULT_GROUP: Final = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
_VPCS: Final = ("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc")
_FLOW_LOG: Final = "aws:ec2/flowLog:FlowLog"

# https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
_HIGH_RISK: Final = (
    *("20", "21", "22", "23", "25", "110", "135", "143", "445", "1433", "1434", "3000", "3306"),
    *("3389", "4333", "5000", "5432", "5500", "5601", "8080", "8088", "8888", "9200", "9300"),
)
_ADMINISTRATION: Final = ("22", "3389")
_ALL_PORTS: Final = (0, 65_535)
_MOST_SHOWN: Final = 4
_PORT: Final = "^[0-9]{1,5}$"


@rule(
    "sg-open",
    "No security group opens an administrator's or a database's port to the internet",
    category="public-exposure",
    severity=Severity.HIGH,
    applies_to=[*SECURITY_GROUPS, RULE, INGRESS_RULE],
    why="Open ports of this kind are found and attacked within minutes.",
    remediation="Name the addresses or the security group that may connect; reach machines by "
    "Session Manager, which needs no open port.",
    snippet="aws.vpc.SecurityGroupIngressRule(..., ip_protocol='tcp', from_port=5432,\n"
    "    to_port=5432, referenced_security_group_id=application.id)",
    equivalents=[
        "CKV_AWS_24",
        "CKV_AWS_25",
        "CKV_AWS_260",
        "CKV_AWS_277",
        "FSBP:EC2.13",
        "FSBP:EC2.14",
        "FSBP:EC2.19",
        "cdk-nag:RDS8",
        "trivy:AWS-0107",
    ],
    settings={
        "high_risk_ports": texts(_HIGH_RISK, _PORT, "Ports that the internet must not reach.")
    },
)
def open_ingress(resource: Resource, high_risk_ports: Sequence[str]) -> Iterator[Result]:
    """Every address, or a half of them, or another range that nobody owns as a whole."""
    for opening in openings(resource, "ingress"):
        source = opening.to_everyone
        if source is None:
            continue
        unknown = source if source.unknown else opening.unknown
        reached = opening.within(high_risk_ports)
        if unknown and (reached or opening.every_protocol):
            yield Undetermined(unknown.path)
        elif opening.every_protocol:
            yield Fail(
                "Every port is open to the internet.",
                source.path,
                "name the addresses or the security group that may connect, and the port",
                severity=Severity.CRITICAL,
            )
        elif reached:
            administration = any(port in reached for port in _ADMINISTRATION)
            yield Fail(
                f"{_named(reached)} open to the internet.",
                source.path,
                "name the addresses or the security group that may connect",
                severity=Severity.CRITICAL if administration else None,
            )


def _named(ports: Sequence[str]) -> str:
    if len(ports) == 1:
        return f"Port {ports[0]} is"
    shown = ", ".join(ports[:_MOST_SHOWN])
    more = len(ports) - _MOST_SHOWN
    return f"Ports {shown} and {more} more are" if more > 0 else f"Ports {shown} are"


@rule(
    "sg-open-port",
    "Security groups open the ports of web servers to the internet, and no others",
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=[*SECURITY_GROUPS, RULE, INGRESS_RULE],
    why="What is not meant for everyone should not answer everyone.",
    remediation="Name the addresses that may connect, or add the port to the setting public_ports.",
    snippet="aws.vpc.SecurityGroupIngressRule(..., ip_protocol='tcp', from_port=443,\n"
    "    to_port=443, cidr_ipv4='203.0.113.0/24')",
    equivalents=["FSBP:EC2.18", "cdk-nag:EC23"],
    settings={"public_ports": texts(("80", "443"), _PORT, "Ports that everyone may reach.")},
)
def other_ports(resource: Resource, public_ports: Sequence[str]) -> Iterator[Result]:
    """What ``sg-open`` is silent about."""
    for opening in openings(resource, "ingress"):
        source, span = opening.to_everyone, opening.ports
        if source is None or span is None or opening.within(_HIGH_RISK):
            continue
        first, last = span
        if set(map(str, range(first, min(last, first + len(public_ports)) + 1))) <= set(
            public_ports
        ):
            continue
        if source.unknown:
            yield Undetermined(source.path)
            continue
        ports = f"Port {first} is" if first == last else f"Ports {first} to {last} are"
        yield Fail(
            f"{ports} open to the internet.",
            source.path,
            "name the addresses or the security group that may connect",
        )


@rule(
    "sg-egress-open",
    "Security groups name where traffic may go",
    category="public-exposure",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[*SECURITY_GROUPS, RULE, EGRESS_RULE],
    why="Through an open exit an intruder carries data out and loads his tools.",
    remediation="Name the port and the addresses, prefix lists or security groups.",
    snippet="aws.vpc.SecurityGroupEgressRule(..., ip_protocol='tcp', from_port=443,\n"
    "    to_port=443, prefix_list_id=s3.prefix_list_id)",
    equivalents=["CKV_AWS_382", "trivy:AWS-0104"],
)
def open_egress(resource: Resource) -> Iterator[Result]:
    """Every protocol, or every port, to everywhere."""
    for opening in openings(resource, "egress"):
        target = opening.to_everyone
        if target is None or opening.ports != _ALL_PORTS:
            continue
        unknown = target if target.unknown else opening.unknown
        if unknown:
            yield Undetermined(unknown.path)
        else:
            yield Fail(
                "Everything may go everywhere.",
                target.path,
                "name the port, and the addresses, prefix lists or security groups",
            )


@rule(
    "sg-default",
    "The default security group of a VPC lets nothing through",
    category="public-exposure",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[*_VPCS, _DEFAULT_GROUP],
    why="What names no security group gets this one, in which all members reach each other.",
    remediation="Declare an ec2.DefaultSecurityGroup for the VPC without ingress and egress.",
    snippet="aws.ec2.DefaultSecurityGroup('closed', vpc_id=vpc.id)",
    equivalents=["CKV2_AWS_12", "FSBP:EC2.2"],
)
def default_group(graph: Graph) -> Iterator[Result]:
    """What ``sg-open`` says of it is not said again."""
    for group in graph.of(_DEFAULT_GROUP):
        told = open_ingress.check(group, high_risk_ports=_HIGH_RISK)
        for direction in () if any(told) else ("ingress", "egress"):
            rules = group[direction]
            if rules.unknown:
                yield Undetermined(rules.path, group.urn)
            elif not rules.missing:
                message = "What names no security group gets this one, and these ways are open."
                yield Fail(message, rules.path, f"leave {direction} out", group.urn)
    for vpc in graph.of(*_VPCS):
        attached = graph.attached(vpc, [_DEFAULT_GROUP], "vpcId", _VPCS)
        message = (
            "The VPC's default security group is as AWS makes it: its members reach each other "
            "and the internet."
        )
        fix = "ec2.DefaultSecurityGroup('closed', vpc_id=vpc.id)"
        yield from _missing(attached, Fail(message, "defaultSecurityGroupId", fix, vpc.urn))


def _missing(attached: Attached, fail: Fail) -> Iterator[Result]:
    if attached.found:
        return
    if attached.maybe:
        yield Undetermined(attached.maybe[0][1], attached.maybe[0][0].urn)
    else:
        yield fail


_MACHINES: Final = (
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
)
_EXPOSED: Final = "The machine gets a public address: it is one open port away from the internet."

public_ip = demand_rule(
    "public-ip",
    "Machines have no public addresses",
    Demand(
        _MACHINES,
        "associatePublicIpAddress",
        not_on,
        _EXPOSED,
        "associate_public_ip_address=False",
    ),
    Demand(
        ("aws:ec2/launchTemplate:LaunchTemplate",),
        "networkInterfaces[].associatePublicIpAddress",
        not_on,
        _EXPOSED,
        "associate_public_ip_address='false'",
    ),
    Demand(
        ("aws:ec2/subnet:Subnet",),
        "mapPublicIpOnLaunch",
        not_on,
        "Every machine in the subnet gets a public address without asking.",
        "map_public_ip_on_launch=False",
    ),
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="A machine that nobody can address is safe from what its firewall forgets.",
    remediation="Leave the addresses out: load balancers and NAT gateways have their own.",
    snippet="aws.ec2.Subnet(..., map_public_ip_on_launch=False)",
    equivalents=[
        "CKV_AWS_88",
        "CKV_AWS_130",
        "FSBP:EC2.9",
        "FSBP:EC2.15",
        "FSBP:EC2.25",
        "cdk-nag:EC2InstanceNoPublicIp",
        "AWSGuard:ec2InstanceNoPublicIP",
        "trivy:AWS-0009",
        "trivy:AWS-0164",
    ],
)


@rule(
    "flow-logs",
    "Every VPC has a flow log, at least of what it refuses",
    category="logging",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=_VPCS,
    why="Without flow logs nobody sees who tries to get in, nor where data went.",
    remediation="Create an ec2.FlowLog for the VPC with traffic_type='ALL' or 'REJECT'.",
    snippet="aws.ec2.FlowLog('flows', vpc_id=vpc.id, traffic_type='ALL',\n"
    "    log_destination=log_group.arn, iam_role_arn=role.arn)",
    equivalents=["CKV2_AWS_11", "FSBP:EC2.6", "cdk-nag:VPC7", "trivy:AWS-0178"],
)
def flow_logs(graph: Graph) -> Iterator[Result]:
    """One that records only what is accepted shows no attempt."""
    for vpc in graph.of(*_VPCS):
        attached = graph.attached(vpc, [_FLOW_LOG], "vpcId", _VPCS)
        kinds = [(one, one["trafficType"]) for one in attached.found]
        if any(not kind.unknown and kind.text != "ACCEPT" for _, kind in kinds):
            continue
        unknown = next(((one, kind) for one, kind in kinds if kind.unknown), None)
        if unknown:
            yield Undetermined(unknown[1].path, unknown[0].urn)
        elif kinds:
            message = "The flow log records only what is let in: it shows no attempt."
            yield Fail(message, "trafficType", "traffic_type='ALL'", kinds[0][0].urn)
        else:
            message = "The VPC has no flow log: nobody sees who tries to get in."
            fix = "ec2.FlowLog(vpc_id=vpc.id, traffic_type='ALL', ...)"
            yield from _missing(attached, Fail(message, "id", fix, vpc.urn))


RULES = (open_ingress, other_ports, open_egress, default_group, public_ip, flow_logs)
