"""Programs that fail: why and where is said."""

from pathlib import Path

import pytest

from local.errors import ProgramError
from tests.support.programs import Recorder, program
from tests.support.projects import run

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("raise pulumi.RunError('set demo:size')", "set demo:size"),
        (
            "def build():\n    return {}['size']\nbuild()",
            "the program failed: KeyError: 'size'\n  at __main__.py:14 in build",
        ),
        (
            "pulumi.Config().require('size')",
            "Missing required configuration variable 'demo:size'\n\tplease set a value",
        ),
        ("import sys\nsys.exit(3)", "the program ended itself with exit(3)."),
        ("pulumi.log.error('not like this')", "not like this"),
        (
            "Thing('a')\nThing('a')",
            (
                "aws:test/thing:Thing 'a': duplicate resource URN "
                "urn:pulumi:dev::demo::aws:test/thing:Thing::a; give one of the two another name"
            ),
        ),
        (
            "Thing('a', size=3).size.apply(lambda size: size / 0)",
            "the program failed: ZeroDivisionError: float division by zero\n  at __main__",
        ),
        (
            "pulumi.runtime.invoke('aws:ec2/getVpc:getVpc', {})",
            (
                "function 'aws:ec2/getVpc:getVpc': nothing answers this call "
                "offline. Put the value into Pulumi.dev.yaml and read it with pulumi.Config, or "
                "compute it."
            ),
        ),
        (
            "Thing('a', pulumi.ResourceOptions(transforms=[lambda args: None]))",
            (
                "aws:test/thing:Thing 'a': transforms need Pulumi's own engine; use the option "
                "transformations, or default tags"
            ),
        ),
        (
            "pulumi.ComponentResource('go:index:Box', 'a', {}, None, True)",
            (
                "go:index:Box 'a': a component of another language needs Pulumi's own engine; "
                "write it in Python"
            ),
        ),
        (
            "pulumi.runtime.call('aws:test:Thing/method', {})",
            "method 'aws:test:Thing/method': methods of providers do not run offline",
        ),
        (
            "pulumi.runtime.register_resource_transform(lambda args: None)",
            (
                "stack 'dev': transforms need Pulumi's own engine; use the option "
                "transformations, or default tags"
            ),
        ),
    ],
)
def test_a_program_that_fails_says_why_and_where(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(ProgramError) as caught:
        run(tmp_path, program(body))

    assert str(caught.value).startswith(message)


def test_a_program_that_is_not_python_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match=r"line 2\n.*\n.*\nSyntaxError|SyntaxError"):
        run(tmp_path, "x = 1\ny = (\n")


def test_a_resource_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProgramError) as caught:
        run(tmp_path, program("Thing('bad', size=3)"), backend=Recorder())

    assert str(caught.value) == "aws:test/thing:Thing 'bad': ValueError: no such size"


def test_a_switched_off_default_provider_is_missed(tmp_path: Path) -> None:
    stacks = {"dev": 'config: {"pulumi:disable-default-providers": ["aws"]}'}

    with pytest.raises(ProgramError) as caught:
        run(tmp_path, program("Thing('a')"), stacks=stacks)

    assert str(caught.value) == (
        "aws:test/thing:Thing 'a': the default provider of aws is switched off by "
        "pulumi:disable-default-providers; give the resource, or a parent of it, a provider"
    )


@pytest.mark.parametrize(
    "body",
    [
        "import asyncio\nasync def main():\n    await asyncio.sleep(60)\npulumi.run(main)",
        "while True:\n    pass",
    ],
)
def test_a_program_that_never_ends_is_ended(tmp_path: Path, body: str) -> None:
    with pytest.raises(ProgramError) as caught:
        run(tmp_path, program(body), timeout_seconds=0.2)

    assert str(caught.value) == "the program did not end within 0.2 seconds."
