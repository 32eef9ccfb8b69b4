"""Security groups that name prefix lists."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, Resource, one
from tests.policies.guardrails.rule_cases.network import GROUP, INGRESS, RULE

LIST = "aws:ec2/managedPrefixList:ManagedPrefixList"
ENTRY = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"
BY_ID = {"id": "pl-1", "entries": [{"cidr": "203.0.113.0/24"}, {"cidr": "0.0.0.0/0"}]}
WORLD = one(LIST, BY_ID, "world")
WORLD_IPV6 = one(LIST, {"id": "pl-1", "entries": [{"cidr": "::/0"}]}, "world")
OFFICE = one(LIST, {"id": "pl-1", "entries": [{"cidr": "203.0.113.0/24"}]}, "office")
UNTOLD = one(LIST, {"id": "pl-1", "entries": UNKNOWN}, "untold")
HALF_TOLD = one(LIST, {"id": "pl-1", "entries": [{"cidr": UNKNOWN}]}, "half-told")
FILLED = [
    one(LIST, {"id": "pl-1"}, "filled"),
    one(ENTRY, {"prefixListId": "pl-1", "cidr": "0.0.0.0/0"}),
]


def ports(port: object, protocol: object = "tcp", lists: object = ("pl-1",)) -> Properties:
    named = list(lists) if isinstance(lists, tuple) else lists
    return {"protocol": protocol, "fromPort": port, "toPort": port, "prefixListIds": named}


def group(*rules: object, also: Resource = WORLD) -> list[Resource]:
    return [one(GROUP, {"ingress": list(rules)}, "group"), also]


def computed(also: Resource) -> list[Resource]:
    """The list's id is not known yet."""
    properties = {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "prefixListId": UNKNOWN}
    return [one(INGRESS, properties, depends={"prefixListId": [also.urn]}), also]


CASES = {
    "sg-open-prefix-list": Cases(
        "",
        fails=[
            (group(ports(22)), ["ingress[0].prefixListIds[0]"]),
            (group(ports(22), also=WORLD_IPV6), ["ingress[0].prefixListIds[0]"]),
            (group(ports(0, "-1")), ["ingress[0].prefixListIds[0]"]),
            ([one(RULE, {"type": "ingress", **ports(5432)}), WORLD], ["prefixListIds[0]"]),
            (computed(one(LIST, {"entries": BY_ID["entries"]}, "new")), ["prefixListId"]),
            ([one(GROUP, {"ingress": [ports(22)]}), *FILLED], ["ingress[0].prefixListIds[0]"]),
        ],
        passes=[group(ports(22), also=OFFICE), computed(OFFICE)],
        near_misses=[
            group(ports(443)),
            # Of AWS, or of another stack.
            group(ports(22, lists=("pl-63a5400a",))),
            [one(RULE, {"type": "egress", **ports(22)}), WORLD],
            [one(GROUP, {"egress": [ports(22)]}), WORLD],
            group(ports(443), also=UNTOLD),
            # Told by `sg-open`.
            group({**ports(22, lists=()), "cidrBlocks": ["0.0.0.0/0"]}),
        ],
        undetermined=[
            (group(ports(22), also=UNTOLD), "ingress[0].prefixListIds[0]"),
            (group(ports(22), also=HALF_TOLD), "ingress[0].prefixListIds[0]"),
            (computed(UNTOLD), "prefixListId"),
            (group(ports(UNKNOWN)), "ingress[0].fromPort"),
            (group(ports(22, UNKNOWN)), "ingress[0].protocol"),
        ],
    ),
}
