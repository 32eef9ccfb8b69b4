import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from components.core.errors import SpecError
from components.function.distributions import distribution_files

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a distribution where importlib.metadata finds it."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    def put(name: str, *files: str, requires: tuple[str, ...] = (), extras: str = "") -> None:
        info = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0"]
        lines += [f"Requires-Dist: {requirement}" for requirement in requires]
        lines += [f"Provides-Extra: {extra}" for extra in extras.split()]
        (info / "METADATA").write_text("\n".join(lines) + "\n")
        (info / "INSTALLER").write_text("pip")
        listed = [*files, f"{info.name}/METADATA", f"{info.name}/INSTALLER", f"{info.name}/RECORD"]
        (info / "RECORD").write_text("".join(f"{file},,\n" for file in listed))
        for file in files:
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text(file)

    return put


def names(*packages: str, runtime: str = "python3.13") -> set[str]:
    return {path for path, _ in distribution_files("f.packages", packages, runtime)}


def problem(*packages: str) -> str:
    with pytest.raises(SpecError) as caught:
        names(*packages)
    return str(caught.value)


def test_code_data_and_metadata_go_in_and_nothing_else(install: Install) -> None:
    install(
        "till",
        "till/__init__.py",
        "till/coins.json",
        "till/py.typed",
        "till/tests/test_till.py",
        "till/__pycache__/__init__.cpython-311.pyc",
        "till.pth",
        "../bin/till",
    )

    assert names("till") == {
        "till/__init__.py",
        "till/coins.json",
        "till/py.typed",
        "till-1.0.dist-info/METADATA",
    }


def test_each_file_is_where_the_virtualenv_has_it(install: Install, tmp_path: Path) -> None:
    install("till", "till.py")

    files = dict(distribution_files("f.packages", ["till"], "python3.13"))

    assert files["till.py"].read_text() == "till.py"
    assert files["till.py"] == tmp_path / "till.py"


def test_requirements_come_too_each_once_also_in_a_circle(install: Install) -> None:
    install("till", "till.py", requires=("coins>=1", "boto3"))
    install("coins", "coins.py", requires=("Till",))

    assert {path for path in names("till", "coins") if path.endswith(".py")} == {
        "till.py",
        "coins.py",
    }


def test_a_condition_is_that_of_the_function_not_of_this_machine(install: Install) -> None:
    install(
        "till",
        "till.py",
        requires=(
            "old; python_version < '3.13'",
            "arm; platform_machine == 'aarch64' and sys_platform == 'linux'",
            "win; sys_platform == 'win32'",
        ),
    )
    install("old", "old.py")
    install("arm", "arm.py")
    install("win", "win.py")

    assert {"old.py", "arm.py", "win.py"} & names("till") == {"arm.py"}
    assert {"old.py", "arm.py", "win.py"} & names("till", runtime="python3.12") == {
        "arm.py",
        "old.py",
    }


def test_an_extra_brings_what_it_requires_and_only_when_asked_for(install: Install) -> None:
    install("till", "till.py", requires=("coins; extra == 'cash'",), extras="cash")
    install("coins", "coins.py")

    assert "coins.py" not in names("till")
    assert "coins.py" in names("till[cash]")
    assert "coins.py" in names("till", "till[cash]")


@pytest.mark.parametrize("suffix", ["so", "cpython-311-x86_64-linux-gnu.so", "pyd", "dylib"])
def test_compiled_code_is_refused(install: Install, suffix: str) -> None:
    install("till", "till/__init__.py", f"till/fast.{suffix}")

    assert problem("till") == (
        f"f.packages: got 'till (till/fast.{suffix})'; allowed: pure Python: compiled code of "
        "this machine does not run in Lambda. Bring it as a layer."
    )


def test_what_is_not_installed_is_refused() -> None:
    assert problem("no-such-thing") == (
        "f.packages: got 'no-such-thing'; allowed: a distribution that is installed in this "
        "virtualenv. Add it to pyproject.toml, then run `make lock setup`."
    )


def test_a_requirement_that_is_not_installed_is_refused_by_its_name(install: Install) -> None:
    install("till", "till.py", requires=("no-such-coins>=2",))

    assert problem("till").startswith("f.packages: got 'no-such-coins>=2'; allowed:")


def test_another_version_than_the_installed_one_is_refused(install: Install) -> None:
    install("till", "till.py")

    assert "till.py" in names("till>=1,<2")
    assert problem("till>=2") == (
        "f.packages: got 'till>=2'; allowed: the version that is installed, 1.0. "
        "Add it to pyproject.toml, then run `make lock setup`."
    )


def test_what_the_runtime_brings_is_refused() -> None:
    assert problem("boto3") == (
        "f.packages: got 'boto3'; allowed: a distribution that Lambda does not bring."
    )


def test_a_working_copy_is_refused(install: Install) -> None:
    install("till", "__editable__.till.pth")

    assert problem("till") == (
        "f.packages: got 'till'; allowed: a distribution installed with its files, not from a "
        "working copy. Use `include` for folders."
    )


@pytest.mark.parametrize("text", ["", "../till", "till==", "a b"])
def test_what_is_no_requirement_is_refused(text: str) -> None:
    assert "allowed: a distribution's name, such as aws-lambda-powertools." in problem(text)


def test_powertools_comes_with_what_it_requires_and_without_the_sdk() -> None:
    top = {path.partition("/")[0] for path in names("aws-lambda-powertools")}

    assert {one for one in top if not one.endswith(".dist-info")} == {
        "aws_lambda_powertools",
        "jmespath",
        "typing_extensions.py",
    }
