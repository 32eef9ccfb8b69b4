from collections.abc import Iterator
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from components.organization import UnitArgs
from components.organization.spec import ROOT
from tests.support.organization_specs import parse

names = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)


def trees(depth: int) -> st.SearchStrategy[dict[str, UnitArgs]]:
    below = trees(depth - 1) if depth > 1 else st.just({})
    one = st.fixed_dictionaries(
        {"units": below, "policies": st.lists(st.just("deny-root-user"), max_size=1)}
    )
    return st.dictionaries(names, cast("st.SearchStrategy[UnitArgs]", one), max_size=3)


def paths(units: dict[str, UnitArgs], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, args in units.items():
        yield (*above, name)
        yield from paths(args.get("units", {}), (*above, name))


def populate(units: dict[str, UnitArgs]) -> dict[str, str]:
    """Put one account into each unit; returns the path of each account's unit."""
    homes: dict[str, str] = {}
    for number, path in enumerate(paths(units)):
        at = units[path[0]]
        for name in path[1:]:
            at = at.get("units", {})[name]
        at["accounts"] = {f"a{number}": {"email": f"a{number}@example.com"}}
        homes[f"a{number}"] = "/".join(path)
    return homes


@given(trees(5))
def test_every_unit_and_account_is_there_once_below_its_parent(units: dict[str, UnitArgs]) -> None:
    homes = populate(units)
    expected = ["/".join(path) for path in paths(units)]

    spec = parse({"units": units})

    found = [one.path for one in spec.units]
    assert sorted(found) == sorted(expected)
    assert {one.name: one.unit for one in spec.accounts} == homes
    before = {ROOT}
    for one in spec.units:
        assert one.parent in before
        before.add(one.path)
    with_policy = [one.path for one in spec.units if one.policies]
    assert [path for _, path in spec.attachments()] == with_policy


@given(trees(3), st.randoms(use_true_random=False))
def test_the_order_of_the_keys_does_not_show(units: dict[str, UnitArgs], random: Any) -> None:
    populate(units)
    shuffled = list(units.items())
    random.shuffle(shuffled)

    assert parse({"units": dict(shuffled)}) == parse({"units": units})
