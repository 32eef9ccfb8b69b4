"""Programs run as on a first preview: what the engine records, and what the SDK makes of it."""

import os
import sys
from pathlib import Path

import pytest
from pulumi import get_stack

from local.engine.backend import Timeouts
from local.engine.values import is_unknown
from tests.support.programs import Recorder, program
from tests.support.projects import one, run


def test_in_a_preview_inputs_are_known_and_all_else_is_unknown(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        program("""
async def main():
    thing = Thing("a", size=3, tags={"k": pulumi.Output.secret("v")})
    return {
        "size": await thing.size.is_known(),
        "arn": await thing.arn.is_known(),
        "id": await thing.id.is_known(),
        "urn": await thing.urn.is_known(),
        "tags": [await thing.tags.is_known(), await thing.tags.is_secret()],
        "joined": pulumi.Output.concat("x", thing.arn),
    }
pulumi.run(main)
"""),
    )

    assert is_unknown(found.outputs["joined"])
    assert {**found.outputs, "joined": None} == {
        "size": True,
        "arn": False,
        "id": False,
        "urn": True,
        "tags": [True, True],
        "joined": None,
    }


def test_what_comes_from_an_unknown_is_unknown_also_inside_of_other_inputs(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        program("""
a = Thing("a")
Thing("b", policy=pulumi.Output.json_dumps({"Resource": a.arn}), rules=[{"to": a.arn, "n": 2}])
"""),
    )

    inputs = one(found, "b").inputs
    assert is_unknown(inputs["policy"])
    assert is_unknown(inputs["rules"][0].pop("to"))
    assert inputs["rules"] == [{"n": 2}]


def test_urns_are_those_of_pulumis_engine(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        program("""
outer = Box("outer")
inner = Box("inner", pulumi.ResourceOptions(parent=outer))
Thing("leaf", pulumi.ResourceOptions(parent=inner))
Thing("top")
"""),
    )

    assert [resource.urn for resource in sorted(found.resources, key=lambda one: one.name)] == [
        "urn:pulumi:dev::demo::demo:index:Box$demo:index:Box::inner",
        "urn:pulumi:dev::demo::demo:index:Box$demo:index:Box$aws:test/thing:Thing::leaf",
        "urn:pulumi:dev::demo::demo:index:Box::outer",
        "urn:pulumi:dev::demo::aws:test/thing:Thing::top",
    ]
    assert one(found, "top").parent == "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev"
    assert found.component_outputs[one(found, "outer").urn] == {"width": 3}


def test_options_are_recorded_for_the_policies(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        program("""
provider = pulumi.ProviderResource("aws", "p", {"region": "eu-west-1"})
a = Thing("a", pulumi.ResourceOptions(provider=provider))
Thing("b", pulumi.ResourceOptions(
    depends_on=[a], protect=True, delete_before_replace=True, ignore_changes=["size"],
    aliases=["urn:given", pulumi.Alias(name="old"),
        pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)],
    custom_timeouts=pulumi.CustomTimeouts(create="1h30m", delete="500ms"),
    additional_secret_outputs=["key"], import_="i-1", retain_on_delete=True), size=a.arn)
"""),
    )

    a, b = one(found, "a"), one(found, "b")
    assert b.dependencies == (a.urn,)
    assert b.property_dependencies["size"] == (a.urn,)
    assert b.protect
    assert b.delete_before_replace is True
    assert a.delete_before_replace is None
    assert b.retain_on_delete
    assert b.ignore_changes == ("size",)
    assert b.additional_secret_outputs == ("key",)
    assert b.import_id == "i-1"
    assert b.timeouts == Timeouts(create=5400, delete=0.5)
    assert b.aliases == ("urn:given", "urn:pulumi:dev::demo::aws:test/thing:Thing::old", b.urn)
    assert a.provider.startswith("urn:pulumi:dev::demo::pulumi:providers:aws::p::")
    assert a.provider_inputs == {"region": "eu-west-1"}


def test_secrets_are_unwrapped_and_listed(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        program("""
secret = pulumi.Output.secret("s")
Thing("a", password=secret, nested={"list": [secret, "open"]}, plain=1)
pulumi.export("password", secret)
"""),
    )

    thing = one(found, "a")
    assert thing.inputs == {"password": "s", "nested": {"list": ["s", "open"]}, "plain": 1}
    assert thing.secret_inputs == {"password", "nested"}
    assert found.outputs == {"password": "s"}
    assert found.secret_outputs == {"password"}


def test_a_secret_output_is_a_secret_that_is_not_known_yet(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        program("""
async def main():
    thing = Thing("a", pulumi.ResourceOptions(additional_secret_outputs=["arn"]))
    return {"known": await thing.arn.is_known(), "secret": await thing.arn.is_secret()}
pulumi.run(main)
"""),
    )

    assert found.outputs == {"known": False, "secret": True}


def test_an_encrypted_value_is_an_unknown_secret_to_the_program(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        program("""
async def main():
    password = pulumi.Config().require_secret("password")
    Thing("a", password=password)
    return {"known": await password.is_known(), "secret": await password.is_secret()}
pulumi.run(main)
"""),
        stacks={"dev": "config: {password: {secure: AAAB}}"},
    )

    assert found.outputs == {"known": False, "secret": True}
    assert is_unknown(one(found, "a").inputs["password"])
    assert one(found, "a").secret_inputs == {"password"}


def test_an_adopted_resource_has_its_id_at_preview(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        program("""
pulumi.export("id", Thing("a", pulumi.ResourceOptions(import_="i-1")).id)
"""),
    )

    assert found.outputs == {"id": "i-1"}


def test_a_resource_that_is_only_read_has_its_id_and_is_external(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        program("""
thing = Thing("a", pulumi.ResourceOptions(id="i-1"))
pulumi.export("id", thing.id)
pulumi.export("arn", thing.arn)
"""),
    )

    assert found.outputs["id"] == "i-1"
    assert is_unknown(found.outputs["arn"])
    assert one(found, "a").external


def test_a_backend_that_deploys_gives_ids_and_outputs(tmp_path: Path) -> None:
    backend = Recorder()

    found = run(
        tmp_path,
        program("""
a = Thing("a", size=3)
Thing("b", of=a.arn, copy=a.id)
Box("box")
pulumi.export("arn", a.arn)
pulumi.export("preview", pulumi.runtime.is_dry_run())
"""),
        backend=backend,
    )

    assert [resource.name for resource in backend.made] == ["a", "b"]
    assert one(found, "b").inputs == {"of": "arn:a", "copy": "a-id"}
    assert found.outputs == {"arn": "arn:a", "preview": False}
    assert found.created[one(found, "a").urn].id == "a-id"


def test_whole_numbers_stay_whole(tmp_path: Path) -> None:
    inputs = one(run(tmp_path, program("Thing('a', n=900, f=0.5, m=[1, {'k': 2}])")), "a").inputs

    assert inputs == {"n": 900, "f": 0.5, "m": [1, {"k": 2}]}
    assert [type(inputs["n"]), type(inputs["f"])] == [int, float]
    assert [type(inputs["m"][0]), type(inputs["m"][1]["k"])] == [int, int]


def test_what_the_program_says_is_kept_and_stays_off_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run(tmp_path, program("print('one')\npulumi.log.warn('two')\nprint('three')"))

    assert [(message.severity, message.text) for message in found.messages] == [
        ("info", "one"),
        ("warning", "two"),
        ("info", "three"),
    ]
    assert capsys.readouterr().out == ""


def test_the_program_runs_in_its_folder_and_nothing_of_it_stays(tmp_path: Path) -> None:
    before = (Path.cwd(), list(sys.path), list(sys.argv), get_stack())
    (tmp_path / "beside_the_program.py").write_text("NAME = 'beside'")

    found = run(
        tmp_path,
        program("""
import os, beside_the_program
pulumi.export("at", [os.getcwd(), beside_the_program.NAME, pulumi.get_stack()])
"""),
    )

    assert found.outputs == {"at": [str(tmp_path.resolve()), "beside", "dev"]}
    assert (Path.cwd(), list(sys.path), list(sys.argv), get_stack()) == before


def test_configuration_left_in_the_environment_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_CONFIG", '{"demo:size": "9"}')

    found = run(tmp_path, program("pulumi.export('size', pulumi.Config().get('size', 'none'))"))

    assert found.outputs == {"size": "none"}
    assert os.environ["PULUMI_CONFIG"] == '{"demo:size": "9"}'


def test_a_backend_answers_what_the_engine_cannot(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        program("pulumi.export('a', pulumi.runtime.invoke('aws:test:f', {'x': 1}).value)"),
        backend=Recorder(),
    )

    assert found.outputs == {"a": {"token": "aws:test:f", "x": 1}}
