import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.engine.references import placeholder_account
from local.errors import LocalError, ProgramError
from tests.support.projects import run, write

STACKS = {"dev": "", "org": ""}

TWO_STACKS = """
import pulumi, pulumi_aws as aws

async def org():
    dev = aws.organizations.Account("dev", name="dev", email="dev@example.com")
    prod = aws.organizations.Account("prod", name="prod", email="prod@example.com",
        opts=pulumi.ResourceOptions(import_="123456789012"))
    return {"accounts": {"dev": dev.id, "prod": prod.id}, "secret": pulumi.Output.secret("s"),
        "arns": [dev.arn, "known"]}

async def dev():
    there = pulumi.StackReference("REFERENCE")
    accounts = await there.get_output_details("accounts")
    secret = await there.get_output_details("secret")
    return {"accounts": accounts.value, "secret": secret.secret_value,
        "arns": there.get_output("arns"), "none": there.get_output("none")}

pulumi.run(org if pulumi.get_stack() == "org" else dev)
"""


@pytest.mark.parametrize("reference", ["org", "demo/org", "organization/demo/org", "me/demo/org"])
def test_another_stacks_outputs_come_from_its_own_preview(tmp_path: Path, reference: str) -> None:
    found = run(tmp_path, TWO_STACKS.replace("REFERENCE", reference), stacks=STACKS)

    assert found.outputs == {
        "accounts": {"dev": "000015226031", "prod": "123456789012"},
        "secret": "s",
        "arns": ["placeholder-arns[0]", "known"],
    }
    assert found.references["org"].stand_ins == ("arns[0]",)


def test_the_other_stacks_resources_are_not_this_ones(tmp_path: Path) -> None:
    found = run(tmp_path, TWO_STACKS.replace("REFERENCE", "org"), stacks=STACKS)

    assert [resource.urn for resource in found.resources] == [
        "urn:pulumi:dev::demo::pulumi:pulumi:StackReference::org"
    ]
    assert found.resources[0].external


def test_the_referenced_stacks_own_preview_keeps_its_ids_unknown(tmp_path: Path) -> None:
    program = TWO_STACKS.replace('"org" else dev', '"dev" else dev')

    found = run(tmp_path, program)

    dev, prod = (found.outputs["accounts"].get(name) for name in ("dev", "prod"))
    assert (type(dev).__name__, prod) == ("Unknown", "123456789012")


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        (
            "acme/other/org",
            (
                "pulumi:pulumi:StackReference 'acme/other/org': "
                "'acme/other/org': the "
                "local run knows the stacks of this project only. Name one as "
                "organization/demo/<stack>."
            ),
        ),
        ("nope", "stack: got 'nope'; allowed: dev, org."),
        ("dev", "the stacks refer to each other in a circle: dev → dev."),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused(
    tmp_path: Path, reference: str, message: str
) -> None:
    with pytest.raises(LocalError) as caught:
        run(tmp_path, TWO_STACKS.replace("REFERENCE", reference), stacks=STACKS)

    assert str(caught.value) == message


def test_stacks_that_wait_for_each_other_are_named_in_order(tmp_path: Path) -> None:
    program = """
    import pulumi
    following = {"dev": "org", "org": "prod", "prod": "org"}
    pulumi.export("x", pulumi.StackReference(following[pulumi.get_stack()]).get_output("x"))
    """

    with pytest.raises(ProgramError) as caught:
        run(tmp_path, program, stacks={"dev": "", "org": "", "prod": ""})

    assert (
        str(caught.value) == "the stacks refer to each other in a circle: dev → org → prod → org."
    )


def test_an_error_of_the_other_stacks_program_is_told(tmp_path: Path) -> None:
    program = """
    import pulumi
    if pulumi.get_stack() == "org":
        raise pulumi.RunError("org is broken")
    pulumi.StackReference("org")
    """
    write(tmp_path)

    with pytest.raises(ProgramError, match=r"^org is broken$"):
        run(tmp_path, program, stacks=STACKS)


@given(st.text())
def test_a_placeholder_is_no_real_account_and_always_the_same(name: str) -> None:
    account = placeholder_account(name)

    assert re.fullmatch(r"0000\d{8}", account)
    assert account == placeholder_account(name)
