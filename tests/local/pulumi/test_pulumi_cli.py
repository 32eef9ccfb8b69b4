from pathlib import Path

import pytest

from local.pulumi import cli


@pytest.mark.parametrize(
    ("version", "fit"),
    [
        ("v3.259.0\n", True),
        ("3.259.1", True),
        ("v3.300.0-alpha.1", True),
        ("v3.258.9", False),
        ("v4.0.0", False),
        ("v2.999.0", False),
        ("", False),
        ("command not found", False),
    ],
)
def test_a_cli_fits_from_the_pinned_version_up_to_the_next_major_one(
    version: str, *, fit: bool
) -> None:
    assert cli.pinned() == "v3.259.0"
    assert cli.fits(version) is fit


@pytest.fixture(name="tools")
def empty_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH, and a cache with nothing in it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def put(folder: Path, name: str, output: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\necho {output}\n")
    (folder / name).chmod(0o755)


def test_without_a_cli_and_a_toolchain_one_sentence_says_where_to_get_it(
    tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tools, "pulumi", "v3.1.0")
    put(tools, "go", "go version go1.24.9 linux/amd64")

    assert cli.main() == 1
    assert capsys.readouterr().err == (
        "There is no Pulumi CLI of v3.259.0 or newer on PATH, and no Go of 1.25 or newer to build "
        "it with. Install Pulumi: https://www.pulumi.com/docs/install\n"
    )


def test_the_cli_on_path_is_taken(tools: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tools, "pulumi", "v3.260.0")

    assert cli.main() == 0
    assert capsys.readouterr().out == f"{tools}\n"


def test_the_cli_that_was_built_is_taken_where_that_on_path_is_too_old(tools: Path) -> None:
    put(tools, "pulumi", "v3.1.0")
    built = tools / "cache" / "bulwark" / "pulumi-v3.259.0" / "bin"
    built.mkdir(parents=True)

    assert cli.find() is None
    (built / "pulumi-language-yaml").touch()
    assert cli.find() == built
