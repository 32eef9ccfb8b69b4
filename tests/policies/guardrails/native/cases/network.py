"""Security groups, load balancers, and the firewalls before them."""

from typing import Any, Final

from tests.policies.guardrails.native.cases.model import UNKNOWN, Case, native

_ANYWHERE: Final = {"ipProtocol": "-1", "cidrIp": "0.0.0.0/0"}

_WEB: Final = {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIp": "0.0.0.0/0"}

_SHELL: Final = {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "cidrIpv6": "::/0"}

_BALANCER: Final[dict[str, Any]] = {
    "name": "shop",
    "type": "application",
    "scheme": "internet-facing",
    "loadBalancerAttributes": [
        {"key": "deletion_protection.enabled", "value": "true"},
        {"key": "routing.http.drop_invalid_header_fields.enabled", "value": "true"},
        {"key": "access_logs.s3.enabled", "value": "true"},
        {"key": "access_logs.s3.bucket", "value": UNKNOWN},
    ],
}

_SHOP: Final = native("elasticloadbalancingv2:LoadBalancer", "shop", _BALANCER)

_GUARD: Final = native(
    "wafv2:WebAclAssociation",
    "shop",
    {"resourceArn": UNKNOWN, "webAclArn": UNKNOWN},
    depends={"resourceArn": [_SHOP]},
)

_TO_HTTPS: Final = {
    "type": "redirect",
    "redirectConfig": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"},
}

_FORWARD: Final = {"type": "forward", "targetGroupArn": UNKNOWN}

_PLAIN: Final = native(
    "elasticloadbalancingv2:Listener",
    "plain",
    {"loadBalancerArn": UNKNOWN, "protocol": "HTTP", "port": 80, "defaultActions": [_TO_HTTPS]},
)

CASES: Final[dict[str, Case]] = {
    "ec2:SecurityGroup": Case(
        good=[
            native(
                "ec2:SecurityGroup",
                properties={
                    "groupDescription": "web",
                    "securityGroupIngress": [_WEB],
                    "securityGroupEgress": [{**_WEB, "cidrIp": "10.0.0.0/8"}],
                },
            )
        ],
        bad=[
            native(
                "ec2:SecurityGroup",
                properties={
                    "groupDescription": "all",
                    "securityGroupIngress": [_WEB, _SHELL],
                    "securityGroupEgress": [_ANYWHERE],
                },
            )
        ],
        found=[
            ("sg-egress-open", "securityGroupEgress[0].cidrIp"),
            ("sg-open", "securityGroupIngress[1].cidrIpv6"),
        ],
    ),
    "ec2:SecurityGroupIngress": Case(
        good=[native("ec2:SecurityGroupIngress", properties=_WEB)],
        bad=[native("ec2:SecurityGroupIngress", properties=_SHELL)],
        found=[
            ("sg-open", "cidrIpv6"),
        ],
    ),
    "ec2:SecurityGroupEgress": Case(
        good=[native("ec2:SecurityGroupEgress", properties=_WEB)],
        bad=[native("ec2:SecurityGroupEgress", properties=_ANYWHERE)],
        found=[
            ("sg-egress-open", "cidrIp"),
        ],
    ),
    "elasticloadbalancingv2:LoadBalancer": Case(
        good=[_SHOP, _GUARD],
        bad=[native("elasticloadbalancingv2:LoadBalancer", properties={"name": "it"})],
        found=[
            ("alb-https", "loadBalancerAttributes"),
            ("alb-waf-log", "loadBalancerArn"),
            ("alb-waf-log", "loadBalancerAttributes"),
            ("deletion-protection", "loadBalancerAttributes"),
        ],
    ),
    "wafv2:WebAclAssociation": Case(
        good=[_SHOP, _GUARD],
        bad=[_SHOP],
        found=[
            ("alb-waf-log", "loadBalancerArn"),
        ],
    ),
    "elasticloadbalancingv2:Listener": Case(
        good=[
            _PLAIN,
            native(
                "elasticloadbalancingv2:Listener",
                "secure",
                {
                    "loadBalancerArn": UNKNOWN,
                    "protocol": "HTTPS",
                    "port": 443,
                    "certificates": [{"certificateArn": UNKNOWN}],
                    "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
                    "defaultActions": [_FORWARD],
                },
            ),
        ],
        bad=[
            native(
                "elasticloadbalancingv2:Listener",
                properties={
                    "loadBalancerArn": UNKNOWN,
                    "port": 80,
                    "defaultActions": [
                        {"type": "redirect", "redirectConfig": {"protocol": "HTTP"}}
                    ],
                    "listenerAttributes": [
                        {
                            "key": "routing.http.response.access_control_allow_origin.header_value",
                            "value": "*",
                        },
                        {
                            "key": "routing.http.response.access_control_allow_credentials"
                            ".header_value",
                            "value": "true",
                        },
                    ],
                },
            )
        ],
        found=[
            ("alb-https", "defaultActions[0].redirectConfig.protocol"),
            ("edge-cors-star", "listenerAttributes[0].value"),
        ],
    ),
    "elasticloadbalancingv2:ListenerRule": Case(
        good=[
            _PLAIN,
            native(
                "elasticloadbalancingv2:ListenerRule",
                properties={"listenerArn": UNKNOWN, "actions": [_TO_HTTPS]},
                depends={"listenerArn": [_PLAIN]},
            ),
        ],
        bad=[
            _PLAIN,
            native(
                "elasticloadbalancingv2:ListenerRule",
                properties={"listenerArn": UNKNOWN, "actions": [_FORWARD]},
                depends={"listenerArn": [_PLAIN]},
            ),
        ],
        found=[
            ("alb-rule-https", "actions[0].type"),
        ],
    ),
    "elasticloadbalancingv2:TargetGroup": Case(
        good=[native("elasticloadbalancingv2:TargetGroup", properties={"protocol": "HTTPS"})],
        bad=[native("elasticloadbalancingv2:TargetGroup", properties={"protocol": "HTTP"})],
        found=[
            ("alb-target-https", "protocol"),
        ],
    ),
}
