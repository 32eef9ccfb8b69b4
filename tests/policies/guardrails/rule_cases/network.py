"""Security groups, public addresses and flow logs."""

from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    Stack,
    one,
)

GROUP = "aws:ec2/securityGroup:SecurityGroup"
DEFAULT = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
VPC = "aws:ec2/vpc:Vpc"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
INSTANCE = "aws:ec2/instance:Instance"
SUBNET = "aws:ec2/subnet:Subnet"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"

EVERYWHERE = ["0.0.0.0/0"]
HALVES = ["0.0.0.0/1", "128.0.0.0/1"]
OFFICE = ["203.0.113.0/24"]
NETWORK = one(VPC, {"cidrBlock": "10.0.0.0/16"}, "network")


def opened(first: object, last: object, cidrs: object, protocol: object = "tcp") -> Properties:
    return {"protocol": protocol, "fromPort": first, "toPort": last, "cidrBlocks": cidrs}


def inward(*rules: object) -> Properties:
    return {"ingress": list(rules)}


def outward(*rules: object) -> Properties:
    return {"egress": list(rules)}


def alone(direction: object, rule: Properties) -> Stack:
    return [one(RULE, {"type": direction, **rule})]


def newer(type_: str, port: object, **source: object) -> Stack:
    rule = {"ipProtocol": "tcp", "fromPort": port, "toPort": port, **source}
    return [one(type_, rule)]


def of_network(type_: str, properties: Properties) -> Resource:
    """What belongs to the network, whose id is not known yet."""
    return one(type_, {"vpcId": UNKNOWN, **properties}, depends={"vpcId": [NETWORK.urn]})


CASES = {
    "sg-open": Cases(
        GROUP,
        fails=[
            (inward(opened(22, 22, EVERYWHERE)), ["ingress[0].cidrBlocks"]),
            (
                inward(opened(443, 443, EVERYWHERE), opened(3000, 4000, EVERYWHERE)),
                ["ingress[1].cidrBlocks"],
            ),
            (inward(opened(0, 0, EVERYWHERE, "-1")), ["ingress[0].cidrBlocks"]),
            (inward(opened(5432, 5432, HALVES)), ["ingress[0].cidrBlocks"]),
            (inward(opened(22, 22, [UNKNOWN, *EVERYWHERE])), ["ingress[0].cidrBlocks"]),
            (inward(opened(5432, 5432, ["128.0.0.0/1"])), ["ingress[0].cidrBlocks"]),
            (
                inward({**opened(22, 22, OFFICE), "ipv6CidrBlocks": ["::/0"]}),
                ["ingress[0].ipv6CidrBlocks"],
            ),
            (alone("ingress", opened(3389, 3389, EVERYWHERE)), ["cidrBlocks"]),
            (newer(INGRESS, 9200, cidrIpv4="0.0.0.0/0"), ["cidrIpv4"]),
            (newer(INGRESS, 9200, cidrIpv6="::/1"), ["cidrIpv6"]),
            ([one(DEFAULT, inward(opened(22, 22, EVERYWHERE)))], ["ingress[0].cidrBlocks"]),
            # Without ports a rule is about all of them.
            ([one(INGRESS, {"ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"})], ["cidrIpv4"]),
        ],
        passes=[
            inward(opened(443, 443, EVERYWHERE)),
            inward(opened(22, 22, OFFICE)),
            newer(INGRESS, 22, referencedSecurityGroupId=UNKNOWN),
            {},
        ],
        near_misses=[
            outward(opened(0, 0, EVERYWHERE, "-1")),
            alone("egress", opened(22, 22, EVERYWHERE)),
            inward(opened(22, 22, ["10.0.0.0/8", "192.168.0.0/16", "fd00::/8", "no address"])),
            inward(opened(8, 0, EVERYWHERE, "icmp")),
            inward({"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}),
            inward(opened(443, 443, UNKNOWN)),
            inward(opened(443, 443, [UNKNOWN])),
        ],
        undetermined=[
            ({"ingress": UNKNOWN}, "ingress"),
            (inward(opened(22, 22, UNKNOWN)), "ingress[0].cidrBlocks"),
            (inward(opened(UNKNOWN, UNKNOWN, EVERYWHERE)), "ingress[0].fromPort"),
            (inward(opened(22, 22, EVERYWHERE, UNKNOWN)), "ingress[0].protocol"),
            (alone(UNKNOWN, opened(22, 22, EVERYWHERE)), "type"),
            (inward(opened(22, 22, [*OFFICE, UNKNOWN])), "ingress[0].cidrBlocks[1]"),
            (alone("ingress", opened(22, 22, [UNKNOWN])), "cidrBlocks[0]"),
            (inward(opened(0, 0, EVERYWHERE, UNKNOWN)), "ingress[0].protocol"),
        ],
    ),
    "sg-open-port": Cases(
        GROUP,
        fails=[
            (inward(opened(8443, 8443, EVERYWHERE)), ["ingress[0].cidrBlocks"]),
            (inward(opened(443, 444, EVERYWHERE)), ["ingress[0].cidrBlocks"]),
            (newer(INGRESS, 53, cidrIpv6="::/0"), ["cidrIpv6"]),
        ],
        passes=[inward(opened(443, 443, EVERYWHERE), opened(80, 80, EVERYWHERE))],
        near_misses=[
            # Told of by sg-open.
            inward(opened(22, 22, EVERYWHERE)),
            inward(opened(8443, 8443, OFFICE)),
            inward(opened(8, 0, EVERYWHERE, "icmp")),
            inward(opened(443, 443, UNKNOWN)),
        ],
        undetermined=[(inward(opened(8443, 8443, UNKNOWN)), "ingress[0].cidrBlocks")],
    ),
    "sg-egress-open": Cases(
        GROUP,
        fails=[
            (outward(opened(0, 0, EVERYWHERE, "-1")), ["egress[0].cidrBlocks"]),
            (outward(opened(0, 65_535, EVERYWHERE)), ["egress[0].cidrBlocks"]),
            (alone("egress", opened(0, 0, HALVES, "-1")), ["cidrBlocks"]),
            ([one(EGRESS, {"ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"})], ["cidrIpv4"]),
        ],
        passes=[outward(opened(443, 443, EVERYWHERE)), {}],
        near_misses=[
            outward({"protocol": "-1", "prefixListIds": ["pl-1"]}),
            inward(opened(0, 0, EVERYWHERE, "-1")),
        ],
        undetermined=[
            ({"egress": UNKNOWN}, "egress"),
            (outward(opened(0, 0, UNKNOWN, "-1")), "egress[0].cidrBlocks"),
        ],
    ),
    "sg-default": Cases(
        "",
        fails=[
            ([NETWORK], ["defaultSecurityGroupId"]),
            (
                [
                    NETWORK,
                    of_network(DEFAULT, inward({"protocol": "-1", "fromPort": 0, "self": True})),
                ],
                ["ingress"],
            ),
            ([of_network(DEFAULT, outward(opened(443, 443, OFFICE)))], ["egress"]),
        ],
        passes=[[NETWORK, of_network(DEFAULT, {})]],
        near_misses=[
            # Told of by sg-open.
            [of_network(DEFAULT, inward(opened(22, 22, EVERYWHERE)))],
            [one(GROUP, inward(opened(443, 443, OFFICE)))],
        ],
        undetermined=[
            ([NETWORK, one(DEFAULT, {"vpcId": UNKNOWN})], "vpcId"),
            ([of_network(DEFAULT, {"egress": UNKNOWN})], "egress"),
        ],
    ),
    "public-ip": Cases(
        INSTANCE,
        fails=[
            ({"associatePublicIpAddress": True}, ["associatePublicIpAddress"]),
            ([one(SUBNET, {"mapPublicIpOnLaunch": True})], ["mapPublicIpOnLaunch"]),
            (
                [one(TEMPLATE, {"networkInterfaces": [{"associatePublicIpAddress": "true"}]})],
                ["networkInterfaces[0].associatePublicIpAddress"],
            ),
        ],
        passes=[{"associatePublicIpAddress": False}, [one(SUBNET, {})]],
        near_misses=[{}, [one(TEMPLATE, {"networkInterfaces": [{"deviceIndex": 0}]})]],
        undetermined=[({"associatePublicIpAddress": UNKNOWN}, "associatePublicIpAddress")],
    ),
    "flow-logs": Cases(
        "",
        fails=[
            ([NETWORK], ["id"]),
            ([NETWORK, of_network(FLOW_LOG, {"trafficType": "ACCEPT"})], ["trafficType"]),
            (
                [
                    one(VPC, {"id": "vpc-1"}),
                    one(FLOW_LOG, {"vpcId": "vpc-2", "trafficType": "ALL"}),
                ],
                ["id"],
            ),
        ],
        passes=[
            [NETWORK, of_network(FLOW_LOG, {"trafficType": "ALL"})],
            [one(VPC, {"id": "vpc-1"}), one(FLOW_LOG, {"vpcId": "vpc-1", "trafficType": "ALL"})],
        ],
        near_misses=[[NETWORK, of_network(FLOW_LOG, {"trafficType": "REJECT"})]],
        undetermined=[
            ([NETWORK, one(FLOW_LOG, {"vpcId": UNKNOWN, "trafficType": "ALL"})], "vpcId"),
            ([NETWORK, of_network(FLOW_LOG, {"trafficType": UNKNOWN})], "trafficType"),
        ],
    ),
}
