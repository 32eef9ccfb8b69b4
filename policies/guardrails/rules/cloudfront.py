"""CloudFront distributions, and what web pages of other sites may read."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand, placed
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import DISTRIBUTION
from guardrails.settings import choice
from guardrails.subjects.cors import star_with_credentials
from guardrails.view import Resource, View

_LOG_SOURCE: Final = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
_HEADERS_POLICY: Final = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"
_LISTENERS: Final = ("aws:lb/listener:Listener", "aws:alb/listener:Listener")
_OLD_PROTOCOLS: Final = ("SSLv3", "TLSv1", "TLSv1.1")

# From the weakest to the strongest; those before 2018 take TLS 1.0 or 1.1.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
_POLICIES: Final = ("TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025")


@rule(
    "cloudfront-tls",
    "Distributions speak TLS 1.2 or later with viewers and with origins",
    category="encryption-in-transit",
    severity=Severity.HIGH,
    applies_to=[DISTRIBUTION],
    why="What crosses the internet over HTTP or old TLS, others read and change.",
    remediation="Set viewer_protocol_policy='redirect-to-https' on every behavior, a certificate "
    "with minimum_protocol_version='TLSv1.2_2021', and origin_protocol_policy='https-only'.",
    snippet="aws.cloudfront.Distribution(..., viewer_certificate={\n"
    "    'acm_certificate_arn': certificate.arn, 'ssl_support_method': 'sni-only',\n"
    "    'minimum_protocol_version': 'TLSv1.2_2021'})",
    equivalents=[
        "CKV_AWS_34",
        "CKV_AWS_174",
        "CKV2_AWS_42",
        "CKV2_AWS_54",
        "CKV2_AWS_72",
        "FSBP:CloudFront.3",
        "FSBP:CloudFront.7",
        "FSBP:CloudFront.8",
        "FSBP:CloudFront.9",
        "FSBP:CloudFront.10",
        "cdk-nag:CFR4",
        "cdk-nag:CFR5",
        "trivy:AWS-0012",
        "trivy:AWS-0013",
    ],
    settings={
        "minimum_policy": choice("TLSv1.2_2021", _POLICIES, "The weakest security policy to take.")
    },
)
def tls(distribution: Resource, minimum_policy: str) -> Iterator[Result]:
    """Each behavior, the certificate, and each origin."""
    for behavior in _behaviors(distribution):
        policy = behavior["viewerProtocolPolicy"]
        yield from demand(
            policy,
            policy.text in ("redirect-to-https", "https-only"),
            "Viewers are served over HTTP, in the clear.",
            "viewer_protocol_policy='redirect-to-https'",
        )
    yield from _certificate(distribution["viewerCertificate"], minimum_policy)
    for origin in distribution["origins"].items():
        yield from _origin(origin["customOriginConfig"])


def _behaviors(distribution: Resource) -> Iterator[View]:
    yield distribution["defaultCacheBehavior"]
    yield from distribution["orderedCacheBehaviors"].items()


def _certificate(certificate: View, minimum_policy: str) -> Iterator[Result]:
    default, version = (
        certificate["cloudfrontDefaultCertificate"],
        certificate["minimumProtocolVersion"],
    )
    own = (certificate["acmCertificateArn"], certificate["iamCertificateId"])
    if certificate.unknown:
        yield Undetermined(certificate.path)
        return
    if default.flag is True or all(view.missing for view in own):
        yield Fail(
            "CloudFront's own certificate takes TLS 1.0, whatever minimum is set.",
            default.path,
            "viewer_certificate={'acm_certificate_arn': ..., 'ssl_support_method': 'sni-only', "
            f"'minimum_protocol_version': '{minimum_policy}'}}",
        )
        return
    allowed = _POLICIES[_POLICIES.index(minimum_policy) :]
    yield from demand(
        version,
        version.text in allowed,
        f"Viewers may use weaker TLS than {minimum_policy} asks for.",
        f"minimum_protocol_version='{minimum_policy}'",
    )
    method = certificate["sslSupportMethod"]
    yield from demand(
        method,
        method.text != "vip",
        "Addresses of its own are for clients before 2010, cost as much as a server, and no "
        "current client needs them.",
        "ssl_support_method='sni-only'",
    )


def _origin(origin: View) -> Iterator[Result]:
    if origin.missing:
        return
    policy, protocols = origin["originProtocolPolicy"], origin["originSslProtocols"]
    # With match-viewer it is the viewer's protocol, which is judged above.
    yield from demand(
        policy,
        policy.text in ("https-only", "match-viewer"),
        "CloudFront asks the origin over HTTP: requests cross the internet in the clear.",
        "origin_protocol_policy='https-only'",
    )
    if policy.text != "http-only" and not origin.unknown:
        old = [item.text for item in protocols.items() if item.text in _OLD_PROTOCOLS]
        yield from demand(
            protocols if old else protocols.gap or protocols,
            not old,
            f"CloudFront speaks {', '.join(old)} with the origin.",
            "origin_ssl_protocols=['TLSv1.2']",
        )


@rule(
    "cloudfront-waf-log-oac",
    "Distributions have a WAF, access logs, origin access control and security headers",
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[DISTRIBUTION],
    why="A distribution is open to everyone; what stands behind it should be open to it alone.",
    remediation="Set web_acl_id, logging_config (or a LogDeliverySource), origin_access_control_id "
    "for S3 origins, and response_headers_policy_id.",
    snippet="aws.cloudfront.Distribution(..., web_acl_id=acl.arn,\n"
    "    logging_config={'bucket': logs.bucket_domain_name},\n"
    "    origins=[{'domain_name': bucket.bucket_regional_domain_name, 'origin_id': 'pages',\n"
    "        'origin_access_control_id': control.id}])",
    equivalents=[
        "CKV_AWS_68",
        "CKV_AWS_86",
        "CKV2_AWS_32",
        "CKV2_AWS_46",
        "FSBP:CloudFront.5",
        "FSBP:CloudFront.6",
        "FSBP:CloudFront.13",
        "cdk-nag:CFR2",
        "cdk-nag:CFR3",
        "cdk-nag:CFR6",
        "cdk-nag:CFR7",
        "trivy:AWS-0010",
        "trivy:AWS-0011",
    ],
)
def waf_log_and_oac(graph: Graph) -> Iterator[Result]:
    """What is given may be unknown: an id that another resource of the program has yet to get."""
    for distribution in graph.of(DISTRIBUTION):
        found = (
            *_given(
                distribution["webAclId"],
                "Nothing refuses known attacks before they reach the origins.",
                "web_acl_id=acl.arn",
            ),
            *_access_log(graph, distribution),
            *_origin_access(distribution),
            *_headers(distribution),
        )
        yield from placed(distribution, found)


def _given(view: View, message: str, fix: str) -> Iterator[Result]:
    if view.missing:
        yield Fail(message, view.path, fix)


def _access_log(graph: Graph, distribution: Resource) -> Iterator[Result]:
    """The older logs to a bucket, logs in real time, or those that CloudWatch delivers."""
    older = distribution["loggingConfig"]
    in_real_time = (one["realtimeLogConfigArn"] for one in _behaviors(distribution))
    if any(not view.missing for view in (older["bucket"], *in_real_time)):
        return
    delivered = graph.attached(distribution, [_LOG_SOURCE], "resourceArn", [DISTRIBUTION])
    if delivered.found:
        return
    if delivered.maybe:
        source, path = delivered.maybe[0]
        yield Undetermined(path, source.urn)
        return
    yield Fail(
        "There is no access log: nobody can tell later who asked for what.",
        older.path,
        "logging_config={'bucket': logs.bucket_domain_name}",
    )


def _origin_access(distribution: Resource) -> Iterator[Result]:
    for origin in distribution["origins"].items():
        others = (origin["customOriginConfig"], origin["vpcOriginConfig"])
        if origin.unknown:
            yield Undetermined(origin.path)
        elif all(view.missing for view in others):
            yield from _given(
                origin["originAccessControlId"],
                "The bucket has to be open to everyone (or to an access identity, which reads no "
                "objects under a KMS key) for the distribution to read it.",
                "origin_access_control_id=control.id",
            )


def _headers(distribution: Resource) -> Iterator[Result]:
    for behavior in _behaviors(distribution):
        policy = behavior["responseHeadersPolicyId"]
        if behavior.unknown:
            yield Undetermined(behavior.path)
        elif policy.missing:
            yield Fail(
                "Browsers are told neither to insist on HTTPS nor to refuse frames and sniffing.",
                policy.path,
                "response_headers_policy_id='67f7725c-6f97-4210-82d7-5512b31e9d03'"
                " (AWS's SecurityHeadersPolicy)",
                severity=Severity.LOW,
            )


@rule(
    "edge-cors-star",
    "No edge lets the pages of every site read with the visitor's credentials",
    category="public-exposure",
    severity=Severity.HIGH,
    applies_to=[_HEADERS_POLICY, *_LISTENERS],
    why="A page of any site then reads what the visitor's cookies and tokens give access to.",
    remediation="Name the origins, or leave credentials out.",
    snippet="aws.cloudfront.ResponseHeadersPolicy(..., cors_config={\n"
    "    'access_control_allow_credentials': True,\n"
    "    'access_control_allow_origins': {'items': ['https://example.com']}})",
    own="Other tools look at the CORS of function URLs only.",
)
def cors(resource: Resource) -> Iterator[Result]:
    """A distribution's headers policy, and the headers that a listener sets."""
    if resource.type == _HEADERS_POLICY:
        config = resource["corsConfig"]
        origins = config["accessControlAllowOrigins"]["items"]
        credentials = config["accessControlAllowCredentials"]
    else:
        prefix = "routingHttpResponseAccessControlAllow"
        origins = resource[f"{prefix}OriginHeaderValue"]
        credentials = resource[f"{prefix}CredentialsHeaderValue"]
    yield from star_with_credentials(origins, credentials)


RULES = (tls, waf_log_and_oac, cors)
