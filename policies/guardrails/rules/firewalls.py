"""Web application firewalls: what a web ACL refuses, and whether it keeps a log."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import placed
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.view import Resource, View

_WEB_ACL: Final = "aws:wafv2/webAcl:WebAcl"
_CLASSIC_ACLS: Final = ("aws:waf/webAcl:WebAcl", "aws:wafregional/webAcl:WebAcl")
_LOGGING: Final = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
_APART: Final = (
    "aws:wafv2/webAclRule:WebAclRule",
    "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation",
)
_KNOWN_BAD: Final = "AWSManagedRulesKnownBadInputsRuleSet"


@rule(
    "waf-log-rules",
    "Web ACLs refuse something and log what they see",
    category="public-exposure",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[_WEB_ACL, *_CLASSIC_ACLS],
    why="A web ACL that lets everything through protects nothing, and one without a log shows no "
    "attack.",
    remediation="Give it rules that block, and a WebAclLoggingConfiguration.",
    snippet="aws.wafv2.WebAclLoggingConfiguration(..., resource_arn=acl.arn,\n"
    "    log_destination_configs=[log_group.arn])",
    equivalents=[
        "CKV_AWS_175",
        "CKV_AWS_176",
        "CKV_AWS_342",
        "CKV2_AWS_31",
        "FSBP:WAF.10",
        "FSBP:WAF.11",
    ],
)
def log_and_rules(graph: Graph) -> Iterator[Result]:
    """The ACL with its rules and its log, whether they are its own or resources of their own."""
    for acl in graph.of(_WEB_ACL, *_CLASSIC_ACLS):
        yield from placed(acl, (*_refuses(graph, acl), *_logs(graph, acl)))


def _refuses(graph: Graph, acl: Resource) -> Iterator[Result]:
    default, rules = acl["defaultAction"], acl["rules"]
    blocks_by_default = not default["block"].missing or default["type"].text == "BLOCK"
    if default.unknown or rules.unknown:
        yield Undetermined(default.path if default.unknown else rules.path)
        return
    apart = graph.attached(acl, _APART, "webAclArn", [_WEB_ACL])
    in_json = acl["ruleJson"]
    if blocks_by_default or apart.found or not in_json.missing:
        return
    if apart.maybe:
        yield Undetermined(apart.maybe[0][1], apart.maybe[0][0].urn)
    elif rules.missing:
        yield Fail(
            "The web ACL has no rules and allows by default: it lets everything through.",
            rules.path,
            f"rules=[<the managed rule group {_KNOWN_BAD}, or others>]",
        )
    elif not any(_may_refuse(one) for one in rules.items()):
        yield Fail(
            "No rule of the web ACL refuses anything: all of them only count or allow.",
            rules.path,
            "action={'block': {}}, or override_action={'none': {}} for a rule group",
        )


def _may_refuse(one: View) -> bool:
    action, override = one["action"], one["overrideAction"]
    if one.unknown or action.unknown or override.unknown:
        return True
    # The classic ones name the kind: {"type": "BLOCK"}.
    if action["type"].text or override["type"].text:
        return action["type"].text == "BLOCK" or override["type"].text == "NONE"
    refusals = (action["block"], action["captcha"], action["challenge"], override["none"])
    return any(view.value is not None for view in refusals)


def _logs(graph: Graph, acl: Resource) -> Iterator[Result]:
    own = acl["loggingConfiguration"]
    attached = graph.attached(acl, [_LOGGING], "resourceArn", [_WEB_ACL])
    if attached.found or not own.missing:
        return
    if attached.maybe:
        yield Undetermined(attached.maybe[0][1], attached.maybe[0][0].urn)
        return
    yield Fail(
        "The web ACL keeps no log: nobody sees what it refused, nor what it let through.",
        own.path if acl.type in _CLASSIC_ACLS else "arn",
        "wafv2.WebAclLoggingConfiguration(resource_arn=acl.arn, log_destination_configs=[...])",
    )


@rule(
    "waf-known-bad-inputs",
    "Web ACLs refuse requests that are known to be malicious",
    category="public-exposure",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[_WEB_ACL],
    why="AWS keeps a rule group against attacks such as that on Log4j (CVE-2021-44228).",
    remediation=f"Add the managed rule group {_KNOWN_BAD} with override_action={{'none': {{}}}}.",
    snippet="aws.wafv2.WebAcl(..., rules=[{'name': 'known-bad', 'priority': 1,\n"
    "    'override_action': {'none': {}},\n"
    "    'statement': {'managed_rule_group_statement': {\n"
    f"        'vendor_name': 'AWS', 'name': '{_KNOWN_BAD}'}}}},\n"
    "    'visibility_config': {'cloudwatch_metrics_enabled': True, 'metric_name': 'known-bad',\n"
    "        'sampled_requests_enabled': True}}])",
    equivalents=["CKV_AWS_192"],
)
def known_bad_inputs(acl: Resource) -> Iterator[Result]:
    """A web ACL without any rule is told of by ``waf-log-rules``."""
    rules = acl["rules"]
    if rules.missing or not acl["ruleJson"].missing:
        return
    names = [one["statement"]["managedRuleGroupStatement"]["name"] for one in rules.items()]
    matching = [
        one for one, name in zip(rules.items(), names, strict=True) if name.text == _KNOWN_BAD
    ]
    unknown = next((name for name in names if name.unknown), None)
    if any(_may_refuse(one) for one in matching):
        return
    if unknown:
        yield Undetermined(unknown.path)
        return
    counted = matching[0]["overrideAction"]["count"] if matching else rules
    yield Fail(
        f"The rule group {_KNOWN_BAD} only counts."
        if matching
        else "Requests of known attacks, such as that on Log4j, are let through.",
        counted.path,
        f"the managed rule group {_KNOWN_BAD} with override_action={{'none': {{}}}}",
    )


RULES = (log_and_rules, known_bad_inputs)
