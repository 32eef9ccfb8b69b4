"""How much of the internet a rule of a security group lets in."""

import ipaddress
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.subjects.open_addresses import INGRESS_RULE, SECURITY_GROUPS, Opening, openings
from guardrails.values import UNKNOWN
from guardrails.view import View
from tests.support.declared import declared


def opening(
    protocol: object = "tcp", first: object = 22, last: object = 22, **cidrs: object
) -> Opening:
    one = {"protocol": protocol, "fromPort": first, "toPort": last, **cidrs}
    (found,) = openings(declared(SECURITY_GROUPS[0], {"ingress": [one]}), "ingress")
    return found


def is_wide(*cidrs: str) -> bool:
    return opening(cidrBlocks=list(cidrs)).to_everyone is not None


@given(st.integers(0, 8), st.randoms())
def test_the_whole_internet_in_pieces_is_the_internet(bits: int, random: Any) -> None:
    pieces = [str(one) for one in ipaddress.ip_network("0.0.0.0/0").subnets(prefixlen_diff=bits)]
    random.shuffle(pieces)

    assert is_wide(*pieces)


@given(st.integers(0, 2**32 - 1), st.integers(8, 32))
def test_what_somebody_may_own_as_a_whole_is_not(address: int, prefix: int) -> None:
    assert not is_wide(str(ipaddress.ip_network((address, prefix), strict=False)))


@pytest.mark.parametrize(
    ("cidr", "wide"),
    [
        ("::/0", True),
        ("2000::/3", True),
        ("2a00::/12", True),
        ("2a00::/16", False),
        ("2001:db8::/32", False),
        # Private addresses, and those of one link.
        ("fc00::/7", False),
        ("fe80::/10", False),
        ("0.0.0.0/00", True),
        ("10.1.2.3/8", False),
        ("203.0.113.7", False),
        ("0.0.0.0/33", False),
        ("everyone", False),
    ],
)
def test_how_much_one_range_is(cidr: str, *, wide: bool) -> None:
    assert is_wide(cidr) is wide


@pytest.mark.parametrize(
    ("protocol", "first", "last", "ports"),
    [
        ("tcp", 22, 80, (22, 80)),
        ("6", "22", 80.0, (22, 80)),
        ("-1", 0, 0, (0, 65_535)),
        ("ALL", 0, 0, (0, 65_535)),
        ("udp", None, None, (0, 65_535)),
        ("udp", -1, -1, (0, 65_535)),
        ("tcp", math.nan, math.inf, (0, 65_535)),
        ("icmp", 8, 0, None),
        (UNKNOWN, 443, 443, (443, 443)),
    ],
)
def test_which_ports_a_rule_is_about(
    protocol: object, first: object, last: object, ports: tuple[int, int] | None
) -> None:
    assert opening(protocol, first, last).ports == ports


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.sampled_from(["tcp", "-1", "0.0.0.0/0", "::/0", UNKNOWN])
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(["ipProtocol", "fromPort", "cidrIpv4"], JSON))
)
def test_whatever_a_rule_holds_is_read(properties: dict[str, Any]) -> None:
    for found in openings(declared(INGRESS_RULE, properties), "ingress"):
        assert isinstance(found.to_everyone, View | None)
        assert found.within(["22"]) in ([], ["22"])
        assert isinstance(found.unknown, View | None)
