"""The access map of small stacks: who can become whom, and gains by it."""

from local.access.model import EdgeKind
from tests.support.access_maps import AWS, allow, drawn, edges, role
from tests.support.declared import ACCOUNT


def test_assuming_a_role_of_another_stack_is_becoming_it() -> None:
    found = drawn(role("app", allow("sts:AssumeRole", f"{AWS}*:role/audit")))

    assert edges(found) == {}
    ((origin, target),) = edges(found, EdgeKind.BECOMES)
    assert (origin, target) == ("role app", "role audit of any account")


def test_assuming_a_role_of_the_stack_takes_its_trust() -> None:
    target = f"{AWS}{ACCOUNT}:role/target"
    wishes = role("app", allow("sts:AssumeRole", target))

    trusted = drawn(wishes, role("target", trust={"AWS": f"{AWS}{ACCOUNT}:root"}))
    refused = drawn(wishes, role("target"))

    (edge,) = edges(trusted, EdgeKind.BECOMES).values()
    assert (edge.how, edge.alarming) == ("become", False)
    assert edge.actions == {"write": ("sts:AssumeRole",)}
    assert edges(refused, EdgeKind.BECOMES) == {}


def test_passing_a_stronger_role_is_an_escalation_and_a_weaker_one_is_not() -> None:
    passing = allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], "*")
    secrets = allow("secretsmanager:GetSecretValue", "*")

    strong = drawn(role("app", passing), role("vault", secrets))
    weak = drawn(role("app", passing, secrets), role("vault", secrets))

    ((ends, edge),) = edges(strong, EdgeKind.BECOMES).items()
    assert ends == ("role app", "role vault")
    assert (edge.how, edge.alarming) == ("pass it on", True)
    assert [one.alarming for one in edges(weak, EdgeKind.BECOMES).values()] == [False]


def test_who_can_write_its_own_policy_becomes_more() -> None:
    own = drawn(role("app", allow("iam:PutRolePolicy", f"{AWS}{ACCOUNT}:role/app")))
    other = drawn(role("app", allow("iam:PutRolePolicy", f"{AWS}{ACCOUNT}:role/other")))
    admin = drawn(role("app", allow("*", "*")))

    ((ends, edge),) = edges(own, EdgeKind.BECOMES).items()
    assert ends == ("role app", "role app")
    assert (edge.how, edge.alarming) == ("give itself more rights", True)
    assert edges(other, EdgeKind.BECOMES) == {}
    assert edges(admin, EdgeKind.BECOMES) == {}


def test_who_becomes_nearly_everyone_has_one_edge() -> None:
    passing = allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], "*")
    crowd = [one for number in range(45) for one in role(f"app-{number}")]

    found = drawn(role("boss", passing), crowd)

    (edge,) = edges(found, EdgeKind.BECOMES).values()
    many = found.nodes[edge.target]
    assert (many.kind, many.name, len(many.covers)) == ("principals", "any of 46 principals", 46)
    assert edge.alarming
