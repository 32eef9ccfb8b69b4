"""CloudFront distributions and web ACLs."""

from tests.policies.guardrails.rule_cases.model import (
    UNKNOWN,
    Cases,
    Properties,
    Resource,
    one,
)

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
HEADERS_POLICY = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"
LOG_SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
LISTENER = "aws:lb/listener:Listener"
WEB_ACL = "aws:wafv2/webAcl:WebAcl"
REGIONAL_ACL = "aws:wafregional/webAcl:WebAcl"
ACL_LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
ACL_RULE = "aws:wafv2/webAclRule:WebAclRule"

CERTIFICATE = {
    "acmCertificateArn": UNKNOWN,
    "minimumProtocolVersion": "TLSv1.2_2021",
    "sslSupportMethod": "sni-only",
}
BEHAVIOR = {"viewerProtocolPolicy": "redirect-to-https", "responseHeadersPolicyId": UNKNOWN}
SERVER = {"customOriginConfig": {"originProtocolPolicy": "https-only"}}
BUCKET = {"domainName": UNKNOWN, "originAccessControlId": UNKNOWN}


def distribution(**properties: object) -> Properties:
    """A distribution in order, with ``properties`` in place of its own."""
    return {
        "defaultCacheBehavior": BEHAVIOR,
        "viewerCertificate": CERTIFICATE,
        "origins": [SERVER, BUCKET],
        "webAclId": UNKNOWN,
        "loggingConfig": {"bucket": UNKNOWN},
        **properties,
    }


def origin(policy: object, *protocols: object) -> Properties:
    config = {"originProtocolPolicy": policy, "originSslProtocols": list(protocols)}
    return distribution(origins=[{"customOriginConfig": config}])


def certificate(**properties: object) -> Properties:
    return distribution(viewerCertificate={**CERTIFICATE, **properties})


UNLOGGED = one(DISTRIBUTION, distribution(loggingConfig=None))


def log_source(*, depends: Resource | None = None) -> Resource:
    urns = {"resourceArn": [depends.urn]} if depends else None
    return one(LOG_SOURCE, {"resourceArn": UNKNOWN, "logType": "ACCESS_LOGS"}, depends=urns)


def cors(origins: object, *, credentials: object) -> Properties:
    return {
        "corsConfig": {
            "accessControlAllowCredentials": credentials,
            "accessControlAllowOrigins": {"items": origins},
        }
    }


def listener(origin: object, credentials: object) -> Resource:
    prefix = "routingHttpResponseAccessControlAllow"
    headers = {f"{prefix}OriginHeaderValue": origin, f"{prefix}CredentialsHeaderValue": credentials}
    return one(LISTENER, headers)


def group(name: object, override: str = "none") -> Properties:
    statement = {"managedRuleGroupStatement": {"vendorName": "AWS", "name": name}}
    return {"name": "group", "overrideAction": {override: {}}, "statement": statement}


KNOWN_BAD = "AWSManagedRulesKnownBadInputsRuleSet"
BLOCKS = {"name": "block", "action": {"block": {}}, "statement": {}}
COUNTS = {"name": "count", "action": {"count": {}}, "statement": {}}


def acl(*rules: object, **properties: object) -> Resource:
    return one(WEB_ACL, {"defaultAction": {"allow": {}}, "rules": list(rules), **properties}, "acl")


def logged(target: Resource) -> list[Resource]:
    logging = one(ACL_LOGGING, {"resourceArn": UNKNOWN}, depends={"resourceArn": [target.urn]})
    return [target, logging]


def regional(default: str, *rules: object) -> list[Resource]:
    properties = {
        "defaultAction": {"type": default},
        "rules": list(rules),
        "loggingConfiguration": {"logDestination": UNKNOWN},
    }
    return [one(REGIONAL_ACL, properties)]


CASES = {
    "cloudfront-tls": Cases(
        DISTRIBUTION,
        fails=[
            (
                distribution(defaultCacheBehavior={"viewerProtocolPolicy": "allow-all"}),
                ["defaultCacheBehavior.viewerProtocolPolicy"],
            ),
            (
                distribution(orderedCacheBehaviors=[BEHAVIOR, {"pathPattern": "/a"}]),
                ["orderedCacheBehaviors[1].viewerProtocolPolicy"],
            ),
            (
                distribution(viewerCertificate={"cloudfrontDefaultCertificate": True}),
                ["viewerCertificate.cloudfrontDefaultCertificate"],
            ),
            (
                distribution(viewerCertificate=None),
                ["viewerCertificate.cloudfrontDefaultCertificate"],
            ),
            (
                certificate(minimumProtocolVersion="TLSv1.2_2019"),
                ["viewerCertificate.minimumProtocolVersion"],
            ),
            (certificate(sslSupportMethod="vip"), ["viewerCertificate.sslSupportMethod"]),
            (
                origin("http-only", "TLSv1"),
                ["origins[0].customOriginConfig.originProtocolPolicy"],
            ),
            (
                origin("https-only", "TLSv1.2", "TLSv1.1"),
                ["origins[0].customOriginConfig.originSslProtocols"],
            ),
        ],
        passes=[distribution(), origin("https-only", "TLSv1.2")],
        near_misses=[
            origin("match-viewer", "TLSv1.2"),
            certificate(minimumProtocolVersion="TLSv1.3_2025"),
            distribution(
                orderedCacheBehaviors=[{"viewerProtocolPolicy": "https-only", "pathPattern": "/a"}]
            ),
        ],
        undetermined=[
            (distribution(viewerCertificate=UNKNOWN), "viewerCertificate"),
            (
                certificate(minimumProtocolVersion=UNKNOWN),
                "viewerCertificate.minimumProtocolVersion",
            ),
            (distribution(origins=UNKNOWN), "origins"),
            (
                distribution(defaultCacheBehavior={"viewerProtocolPolicy": UNKNOWN}),
                "defaultCacheBehavior.viewerProtocolPolicy",
            ),
        ],
    ),
    "cloudfront-waf-log-oac": Cases(
        DISTRIBUTION,
        fails=[
            (distribution(webAclId=None), ["webAclId"]),
            ([UNLOGGED], ["loggingConfig"]),
            (
                distribution(origins=[SERVER, {"s3OriginConfig": {"originAccessIdentity": "x"}}]),
                ["origins[1].originAccessControlId"],
            ),
            (
                distribution(defaultCacheBehavior={}),
                ["defaultCacheBehavior.responseHeadersPolicyId"],
            ),
            (
                [
                    one(DISTRIBUTION, distribution(), "logged"),
                    UNLOGGED,
                    log_source(depends=one(DISTRIBUTION, {}, "logged")),
                ],
                ["loggingConfig"],
            ),
        ],
        passes=[distribution(), [UNLOGGED, log_source(depends=UNLOGGED)]],
        near_misses=[
            distribution(
                loggingConfig=None,
                defaultCacheBehavior={**BEHAVIOR, "realtimeLogConfigArn": UNKNOWN},
            ),
            distribution(origins=[{"vpcOriginConfig": {"vpcOriginId": UNKNOWN}}]),
        ],
        undetermined=[
            ([UNLOGGED, log_source()], "resourceArn"),
            (distribution(origins=UNKNOWN), "origins"),
            (distribution(orderedCacheBehaviors=UNKNOWN), "orderedCacheBehaviors"),
        ],
    ),
    "edge-cors-star": Cases(
        HEADERS_POLICY,
        fails=[
            (
                cors(["https://example.com", "*"], credentials=True),
                ["corsConfig.accessControlAllowOrigins.items[1]"],
            ),
            ([listener("*", "true")], ["routingHttpResponseAccessControlAllowOriginHeaderValue"]),
        ],
        passes=[cors(["https://example.com"], credentials=True), {}],
        near_misses=[
            cors(["*"], credentials=False),
            [listener("*", None)],
            cors(["https://*.example.com"], credentials=True),
        ],
        undetermined=[
            (cors(UNKNOWN, credentials=True), "corsConfig.accessControlAllowOrigins.items"),
            (cors(["*"], credentials=UNKNOWN), "corsConfig.accessControlAllowCredentials"),
        ],
    ),
    "waf-log-rules": Cases(
        "",
        fails=[
            (logged(acl()), ["rules"]),
            (logged(acl(COUNTS)), ["rules"]),
            (logged(acl(group(KNOWN_BAD, "count"))), ["rules"]),
            ([acl(BLOCKS)], ["arn"]),
            (regional("ALLOW", {"action": {"type": "COUNT"}}), ["rules"]),
            (
                [one(REGIONAL_ACL, {"defaultAction": {"type": "BLOCK"}})],
                ["loggingConfiguration"],
            ),
        ],
        passes=[
            logged(acl(COUNTS, BLOCKS)),
            logged(acl(group(KNOWN_BAD))),
            regional("ALLOW", {"action": {"type": "BLOCK"}}),
            regional("ALLOW", {"overrideAction": {"type": "NONE"}}),
        ],
        near_misses=[
            logged(acl(defaultAction={"block": {}})),
            regional("BLOCK"),
            [
                *logged(acl()),
                one(ACL_RULE, {"webAclArn": UNKNOWN}, depends={"webAclArn": [acl().urn]}),
            ],
            logged(acl(ruleJson="[{}]")),
        ],
        undetermined=[
            (logged(acl(rules=UNKNOWN)), "rules"),
            (logged(acl(defaultAction=UNKNOWN)), "defaultAction"),
            ([*logged(acl()), one(ACL_RULE, {"webAclArn": UNKNOWN})], "webAclArn"),
            ([acl(BLOCKS), one(ACL_LOGGING, {"resourceArn": UNKNOWN})], "resourceArn"),
        ],
    ),
    "waf-known-bad-inputs": Cases(
        WEB_ACL,
        fails=[
            ({"rules": [BLOCKS]}, ["rules"]),
            ({"rules": [group(KNOWN_BAD, "count")]}, ["rules[0].overrideAction.count"]),
        ],
        passes=[{"rules": [BLOCKS, group(KNOWN_BAD)]}],
        near_misses=[
            # Told of by waf-log-rules.
            {"rules": []},
            {"rules": [BLOCKS], "ruleJson": "[]"},
        ],
        undetermined=[
            ({"rules": UNKNOWN}, "rules"),
            ({"rules": [group(UNKNOWN)]}, "rules[0].statement.managedRuleGroupStatement.name"),
        ],
    ),
}
