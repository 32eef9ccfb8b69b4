"""Network ACLs: what they let into a subnet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.subjects.open_addresses import Opening
from guardrails.view import Resource, View

_ACL: Final = "aws:ec2/networkAcl:NetworkAcl"
_ACL_RULE: Final = "aws:ec2/networkAclRule:NetworkAclRule"
_PORTS: Final = ("22", "3389")
_UDP: Final = ("udp", "17")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One rule of an ACL for incoming traffic.

    Attributes:
        holder: The resource that it stands in.
        number: What decides which of two rules is asked first.
        action: ``allow`` or ``deny``.
        opening: What it is about.
    """

    holder: Resource
    number: View
    action: View
    opening: Opening


@rule(
    "nacl-open",
    "No network ACL lets the internet to an administrator's port",
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[_ACL, _ACL_RULE],
    why="The ACL holds for a whole subnet when somebody opens a security group in it too far.",
    remediation="Name the addresses that may connect, or deny ports 22 and 3389 by a rule with a "
    "lower number.",
    snippet="aws.ec2.NetworkAclRule(..., rule_number=90, rule_action='deny', protocol='tcp',\n"
    "    cidr_block='0.0.0.0/0', from_port=3389, to_port=3389)",
    equivalents=["CKV_AWS_231", "CKV_AWS_232", "FSBP:EC2.21", "CIS:5.1", "trivy:AWS-0105"],
)
def open_to_administration(graph: Graph) -> Iterator[Result]:
    """The rules of each ACL in the order of their numbers, for the first that fits decides.

    The default ACL of a VPC is left out: it is open as AWS makes it.
    https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21
    """
    for entries in _by_acl(graph):
        told: set[tuple[str, str]] = set()
        for port in _PORTS:
            for result in _judged(entries, port):
                if (result.urn, result.path) not in told:
                    told.add((result.urn, result.path))
                    yield result


def _by_acl(graph: Graph) -> Iterator[list[_Entry]]:
    acls = {acl.urn: [*_inline(acl)] for acl in graph.of(_ACL)}
    for one in graph.of(_ACL_RULE):
        # A rule of an ACL that cannot be told is judged alone.
        key = graph.same_target(one, "networkAclId", [_ACL]) or one.urn
        acls.setdefault(key, []).extend(_separate(one))
    yield from acls.values()


def _inline(acl: Resource) -> Iterator[_Entry]:
    for one in acl["ingress"].items():
        yield _Entry(acl, one["ruleNo"], one["action"], _opening(one))


def _separate(one: Resource) -> Iterator[_Entry]:
    if one["egress"].flag is not True:
        yield _Entry(one, one["ruleNumber"], one["ruleAction"], _opening(one.properties))


def _opening(one: View) -> Opening:
    sources = one["cidrBlock"], one["ipv6CidrBlock"]
    return Opening(sources, one["protocol"], one["fromPort"], one["toPort"])


def _judged(entries: Sequence[_Entry], port: str) -> Iterator[Result]:
    """The first rule of each family of addresses that lets the internet to the port."""
    about = [(entry, source) for entry in entries if (source := _source(entry, port))]
    closed: set[str] = set()
    for entry, source in sorted(about, key=lambda one: one[0].number.number or 0):
        family = source.path.rpartition(".")[2]
        allows = entry.action.text.lower() == "allow"
        unknown = _unknown(entry, source)
        if family in closed:
            continue
        if unknown:
            yield Undetermined(unknown.path, entry.holder.urn)
            if allows:
                continue
        elif allows:
            yield Fail(
                f"Port {port} is open to the internet for the whole subnet, as far as no security "
                "group closes it.",
                source.path,
                "name the addresses that may connect, or deny the port by a rule with a lower "
                "number",
                entry.holder.urn,
            )
        closed.add(family)


def _source(entry: _Entry, port: str) -> View | None:
    """The addresses of a rule that is about the port and the whole internet, or may be."""
    opening = entry.opening
    if opening.protocol.text.lower() in _UDP or not opening.within([port]):
        return None
    return opening.to_everyone


def _unknown(entry: _Entry, source: View) -> View | None:
    views = (entry.action, entry.number, source, entry.opening.unknown)
    return next((view for view in views if view is not None and view.unknown), None)


RULES = (open_to_administration,)
