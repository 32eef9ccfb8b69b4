"""Packs as processes of their own, asked over the analyzer protocol."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml
from pulumi.output import UNKNOWN

from local.engine import urn, values
from local.engine.backend import Declared, Timeouts
from local.errors import PackError
from local.policy import OWN_PACK
from local.policy.client import Judgement, Undetermined, Violation
from local.policy.process import PackProcess
from tests.support.packs import STACK, Start, asked, thing

# Each starts a pack's process.
pytestmark = pytest.mark.e2e


def test_what_a_pack_answers_is_told_in_full_and_the_worst_first(start: Start) -> None:
    pack = start("""
    def size(args, report):
        if args.props.get("size", 0) > 3:
            report("Too large.\\nWhere: size\\nFix: size=3")

    def unjudged(args, report):
        args.props["rules"][0]["to"]

    def count(args, report):
        names = sorted(resource.name for resource in args.resources)
        report(f"Too many: {names}", args.resources[0].urn)

    PolicyPack("p", [
        ResourceValidationPolicy("hint", "A hint", size),
        ResourceValidationPolicy("size", "Sizes", size, EnforcementLevel.MANDATORY,
            severity=Severity.LOW),
        ResourceValidationPolicy("rules", "Rules", unjudged, EnforcementLevel.MANDATORY,
            severity=Severity.HIGH),
        ResourceValidationPolicy("off", "Off", size, EnforcementLevel.DISABLED),
        StackValidationPolicy("count", "Counts", count, EnforcementLevel.MANDATORY,
            severity=Severity.CRITICAL),
    ])
    """)

    judged = asked(pack, thing("a", size=4, rules=[{"to": UNKNOWN}]), thing("b", rules=[{"to": 1}]))

    a = {
        "urn": "urn:pulumi:dev::demo::aws:test/thing:Thing::a",
        "type": "aws:test/thing:Thing",
        "name": "a",
    }
    where = {"message": "Too large.", "path": "size", "fix": "size=3"}
    counted = {"message": "Counts\nToo many: ['a', 'b']", "path": "", "fix": ""}
    assert judged == Judgement(
        violations=(
            Violation(rule="count", level="mandatory", severity="critical", **a, **counted),
            Violation(rule="size", level="mandatory", severity="low", **a, **where),
            Violation(rule="hint", level="advisory", severity="medium", **a, **where),
        ),
        undetermined=(Undetermined(rule="rules", severity="high", path="rules.0.to", **a),),
    )
    assert judged.refused


def test_only_a_mandatory_rule_refuses(start: Start) -> None:
    pack = start("""
    PolicyPack("p", [ResourceValidationPolicy("hint", "A hint", lambda args, report: report("x"))])
    """)

    judged = asked(pack, thing("a"))

    assert [violation.level for violation in judged.violations] == ["advisory"]
    assert not judged.refused


def test_a_pack_sees_options_secrets_assets_and_the_stack(start: Start) -> None:
    pack = start("""
    import os
    import pulumi

    def see(args, report):
        opts = args.opts
        report(repr([
            args.props["password"], args.props["file"].path, sorted(args.props),
            opts.protect, list(opts.ignore_changes), opts.delete_before_replace,
            opts.custom_timeouts.create_seconds, list(opts.aliases), opts.parent,
            args.provider.name, args.provider.props["region"],
            pulumi.get_stack(), pulumi.get_project(), pulumi.Config("demo").get("size"),
            pulumi.Config("demo").get("password"), os.path.basename(os.getcwd()),
        ]))

    PolicyPack("p", [ResourceValidationPolicy("see", "See", see)])
    """)
    provider = urn.make("dev", "demo", "", "pulumi:providers:aws", "main")
    plain = thing(
        "a",
        password=values.secret("s"),
        file={values.SIGNATURE: values.ASSET, "path": "a.zip"},
        __internal=1,
    )
    resource = Declared(
        urn=plain.urn,
        type=plain.type,
        name=plain.name,
        parent="urn:pulumi:dev::demo::demo:index:Box::box",
        custom=True,
        inputs=plain.inputs,
        wire=plain.wire,
        provider=f"{provider}::{values.UNKNOWN_MARK}",
        provider_inputs={"region": "eu-west-1"},
        protect=True,
        delete_before_replace=True,
        ignore_changes=("size",),
        aliases=("urn:old",),
        timeouts=Timeouts(create=90),
    )

    seen = asked(pack, resource).violations[0].message

    assert seen == "See\n" + repr(
        [
            *("s", "a.zip", ["file", "password"]),
            *(True, ["size"], True, 90.0, ["urn:old"], "urn:pulumi:dev::demo::demo:index:Box::box"),
            *("main", "eu-west-1", "dev", "demo", "3", None, pack.folder.name),
        ]
    )


def test_rules_run_with_the_levels_and_settings_that_the_pack_begins_with(start: Start) -> None:
    pack = start("""
    from pulumi_policy import PolicyConfigSchema

    def say(args, report):
        report(repr(dict(args.get_config())))

    schema = PolicyConfigSchema({
        "most": {"type": "integer", "default": 3}, "none": {"type": "string"}
    })
    PolicyPack("p", [
        ResourceValidationPolicy("sized", "D", say, config_schema=schema),
        ResourceValidationPolicy("raised", "D", say, config_schema=schema),
        ResourceValidationPolicy("silent", "D", say),
    ], initial_config={
        "raised": {"enforcementLevel": EnforcementLevel.MANDATORY, "most": 5},
        "silent": EnforcementLevel.DISABLED,
    })
    """)

    judged = asked(pack, thing("a"))

    assert [(one.rule, one.level, one.message) for one in judged.violations] == [
        ("raised", "mandatory", "D\n{'most': 5.0}"),
        ("sized", "advisory", "D\n{'most': 3.0}"),
    ]


def test_a_resource_that_is_only_read_is_judged_with_the_stack_but_not_alone(start: Start) -> None:
    pack = start("""
    PolicyPack("p", [
        ResourceValidationPolicy("one", "One", lambda args, report: report("x")),
        StackValidationPolicy("whole", "Whole", lambda args, say: say(str(len(args.resources)))),
    ])
    """)
    read = Declared("urn:pulumi:d::p::a:b:C::n", "a:b:C", "n", "", True, {}, external=True)  # noqa: FBT003 -- custom

    judged = asked(pack, read)

    assert [(one.rule, one.message, one.urn) for one in judged.violations] == [
        ("whole", "Whole\n1", "")
    ]


def test_the_packs_own_waivers_are_told_with_the_violation(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(OWN_PACK, folder, ignore=shutil.ignore_patterns("__pycache__", ".venv"))
    expires = dt.datetime.now(dt.UTC).date() + dt.timedelta(30)
    entry = {"rule": "ddb-pitr", "resource": "urn:pulumi:dev::*::orders", "reason": "a copy"}
    waivers = [{**entry, "owner": "ops", "expires": expires}]
    (folder / "waivers.yaml").write_text(yaml.safe_dump({"waivers": waivers}))
    type_ = "aws:dynamodb/table:Table"
    inputs = values.struct({"deletionProtectionEnabled": True})
    made = urn.make("dev", "demo", "", type_, "orders")
    table = Declared(made, type_, "orders", "", True, {}, wire=inputs)  # noqa: FBT003 -- custom

    with PackProcess(folder, STACK) as pack:
        found = {one.rule: one for one in asked(pack, table).violations}

    assert found["ddb-pitr"].level == "advisory"
    assert found["ddb-pitr"].waiver == f"until {expires} by ops: a copy"
    assert found["ddb-cmk"].level == "mandatory"


def test_a_pack_with_a_mistake_in_its_waivers_does_not_start(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(OWN_PACK, folder, ignore=shutil.ignore_patterns("__pycache__", ".venv"))
    (folder / "waivers.yaml").write_text("waivers: [{rule: ddb-pitr}]")

    with PackProcess(folder, STACK) as pack, pytest.raises(PackError) as caught:
        asked(pack)

    assert "waivers[0].resource is missing." in str(caught.value)
