"""Security groups, load balancers, and the firewalls before them."""

from typing import Final

from guardrails.native.model import At, NativeType, Table
from guardrails.native.shapes import Each, Entry, spelled, tags
from guardrails.subjects.open_addresses import EGRESS_RULE, INGRESS_RULE, SECURITY_GROUPS

_OPENING: Final[Table] = {
    "cidrBlocks": "cidrIp",
    "ipv6CidrBlocks": "cidrIpv6",
    "protocol": "ipProtocol",
    "fromPort": "fromPort",
    "toPort": "toPort",
}
_INWARD: Final = Each({**_OPENING, "prefixListIds": "sourcePrefixListId"})

_GROUP: Final = NativeType(
    "aws-native:ec2:SecurityGroup",
    SECURITY_GROUPS[0],
    {
        "id": "groupId",
        "name": "groupName",
        "ingress": At("securityGroupIngress", _INWARD),
        "egress": At("securityGroupEgress", Each(_OPENING)),
        "tags": At("tags", tags),
    },
)

_RULE: Final[Table] = {
    "securityGroupId": "groupId",
    "cidrIpv4": "cidrIp",
    "cidrIpv6": "cidrIpv6",
    "ipProtocol": "ipProtocol",
    "fromPort": "fromPort",
    "toPort": "toPort",
}
_INGRESS: Final = NativeType(
    "aws-native:ec2:SecurityGroupIngress",
    INGRESS_RULE,
    {**_RULE, "prefixListId": "sourcePrefixListId"},
)
_EGRESS: Final = NativeType("aws-native:ec2:SecurityGroupEgress", EGRESS_RULE, _RULE)


def _attribute(name: str) -> At:
    return At("loadBalancerAttributes", Entry(name))


_LOAD_BALANCER: Final = NativeType(
    "aws-native:elasticloadbalancingv2:LoadBalancer",
    "aws:lb/loadBalancer:LoadBalancer",
    {
        "name": "name",
        "arn": "loadBalancerArn",
        "loadBalancerType": "type",
        "internal": At("scheme", spelled({"internal": True, "internet-facing": False})),
        "dropInvalidHeaderFields": _attribute("routing.http.drop_invalid_header_fields.enabled"),
        "enableDeletionProtection": _attribute("deletion_protection.enabled"),
        "accessLogs.bucket": _attribute("access_logs.s3.bucket"),
        "accessLogs.enabled": _attribute("access_logs.s3.enabled"),
        "tags": At("tags", tags),
    },
)

_ACTIONS: Final = Each({"type": "type", "redirect.protocol": "redirectConfig.protocol"})
_CORS: Final = "routing.http.response.access_control_allow"


def _header(name: str) -> At:
    return At("listenerAttributes", Entry(f"{_CORS}_{name}.header_value"))


_LISTENER: Final = NativeType(
    "aws-native:elasticloadbalancingv2:Listener",
    "aws:lb/listener:Listener",
    {
        "arn": "listenerArn",
        "loadBalancerArn": "loadBalancerArn",
        "protocol": "protocol",
        "port": "port",
        "sslPolicy": "sslPolicy",
        "certificateArn": "certificates.certificateArn",
        "defaultActions": At("defaultActions", _ACTIONS),
        "routingHttpResponseAccessControlAllowCredentialsHeaderValue": _header("credentials"),
        "routingHttpResponseAccessControlAllowOriginHeaderValue": _header("origin"),
    },
)

_LISTENER_RULE: Final = NativeType(
    "aws-native:elasticloadbalancingv2:ListenerRule",
    "aws:lb/listenerRule:ListenerRule",
    {
        "arn": "ruleArn",
        "listenerArn": "listenerArn",
        "actions": At("actions", _ACTIONS),
    },
)

_TARGET_GROUP: Final = NativeType(
    "aws-native:elasticloadbalancingv2:TargetGroup",
    "aws:lb/targetGroup:TargetGroup",
    {
        "name": "name",
        "arn": "targetGroupArn",
        "protocol": "protocol",
        "targetType": "targetType",
    },
)

_WAF: Final = NativeType(
    "aws-native:wafv2:WebAclAssociation",
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    {"resourceArn": "resourceArn", "webAclArn": "webAclArn"},
)

TYPES: Final = (
    _GROUP,
    _INGRESS,
    _EGRESS,
    _LOAD_BALANCER,
    _LISTENER,
    _LISTENER_RULE,
    _TARGET_GROUP,
    _WAF,
)
