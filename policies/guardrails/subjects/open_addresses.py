"""Which addresses and ports a rule of a security group opens, and to how much of the internet."""

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from guardrails.view import Resource, View

SECURITY_GROUPS: Final = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
)
RULE: Final = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS_RULE: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS_RULE: Final = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"

# Nobody holds more than a /8 of IPv4 or, of IPv6, as much as a registry gets: larger ranges are the
# internet in pieces. https://www.iana.org/assignments/ipv6-unicast-address-assignments
_LARGEST_PREFIX: Final = {4: 8, 6: 16}
_GLOBAL_IPV6: Final = ipaddress.IPv6Network("2000::/3")
_LONGEST: Final = 64  # characters of an address with its prefix
_ALL_PORTS: Final = (0, 65_535)
_EVERY_PROTOCOL: Final = ("-1", "all")
_WITH_PORTS: Final = ("tcp", "udp", "6", "17")


@dataclass(frozen=True, slots=True)
class Opening:
    """What one rule of a security group lets through.

    Attributes:
        sources: The lists of addresses, IPv4 and IPv6.
        protocol: ``tcp``, ``udp``, a number, or ``-1`` for every one.
        first: The first port.
        last: The last port.
    """

    sources: tuple[View, ...]
    protocol: View
    first: View
    last: View

    @property
    def to_everyone(self) -> View | None:
        """The addresses that are (a large part of) the internet; unknown ones as they are."""
        wide = (source for source in self.sources if not source.unknown and _is_wide(source))
        return next(wide, next(filter(None, (source.gap for source in self.sources)), None))

    @property
    def every_protocol(self) -> bool:
        """Whether nothing is left closed: every protocol has no ports."""
        return self.protocol.text.lower() in _EVERY_PROTOCOL

    @property
    def ports(self) -> tuple[int, int] | None:
        """The known range of ports; ``None`` for a protocol without ports."""
        known_without = not self.protocol.unknown and self.protocol.text.lower() not in _WITH_PORTS
        if known_without and not self.every_protocol:
            return None
        first, last = _port(self.first), _port(self.last)
        # What may be every protocol has no ports, which are told as zero.
        every = self.every_protocol or (self.protocol.unknown and first == last == 0)
        return _ALL_PORTS if every or first is None or last is None else (first, last)

    @property
    def unknown(self) -> View | None:
        """What is not known of the protocol and the ports."""
        if self.every_protocol:
            return None
        return next((one for one in (self.protocol, self.first, self.last) if one.unknown), None)

    def within(self, ports: Iterable[str]) -> list[str]:
        """Those of the ports that it opens."""
        span = self.ports
        return [port for port in ports if span and span[0] <= int(port) <= span[1]]


def openings(resource: Resource, direction: str) -> Iterator[Opening]:
    """What a security group or one of its rules opens.

    Args:
        resource: A security group, with its rules inline, or a rule of its own.
        direction: ``ingress`` or ``egress``.
    """
    if resource.type in SECURITY_GROUPS:
        for one in resource[direction].items():
            yield _with_lists(one)
    elif resource.type == RULE:
        kind = resource["type"]
        if kind.text == direction:
            yield _with_lists(resource.properties)
        elif kind.unknown:
            yield replace(_with_lists(resource.properties), protocol=kind)
    elif resource.type == (INGRESS_RULE if direction == "ingress" else EGRESS_RULE):
        sources = resource["cidrIpv4"], resource["cidrIpv6"]
        protocol = resource["ipProtocol"]
        yield Opening(sources, protocol, resource["fromPort"], resource["toPort"])


def _with_lists(one: View) -> Opening:
    sources = one["cidrBlocks"], one["ipv6CidrBlocks"]
    return Opening(sources, one["protocol"], one["fromPort"], one["toPort"])


def _port(view: View) -> int | None:
    number = view.number
    return int(number) if number is not None and 0 <= number <= _ALL_PORTS[1] else None


def _is_wide(source: View) -> bool:
    return any(
        network.prefixlen < _LARGEST_PREFIX[network.version]
        and (isinstance(network, ipaddress.IPv4Network) or network.overlaps(_GLOBAL_IPV6))
        for network in _collapsed(item.text for item in source.items())
    )


def _collapsed(texts: Iterable[str]) -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    networks = [network for text in texts if (network := _network(text))]
    # Two halves side by side are a whole.
    yield from ipaddress.collapse_addresses(
        one for one in networks if isinstance(one, ipaddress.IPv4Network)
    )
    yield from ipaddress.collapse_addresses(
        one for one in networks if isinstance(one, ipaddress.IPv6Network)
    )


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False) if len(text) <= _LONGEST else None
    except ValueError:
        return None
