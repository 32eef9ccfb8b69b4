import json
from typing import Any

import pytest

from components.core.errors import LimitError, SpecError
from components.core.where import Where, camel_case
from components.organization.scps import LIBRARY
from components.organization.spec import ROOT
from tests.support.organization_specs import parse


def unit(**accounts: str) -> dict[str, Any]:
    return {"accounts": {name: {"email": email} for name, email in accounts.items()}}


def chain(*names: str) -> dict[str, Any]:
    """Units one below the other."""
    first, *others = names
    return {first: {"units": chain(*others)} if others else {}}


def test_units_come_before_their_children_and_know_their_parents() -> None:
    spec = parse({"units": {"sandbox": {"units": {"tempdel": {}}}, "dev": {}}})

    assert [(one.path, one.name, one.parent) for one in spec.units] == [
        ("dev", "dev", ROOT),
        ("sandbox", "sandbox", ROOT),
        ("sandbox/tempdel", "tempdel", "sandbox"),
    ]


def test_an_account_has_the_usual_access_role_unless_it_names_another() -> None:
    accounts = unit(a="a@example.com", b="b@example.com")
    accounts["accounts"]["b"]["role_name"] = "Entrance"

    spec = parse({"units": {"dev": accounts}, "policies": ["protect-audit"]})

    assert [one.role_name for one in spec.accounts] == ["OrganizationAccountAccessRole", "Entrance"]
    statement = json.loads(spec.documents["protect-audit"])["Statement"][0]
    assert statement["Condition"]["ArnNotLike"]["aws:PrincipalArn"] == [
        "arn:aws:iam::*:role/Entrance",
        "arn:aws:iam::*:role/OrganizationAccountAccessRole",
    ]


def test_a_policy_is_rendered_once_however_many_targets_it_has() -> None:
    spec = parse(
        {
            "policies": ["deny-root-user"],
            "units": {"a": {"policies": ["deny-root-user"]}, "b": {"policies": ["tear-down-only"]}},
        }
    )

    assert list(spec.documents) == ["deny-root-user", "tear-down-only"]
    assert list(spec.attachments()) == [
        ("deny-root-user", ROOT),
        ("deny-root-user", "a"),
        ("tear-down-only", "b"),
    ]


def test_five_levels_of_units_are_the_deepest() -> None:
    assert parse({"units": chain(*"abcde")}).units[-1].path == "a/b/c/d/e"
    with pytest.raises(LimitError) as caught:
        parse({"units": chain(*"abcdef")})

    assert str(caught.value) == (
        "Organization 'main'.units.a.units.b.units.c.units.d.units.e.units.f: got 'depth 6'; "
        "allowed: units at depth 1 to 5."
    )


def test_awss_own_policy_counts_among_those_of_a_target() -> None:
    names = sorted(LIBRARY)[:3]
    tree = {"units": {"dev": {"policies": names}}, "allowed_regions": ["eu-central-1"]}

    assert len(parse({**tree, "limits": {"scps_per_target": 4}}).documents) == 3
    with pytest.raises(LimitError) as caught:
        parse({**tree, "limits": {"scps_per_target": 3}})

    assert str(caught.value) == (
        "Organization 'main'.units.dev.policies: got 4; allowed: at most 3 service control "
        "policies with AWS's own FullAWSAccess. Attach some to the units above or below."
    )


def test_a_policy_above_the_characters_of_one_is_refused() -> None:
    size = len(parse({"policies": ["deny-root-user"]}).documents["deny-root-user"])
    exact = {"policies": ["deny-root-user"], "limits": {"scp_characters": size}}

    assert parse(exact).documents
    with pytest.raises(LimitError) as caught:
        parse({**exact, "limits": {"scp_characters": size - 1}})

    assert str(caught.value) == (
        f"Organization 'main': the document of policy 'deny-root-user': got '{size} characters'; "
        f"allowed: at most {size - 1}."
    )


def test_regions_can_fill_a_policy_beyond_the_limit_of_aws() -> None:
    many = [f"eu-{'x' * length}-1" for length in range(3, 140)]

    with pytest.raises(LimitError, match=r"'allowed-regions': got '.* characters'; .* 10240"):
        parse({"policies": ["allowed-regions"], "allowed_regions": many})


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            {"unit": {}},
            (
                ".unit: got 'unit'; allowed: the keys account_listers, adopted, allowed_regions, "
                "audit_role_name, limits, policies, units."
            ),
        ),
        (
            {"units": {"dev": {"account": {}}}},
            ".units.dev.account: got 'account'; allowed: the keys accounts, id, policies, units.",
        ),
        (
            {"units": {"dev": {"accounts": {"a": {"email": "a@example.com", "role": "x"}}}}},
            ".units.dev.accounts.a.role: got 'role'; allowed: the keys email, id, role_name.",
        ),
        (
            {"limits": {"scps": 5}},
            ".limits.scps: got 'scps'; allowed: the keys scp_characters, scps_per_target.",
        ),
        (
            {"limits": {"scps_per_target": 11}},
            (".limits.scps_per_target: got 11; allowed: a whole number of policies from 1 to 10."),
        ),
        (
            {"limits": {"scp_characters": 10_241}},
            (
                ".limits.scp_characters: got 10241; allowed: a whole number of characters from 1 "
                "to 10240."
            ),
        ),
        (
            {"policies": ["deny-everything"]},
            (
                ".policies: got 'deny-everything'; allowed: one of allowed-regions, "
                "deny-access-keys, deny-leave-organization, deny-root-user, protect-audit, "
                "tear-down-only."
            ),
        ),
        (
            {"policies": ["deny-root-user", "deny-root-user"]},
            ".policies: got 'deny-root-user'; allowed: each policy once.",
        ),
        (
            {"policies": ["allowed-regions"]},
            (
                ".allowed_regions: got []; allowed: at least one region, for the policy "
                "allowed-regions."
            ),
        ),
        (
            {"allowed_regions": ["europe"]},
            ".allowed_regions: got 'europe'; allowed: regions such as eu-central-1.",
        ),
        (
            {"audit_role_name": "audit role"},
            (
                ".audit_role_name: got 'audit role'; allowed: a role name of 1 to 64 letters, "
                "digits and +=,.@_-."
            ),
        ),
        (
            {"audit_role_name": "OrganizationAccountAccessRole"},
            (
                ".audit_role_name: got 'OrganizationAccountAccessRole'; allowed: a role other than "
                "those that enter the accounts."
            ),
        ),
        (
            {
                "units": {
                    "dev": {"accounts": {"a": {"email": "a@example.com", "id": "123456789012"}}}
                }
            },
            (
                ".units.dev.accounts.a.id: got '123456789012'; allowed: one of its own: the "
                "management account has it."
            ),
        ),
        (
            {"account_listers": ["arn:aws:iam::123456789012:user/me"]},
            (".account_listers: got 'arn:aws:iam::123456789012:user/me'; allowed: ARNs of roles."),
        ),
        (
            {"units": {"dev": unit(a="a.example.com")}},
            (
                ".units.dev.accounts.a.email: got 'a.example.com'; allowed: an e-mail address of 6 "
                "to 64 characters."
            ),
        ),
        (
            {"units": {"dev": unit(a=f"{'a' * 60}@b.de")}},
            (
                f".units.dev.accounts.a.email: got '{'a' * 60}@b.de'; allowed: an e-mail address "
                "of 6 to 64 characters."
            ),
        ),
        (
            {"units": {"dev": unit(a="aws@example.com"), "prod": unit(b="AWS@example.com")}},
            (
                ".units.prod.accounts.b.email: got 'AWS@example.com'; allowed: one of its own: "
                "Organization 'main'.units.dev.accounts.a.email has it."
            ),
        ),
        (
            {"units": {"dev": unit(a="a@example.com"), "prod": unit(a="b@example.com")}},
            (
                ".units.prod.accounts.a: got 'a'; allowed: a name of its own: unit dev has an "
                "account of it."
            ),
        ),
        (
            {"units": {"dev": {"accounts": {"a": {"email": "a@example.com", "id": "1234"}}}}},
            ".units.dev.accounts.a.id: got '1234'; allowed: twelve digits, in quotes.",
        ),
        (
            {"units": {"dev": {"id": "r-ab12"}}},
            ".units.dev.id: got 'r-ab12'; allowed: a unit's id such as ou-ab12-cd34ef56.",
        ),
        (
            {"units": {"a": {"id": "ou-ab12-cd34ef56"}, "b": {"id": "ou-ab12-cd34ef56"}}},
            (
                ".units.b.id: got 'ou-ab12-cd34ef56'; allowed: one of its own: "
                "Organization 'main'.units.a.id has it."
            ),
        ),
        (
            {"units": {"a/b": {}}},
            (
                ".units.a/b: got 'a/b'; allowed: a name of 1 to 128 letters, digits, spaces and "
                "_.-, a letter or digit first."
            ),
        ),
        (
            {"units": {"dev": unit(**{"a" * 51: "a@example.com"})}},
            (
                f".units.dev.accounts.{'a' * 51}: got '{'a' * 51}'; allowed: a name of 1 to 50 "
                "letters, digits, spaces and _.-, a letter or digit first."
            ),
        ),
        (
            {"units": {"dev": {"accounts": {"a": {"email": "a@example.com", "role_name": "x y"}}}}},
            (
                ".units.dev.accounts.a.role_name: got 'x y'; allowed: a role name of 1 to 64 "
                "letters, digits and +=,.@_-."
            ),
        ),
    ],
)
def test_what_aws_does_not_take_is_refused_where_it_stands(
    args: dict[str, Any], message: str
) -> None:
    with pytest.raises(SpecError) as caught:
        parse(args)

    assert str(caught.value) == f"Organization 'main'{message}"


def test_places_are_spelt_as_the_reader_wrote_them() -> None:
    with pytest.raises(SpecError) as caught:
        parse(
            {"units": {"my_unit": {"accounts": {"a": {"email": "a@b.de", "role_name": ""}}}}},
            Where("bulwark:organization", camel_case),
        )

    assert caught.value.where == "bulwark:organization.units.my_unit.accounts.a.roleName"
