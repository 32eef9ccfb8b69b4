"""Load balancers: application and network ones, and the classic ones before them."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.answers import demand, placed
from guardrails.demands import Demand, demand_rule, none_of
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import LOAD_BALANCERS
from guardrails.settings import choice
from guardrails.subjects.web_acls import unguarded
from guardrails.view import Resource, View

_LISTENERS: Final = ("aws:lb/listener:Listener", "aws:alb/listener:Listener")
_LISTENER_RULES: Final = (
    "aws:lb/listenerRule:ListenerRule",
    "aws:alb/listenerRule:ListenerRule",
)
_TARGET_GROUPS: Final = ("aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup")
_CLASSIC: Final = "aws:elb/loadBalancer:LoadBalancer"
_CLASSIC_POLICY: Final = "aws:elb/loadBalancerPolicy:LoadBalancerPolicy"
_CLASSIC_NEGOTIATION: Final = "aws:elb/sslNegotiationPolicy:SslNegotiationPolicy"

# The name of a policy tells its oldest version of TLS; those without one, such as
# ELBSecurityPolicy-2016-08 (the default outside of the console), take TLS 1.0.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
_VERSION: Final = re.compile(r"ELBSecurityPolicy-(?:TLS13|TLS|FS)-1-([0-3])-")
# The extended ones add ciphers with SHA-1 and without forward secrecy.
_EXTENDED: Final = re.compile(r"-Ext\d?-")
_ADVISED: Final = {
    "1.2": "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "1.3": "ELBSecurityPolicy-TLS13-1-3-2021-06",
}
_OLD_PROTOCOLS: Final = {
    f"Protocol-{name}": name for name in ("SSLv2", "SSLv3", "TLSv1", "TLSv1.1")
}
_REDIRECT: Final = (
    "default_actions=[{'type': 'redirect', 'redirect': {'protocol': 'HTTPS', 'port': '443', "
    "'status_code': 'HTTP_301'}}]"
)


def _mend(resource: Resource, minimum_tls: str) -> Mapping[str, object]:
    if resource.type in LOAD_BALANCERS:
        return {"dropInvalidHeaderFields": True}
    if resource.type in _LISTENERS and resource["protocol"].text in ("HTTPS", "TLS"):
        return {"sslPolicy": _ADVISED[minimum_tls]}
    return {}


@rule(
    "alb-https",
    "Load balancers speak current TLS, redirect HTTP and drop invalid headers",
    category="encryption-in-transit",
    severity=Severity.HIGH,
    applies_to=[*_LISTENERS, *LOAD_BALANCERS, _CLASSIC, _CLASSIC_POLICY, _CLASSIC_NEGOTIATION],
    why="Over HTTP and over TLS before 1.2 whoever is on the way reads and changes requests.",
    remediation="Let HTTP listeners redirect to HTTPS only, give HTTPS and TLS listeners a policy "
    "that starts at TLS 1.2, and set drop_invalid_header_fields=True.",
    snippet="aws.lb.Listener(..., protocol='HTTPS', port=443, certificate_arn=certificate.arn,\n"
    "    ssl_policy='ELBSecurityPolicy-TLS13-1-2-2021-06')",
    equivalents=[
        "CKV_AWS_2",
        "CKV2_AWS_20",
        "CKV_AWS_103",
        "CKV2_AWS_74",
        "CKV_AWS_131",
        "CKV_AWS_376",
        "FSBP:ELB.1",
        "FSBP:ELB.3",
        "FSBP:ELB.4",
        "cdk-nag:ELB5",
        "cdk-nag:ALBHttpToHttpsRedirection",
        "AWSGuard:albHttpToHttpsRedirection",
        "trivy:AWS-0047",
        "trivy:AWS-0052",
        "trivy:AWS-0054",
    ],
    settings={"minimum_tls": choice("1.2", ["1.2", "1.3"], "The oldest version of TLS to take.")},
    remedy=_mend,
)
def https(resource: Resource, minimum_tls: str) -> Iterator[Result]:
    """Listeners by their protocol; TCP and UDP pass what the target encrypts."""
    if resource.type in _LISTENERS:
        yield from _listener(resource, minimum_tls)
    elif resource.type == _CLASSIC:
        yield from _classic_listeners(resource)
    elif resource.type in LOAD_BALANCERS:
        yield from _invalid_headers(resource)
    else:
        yield from _classic_policy(resource)


def _listener(listener: Resource, minimum_tls: str) -> Iterator[Result]:
    protocol = listener["protocol"]
    if protocol.unknown:
        yield Undetermined(protocol.path)
    elif protocol.text in ("HTTPS", "TLS"):
        fix = f"ssl_policy='{_ADVISED[minimum_tls]}'"
        yield from _security_policy(listener["sslPolicy"], minimum_tls, fix)
    elif _is_plain(listener):
        yield from _answers_in_plain(listener["defaultActions"], _REDIRECT)


def _is_plain(listener: Resource) -> bool:
    protocol = listener["protocol"]
    # A gateway load balancer's listener has neither a protocol nor a port.
    by_default = protocol.missing and not listener["port"].missing
    return protocol.text == "HTTP" or (by_default and listener["certificateArn"].missing)


def _answers_in_plain(actions: View, fix: str) -> Iterator[Result]:
    """Fail at the first action that serves a request; a fixed response reaches no target."""
    if actions.unknown:
        yield Undetermined(actions.path)
        return
    for action in actions.items():
        kind, protocol = action["type"], action["redirect"]["protocol"]
        redirects = kind.text == "redirect"
        if kind.unknown or (redirects and protocol.unknown):
            yield Undetermined(kind.path if kind.unknown else protocol.path)
            return
        if redirects and protocol.text != "HTTPS":
            yield Fail("The redirect stays on HTTP.", protocol.path, fix)
            return
        if kind.text not in ("redirect", "fixed-response"):
            yield Fail("Requests are served over HTTP, in the clear.", kind.path, fix)
            return


def _security_policy(policy: View, minimum_tls: str, fix: str) -> Iterator[Result]:
    version = _VERSION.match(policy.text)
    if policy.unknown:
        yield Undetermined(policy.path)
    elif not version or float(f"1.{version[1]}") < float(minimum_tls):
        given = "The default policy" if policy.missing else f"The policy {policy.shown()}"
        yield Fail(f"{given} takes TLS before {minimum_tls}.", policy.path, fix)
    elif _EXTENDED.search(policy.text):
        yield Fail(f"The policy {policy.shown()} takes ciphers of TLS 1.0.", policy.path, fix)


def _invalid_headers(balancer: Resource) -> Iterator[Result]:
    kind, drops = balancer["loadBalancerType"], balancer["dropInvalidHeaderFields"]
    if drops.flag is True or (kind.text not in ("", "application")):
        return
    unknown = next((view for view in (kind, drops) if view.unknown), None)
    if unknown:
        yield Undetermined(unknown.path)
        return
    yield Fail(
        "Headers with invalid names reach the targets, which may read them as others: requests "
        "can be smuggled in.",
        drops.path,
        "drop_invalid_header_fields=True",
        severity=Severity.MEDIUM,
    )


def _classic_listeners(balancer: Resource) -> Iterator[Result]:
    for listener in balancer["listeners"].items():
        protocol = listener["lbProtocol"]
        yield from demand(
            protocol,
            protocol.text.lower() != "http",
            "Requests are served over HTTP, in the clear; a classic load balancer cannot redirect.",
            "lb_protocol='https', lb_port=443, ssl_certificate_id=certificate.arn",
        )


def _classic_policy(policy: Resource) -> Iterator[Result]:
    attributes = policy["policyAttributes" if policy.type == _CLASSIC_POLICY else "attributes"]
    for attribute in attributes.items():
        name, value = attribute["name"], attribute["value"]
        protocol = _OLD_PROTOCOLS.get(name.text)
        if name.text == "Reference-Security-Policy":
            # Classic load balancers have no policy that starts later.
            yield from _security_policy(value, "1.2", "value='ELBSecurityPolicy-TLS-1-2-2017-01'")
        elif name.unknown or protocol:
            wrong = f"The policy takes {protocol}."
            yield from demand(
                name if name.unknown else value, value.flag is not True, wrong, "value='false'"
            )


@rule(
    "alb-rule-https",
    "No rule of an HTTP listener serves requests",
    category="encryption-in-transit",
    severity=Severity.HIGH,
    scope=Scope.STACK,
    applies_to=_LISTENER_RULES,
    why="A rule goes before its listener's redirect, so what it matches is served in the clear.",
    remediation="Attach the rule to the HTTPS listener, or let it redirect to HTTPS.",
    snippet="aws.lb.ListenerRule(..., listener_arn=https.arn)",
    own="Other tools look at the default action of the listener only.",
)
def rules_https(graph: Graph) -> Iterator[Result]:
    """A listener that serves HTTP by default is told of by ``alb-https`` already."""
    for one in graph.of(*_LISTENER_RULES):
        reference = one["listenerArn"]
        listener = graph.target(one, reference, _LISTENERS)
        if listener is None:
            if reference.unknown:
                yield Undetermined(reference.path, one.urn)
            continue
        default = _answers_in_plain(listener["defaultActions"], "")
        if not _is_plain(listener) or any(isinstance(answer, Fail) for answer in default):
            continue
        fix = "listener_arn=<the HTTPS listener>.arn"
        yield from placed(one, _answers_in_plain(one["actions"], fix))


targets_https = demand_rule(
    "alb-target-https",
    "Load balancers speak TLS with their targets",
    Demand(
        _TARGET_GROUPS,
        "protocol",
        none_of("HTTP"),
        "The load balancer speaks HTTP with its targets: requests cross the network in the clear.",
        "protocol='HTTPS'",
    ),
    category="encryption-in-transit",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="What TLS protects up to the load balancer is in the clear behind it.",
    remediation="Let the targets answer HTTPS, and set protocol='HTTPS'.",
    snippet="aws.lb.TargetGroup(..., protocol='HTTPS', port=443)",
    equivalents=["CKV_AWS_378"],
)


@rule(
    "alb-waf-log",
    "Load balancers keep access logs, and public ones stand behind a WAF",
    category="logging",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[*LOAD_BALANCERS, _CLASSIC],
    why="Without a log nobody can tell who sent what; a WAF refuses known attacks at the door.",
    remediation="Set access_logs={'bucket': logs.bucket, 'enabled': True}, and associate a web ACL "
    "by wafv2.WebAclAssociation.",
    snippet="aws.lb.LoadBalancer(..., access_logs={'bucket': logs.bucket, 'enabled': True})\n"
    "aws.wafv2.WebAclAssociation(..., resource_arn=balancer.arn, web_acl_arn=acl.arn)",
    equivalents=[
        "CKV2_AWS_28",
        "CKV_AWS_91",
        "CKV_AWS_92",
        "FSBP:ELB.5",
        "FSBP:ELB.16",
        "cdk-nag:ELB2",
        "AWSGuard:elbAccessLoggingEnabled",
    ],
)
def waf_and_log(graph: Graph) -> Iterator[Result]:
    """Application load balancers; network ones log TLS listeners only and take no WAF."""
    for balancer in graph.of(*LOAD_BALANCERS, _CLASSIC):
        kind, internal = balancer["loadBalancerType"], balancer["internal"]
        if kind.unknown:
            yield Undetermined(kind.path, balancer.urn)
            continue
        if kind.text not in ("", "application"):
            continue
        yield from placed(balancer, _access_log(balancer))
        if balancer.type == _CLASSIC or internal.flag is True:
            continue
        if internal.unknown:
            yield Undetermined(internal.path, balancer.urn)
            continue
        message = "Nothing refuses known attacks before they reach the targets."
        yield from unguarded(graph, balancer, message)


def _access_log(balancer: Resource) -> Iterator[Result]:
    logs = balancer["accessLogs"]
    enabled = logs["enabled"]
    # A classic load balancer's block is on unless it says otherwise.
    by_default = balancer.type == _CLASSIC and enabled.missing and not logs.missing
    yield from demand(
        enabled,
        enabled.flag is True or by_default,
        "There is no access log: nobody can tell later who sent what.",
        "access_logs={'bucket': logs.bucket, 'enabled': True}",
    )


RULES = (https, rules_https, targets_https, waf_and_log)
