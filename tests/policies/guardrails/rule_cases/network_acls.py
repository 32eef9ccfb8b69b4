"""Network ACLs with their rules."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, Resource, one

ACL = "aws:ec2/networkAcl:NetworkAcl"
DEFAULT = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"
RULE = "aws:ec2/networkAclRule:NetworkAclRule"
WORLD = {"cidrBlock": "0.0.0.0/0"}
WORLD_IPV6 = {"ipv6CidrBlock": "::/0"}
OFFICE = {"cidrBlock": "203.0.113.0/24"}


def entry(  # noqa: PLR0913 -- what a rule is made of
    first: object,
    last: object,
    cidr: Properties = WORLD,
    *,
    action: object = "allow",
    number: object = 100,
    protocol: object = "tcp",
) -> Properties:
    ports = {"fromPort": first, "toPort": last, "protocol": protocol}
    return {"action": action, "ruleNo": number, **ports, **cidr}


def inward(*entries: Properties) -> Properties:
    return {"ingress": list(entries)}


def alone(given: Properties, name: str = "it", **more: object) -> Resource:
    renamed = {"action": "ruleAction", "ruleNo": "ruleNumber"}
    properties = {renamed.get(key, key): value for key, value in given.items()}
    return one(RULE, {"networkAclId": "acl-1", **properties, **more}, name)


CASES = {
    "nacl-open": Cases(
        ACL,
        fails=[
            (inward(entry(22, 22)), ["ingress[0].cidrBlock"]),
            (inward(entry(443, 443), entry(3389, 3389)), ["ingress[1].cidrBlock"]),
            # Both ports by one rule are one violation.
            (inward(entry(0, 0, protocol="-1")), ["ingress[0].cidrBlock"]),
            (inward(entry(1024, 65535)), ["ingress[0].cidrBlock"]),
            (inward(entry(22, 22, WORLD_IPV6, protocol="6")), ["ingress[0].ipv6CidrBlock"]),
            # The denial comes too late, or is about other addresses.
            (
                inward(entry(22, 22), entry(22, 22, action="deny", number=200)),
                ["ingress[0].cidrBlock"],
            ),
            (
                inward(entry(22, 22), entry(22, 22, OFFICE, action="deny", number=50)),
                ["ingress[0].cidrBlock"],
            ),
            (
                inward(entry(22, 22), entry(22, 22, WORLD_IPV6, action="deny", number=50)),
                ["ingress[0].cidrBlock"],
            ),
            ([alone(entry(22, 22))], ["cidrBlock"]),
        ],
        passes=[inward(entry(443, 443), entry(22, 22, OFFICE)), {}],
        near_misses=[
            inward(entry(22, 22, action="deny")),
            inward(entry(22, 22, protocol="udp")),
            inward(entry(0, 0, protocol="icmp")),
            inward(entry(1024, 65535), entry(3389, 3389, action="deny", number=90)),
            [
                alone(entry(0, 0, protocol="-1", number=200), "all"),
                alone(entry(22, 22, action="deny", number=10), "ssh"),
                alone(entry(3389, 3389, action="deny", number=20), "rdp"),
            ],
            [alone(entry(22, 22), egress=True)],
            {"egress": [entry(22, 22)]},
            # As AWS makes it.
            [one(DEFAULT, inward(entry(0, 0, protocol="-1")))],
        ],
        undetermined=[
            (inward(entry(22, 22, {"cidrBlock": UNKNOWN})), "ingress[0].cidrBlock"),
            (inward(entry(22, 22, action=UNKNOWN)), "ingress[0].action"),
            (inward(entry(22, 22, number=UNKNOWN)), "ingress[0].ruleNo"),
            (inward(entry(22, UNKNOWN)), "ingress[0].toPort"),
            (inward(entry(22, 22), entry(22, 22, action=UNKNOWN, number=50)), "ingress[1].action"),
            ({"ingress": UNKNOWN}, "ingress"),
        ],
    ),
}
