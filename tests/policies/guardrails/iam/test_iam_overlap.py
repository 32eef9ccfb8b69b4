from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.iam import wildcard
from guardrails.iam.overlap import overlap
from guardrails.iam.reach import Resources

ALPHABET = "ab"
PATTERNS = st.text(f"{ALPHABET}*?", max_size=5)
SHORT = ["".join(letters) for size in range(7) for letters in product(ALPHABET, repeat=size)]


@given(PATTERNS, PATTERNS)
@settings(max_examples=300, deadline=None)
def test_two_patterns_overlap_exactly_when_a_text_matches_both(one: str, other: str) -> None:
    common = any(wildcard.matches(one, text) and wildcard.matches(other, text) for text in SHORT)
    longer = any(len(pattern) - pattern.count("*") > 3 for pattern in (one, other))

    assert overlap(one, other) is overlap(other, one)
    assert overlap(one, other) is common or (longer and overlap(one, other))


def test_a_set_of_resources_covers_meets_and_shares() -> None:
    ours = Resources(("arn:a:*",), ("arn:a:x",), (("*:y", "*:x"),))

    assert ours.covers("arn:a:y")
    assert not ours.covers("arn:a:x")
    assert not ours.covers("arn:a:z")
    assert ours.meets("*y")
    assert not ours.meets("arn:a:x")
    assert ours.shares(Resources(("arn:?:y",)))
    assert not ours.shares(Resources(("arn:b:*",)))
    assert not ours.shares(Resources(()))


ROLE_TYPE = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"


ROLE = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ("arn:aws:iam::*:role/*", False),
        ("arn:aws*:iam::*:*", False),
        ("*", False),
        # One account or another partition is not everywhere, and some names are not all.
        ("arn:aws:iam::123456789012:role/*", True),
        ("arn:aws-cn:iam::*:role/*", True),
        ("arn:aws:iam::*:role/app-*", True),
        ("arn:aws:iam::*:user/*", True),
    ],
)
def test_a_set_covers_all_but_where_all_is_taken_out_everywhere(
    taken: str,
    left: bool,  # noqa: FBT001 -- what is expected
) -> None:
    assert Resources(("*",), (taken,)).covers_all([ROLE]) is left


@pytest.mark.parametrize(
    ("pattern", "is_left"),
    [
        pytest.param("arn:aws:iam::123456789012:role/app", True, id="a role"),
        pytest.param("arn:aws:iam::123456789012:user/app", False, id="a user"),
        pytest.param("arn:aws:ec2:::*", False, id="whatever another service has"),
        pytest.param("arn:aws:ia*", True, id="a service whose name begins so"),
        pytest.param("arn:aws:i?m::*", True, id="a service of any such name"),
        pytest.param("arn:*:ec2:::*", True, id="a partition that may be several fields"),
        pytest.param("arn:aws", False, id="no ARN"),
        pytest.param("*", True, id="everything"),
    ],
)
def test_a_resource_of_another_service_is_of_no_type_of_this_one(
    pattern: str, *, is_left: bool
) -> None:
    left = Resources((pattern,)).of_types([ROLE_TYPE]).included

    assert left == ((pattern,) if is_left else ())
