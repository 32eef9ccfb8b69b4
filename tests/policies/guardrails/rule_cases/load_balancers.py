"""Load balancers with their listeners, rules and logs."""

from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    Stack,
    one,
)

LISTENER = "aws:lb/listener:Listener"
ALB_LISTENER = "aws:alb/listener:Listener"
RULE = "aws:lb/listenerRule:ListenerRule"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
ALB_BALANCER = "aws:alb/loadBalancer:LoadBalancer"
CLASSIC = "aws:elb/loadBalancer:LoadBalancer"
CLASSIC_POLICY = "aws:elb/loadBalancerPolicy:LoadBalancerPolicy"
NEGOTIATION = "aws:elb/sslNegotiationPolicy:SslNegotiationPolicy"
TARGETS = "aws:lb/targetGroup:TargetGroup"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"

FORWARD = {"type": "forward", "targetGroupArn": UNKNOWN}
TO_HTTPS = {"type": "redirect", "redirect": {"protocol": "HTTPS", "statusCode": "HTTP_301"}}
STAYS = {"type": "redirect", "redirect": {"host": "example.com", "statusCode": "HTTP_301"}}
NOT_FOUND = {"type": "fixed-response", "fixedResponse": {"statusCode": "404"}}
CURRENT = "ELBSecurityPolicy-TLS13-1-2-2021-06"
OLD = "ELBSecurityPolicy-2016-08"
LOGGED = {"accessLogs": {"bucket": "logs", "enabled": True}}


def http(*actions: object, **more: object) -> Properties:
    return {"port": 80, "protocol": "HTTP", "defaultActions": list(actions), **more}


def https(policy: object, **more: object) -> Properties:
    return {"port": 443, "protocol": "HTTPS", "sslPolicy": policy, **more}


def negotiated(**attributes: object) -> list[Properties]:
    return [{"name": name.replace("_", "-"), "value": value} for name, value in attributes.items()]


def classic_policy(**attributes: object) -> Stack:
    return [one(CLASSIC_POLICY, {"policyAttributes": negotiated(**attributes)})]


def guarded(balancer: Resource) -> Resource:
    """A web ACL's association, whose ARNs are not known yet."""
    properties = {"resourceArn": UNKNOWN, "webAclArn": UNKNOWN}
    return one(ASSOCIATION, properties, depends={"resourceArn": [balancer.urn]})


PLAIN = one(LISTENER, http(TO_HTTPS), "plain")
ENCRYPTED = one(LISTENER, https(CURRENT), "encrypted")
SERVING = one(LISTENER, http(FORWARD), "serving")


def rule(listener: Resource, *actions: object) -> Resource:
    properties = {"listenerArn": UNKNOWN, "actions": list(actions)}
    return one(RULE, properties, depends={"listenerArn": [listener.urn]})


PUBLIC = one(BALANCER, LOGGED, "public")

CASES = {
    "alb-https": Cases(
        LISTENER,
        fails=[
            (http(FORWARD), ["defaultActions[0].type"]),
            (http(STAYS), ["defaultActions[0].redirect.protocol"]),
            ({"port": 80, "defaultActions": [FORWARD]}, ["defaultActions[0].type"]),
            ([one(ALB_LISTENER, http(FORWARD))], ["defaultActions[0].type"]),
            (https(None), ["sslPolicy"]),
            (https(OLD), ["sslPolicy"]),
            (https("ELBSecurityPolicy-TLS13-1-1-2021-06"), ["sslPolicy"]),
            (https("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06"), ["sslPolicy"]),
            ({"port": 443, "protocol": "TLS", "sslPolicy": OLD}, ["sslPolicy"]),
            ([one(BALANCER, {})], ["dropInvalidHeaderFields"]),
            (
                [one(CLASSIC, {"listeners": [{"lbProtocol": "https"}, {"lbProtocol": "HTTP"}]})],
                ["listeners[1].lbProtocol"],
            ),
            (classic_policy(Protocol_TLSv1="true"), ["policyAttributes[0].value"]),
            (
                [one(NEGOTIATION, {"attributes": negotiated(Reference_Security_Policy=OLD)})],
                ["attributes[0].value"],
            ),
        ],
        passes=[
            http(TO_HTTPS),
            https(CURRENT),
            https("ELBSecurityPolicy-FS-1-2-Res-2020-10"),
            https("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"),
            [one(ALB_BALANCER, {"dropInvalidHeaderFields": True})],
            [one(CLASSIC, {"listeners": {"lbProtocol": "ssl"}})],
        ],
        near_misses=[
            http(NOT_FOUND),
            {"port": 53, "protocol": "TCP_UDP", "defaultActions": [FORWARD]},
            # That of a gateway load balancer.
            {"defaultActions": [FORWARD]},
            [one(BALANCER, {"loadBalancerType": "network"})],
            classic_policy(Protocol_TLSv1="false"),
            classic_policy(Reference_Security_Policy="ELBSecurityPolicy-TLS-1-2-2017-01"),
        ],
        undetermined=[
            ({"port": 80, "protocol": UNKNOWN}, "protocol"),
            (http(UNKNOWN), "defaultActions[0]"),
            (http(FORWARD, defaultActions=UNKNOWN), "defaultActions"),
            (https(UNKNOWN), "sslPolicy"),
            ([one(BALANCER, {"loadBalancerType": UNKNOWN})], "loadBalancerType"),
            ([one(BALANCER, {"dropInvalidHeaderFields": UNKNOWN})], "dropInvalidHeaderFields"),
            ([one(CLASSIC_POLICY, {"policyAttributes": UNKNOWN})], "policyAttributes"),
        ],
    ),
    "alb-rule-https": Cases(
        "",
        fails=[
            ([PLAIN, rule(PLAIN, FORWARD)], ["actions[0].type"]),
            ([PLAIN, rule(PLAIN, STAYS)], ["actions[0].redirect.protocol"]),
        ],
        passes=[[PLAIN, ENCRYPTED, rule(ENCRYPTED, FORWARD)]],
        near_misses=[
            [PLAIN, rule(PLAIN, TO_HTTPS)],
            # The listener is told of already.
            [SERVING, rule(SERVING, FORWARD)],
            [one(RULE, {"listenerArn": "arn:aws:elasticloadbalancing:x", "actions": [FORWARD]})],
        ],
        undetermined=[
            ([one(RULE, {"listenerArn": UNKNOWN, "actions": [FORWARD]})], "listenerArn"),
            ([PLAIN, rule(PLAIN, UNKNOWN)], "actions[0]"),
        ],
    ),
    "alb-target-https": Cases(
        TARGETS,
        fails=[({"protocol": "HTTP", "port": 80}, ["protocol"])],
        passes=[{"protocol": "HTTPS", "port": 443}],
        near_misses=[{"targetType": "lambda"}, {"protocol": "TCP"}],
        undetermined=[({"protocol": UNKNOWN}, "protocol")],
    ),
    "alb-waf-log": Cases(
        "",
        fails=[
            ([PUBLIC], ["arn"]),
            ([PUBLIC, one(BALANCER, LOGGED, "other"), guarded(PUBLIC)], ["arn"]),
            ([one(ALB_BALANCER, {"internal": True})], ["accessLogs.enabled"]),
            (
                [one(BALANCER, {"internal": True, "accessLogs": {"bucket": "logs"}})],
                ["accessLogs.enabled"],
            ),
            ([one(CLASSIC, {})], ["accessLogs.enabled"]),
            # The association is that of another load balancer whose ARN ends alike.
            (
                [
                    one(BALANCER, {**LOGGED, "arn": "arn:aws:x:eu:1:loadbalancer/app/a/9"}),
                    one(ASSOCIATION, {"resourceArn": "arn:aws:x:us:1:loadbalancer/app/a/9"}),
                ],
                ["arn"],
            ),
        ],
        passes=[
            [PUBLIC, guarded(PUBLIC)],
            [one(CLASSIC, LOGGED)],
            [
                one(BALANCER, {**LOGGED, "arn": "arn:aws:x:eu:1:loadbalancer/app/a/9"}),
                one(ASSOCIATION, {"resourceArn": "arn:aws:x:eu:1:loadbalancer/app/a/9"}),
            ],
        ],
        near_misses=[
            [one(BALANCER, {**LOGGED, "internal": True})],
            [one(BALANCER, {"loadBalancerType": "network"})],
            # A classic load balancer's block is on.
            [one(CLASSIC, {"accessLogs": {"bucket": "logs"}})],
        ],
        undetermined=[
            ([one(BALANCER, {"loadBalancerType": UNKNOWN})], "loadBalancerType"),
            ([one(BALANCER, {**LOGGED, "internal": UNKNOWN})], "internal"),
            ([PUBLIC, one(ASSOCIATION, {"resourceArn": UNKNOWN})], "resourceArn"),
            (
                [one(BALANCER, {"internal": True, "accessLogs": {"enabled": UNKNOWN}})],
                "accessLogs.enabled",
            ),
        ],
    ),
}
