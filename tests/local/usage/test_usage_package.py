"""The code of a function, from a zip, a folder or single files, and where it comes from."""

import zipfile
from pathlib import Path

import pulumi
import pytest

from local.usage.package import PackageError, Project, package


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def zipped(path: Path, files: dict[str, str]) -> pulumi.FileArchive:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return pulumi.FileArchive(str(path))


OWN = {"app/__init__.py": "", "app/handler.py": "# own", "shared/text.py": "# shared"}


def test_modules_of_a_zip_are_found_in_the_project(tmp_path: Path) -> None:
    write(tmp_path, {f"lambda/{path}": text for path, text in OWN.items()})
    write(tmp_path, {".venv/pyvenv.cfg": "", ".venv/app/handler.py": "# own"})
    code = zipped(tmp_path / "build/app.zip", {**OWN, "lib-1.dist-info/METADATA": "", "lib.py": ""})
    found = package(code, Project(tmp_path), "app.handler.handler")

    handler, shared, library = (
        found.module(name) for name in ("app.handler", "shared.text", "lib")
    )

    assert handler
    assert (handler.path, handler.foreign) == ("lambda/app/handler.py", False)
    assert shared
    assert (shared.path, shared.foreign) == ("lambda/shared/text.py", False)
    assert library
    assert library.foreign
    assert found.module("app.other") is None
    assert found.module("elsewhere") is None
    assert found.brings("shared")
    assert not found.brings("boto3")


def test_a_file_that_differs_from_the_projects_is_shown_within_the_package(tmp_path: Path) -> None:
    write(tmp_path, {"app/handler.py": "# newer"})
    code = zipped(tmp_path / "build/app.zip", {**OWN, "lib-1.dist-info/METADATA": ""})
    found = package(code, Project(tmp_path), "app.handler.handler").module("app.handler")

    # It is the function's own all the same.
    assert found
    assert not found.foreign
    assert found.path == f"{tmp_path}/build/app.zip/app/handler.py"


def test_a_folder_and_single_files_make_a_package(tmp_path: Path) -> None:
    write(tmp_path, {"source/app.py": "# app", "source/deep/__init__.py": "", "one.py": "# one"})
    code = pulumi.AssetArchive(
        {
            ".": pulumi.FileArchive("source"),
            "more/one.py": pulumi.FileAsset("one.py"),
            "two.py": pulumi.StringAsset("# two"),
        }
    )
    found = package(code, Project(tmp_path), "app.handler")

    paths = {name: found.module(name) for name in ("app", "deep", "more", "more.one", "two")}
    assert {name: one.path if one else "" for name, one in paths.items()} == {
        "app": "source/app.py",
        "deep": "source/deep/__init__.py",
        "more": "more",
        "more.one": "more/one.py",
        "two": "two.py",
    }
    assert paths["more"]
    assert paths["more"].is_package


def test_a_librarys_use_of_the_sdk_is_seen_in_its_text(tmp_path: Path) -> None:
    files = {"app.py": "", "loud/a.py": "import boto3", "quiet/a.py": "import json"}
    found = package(zipped(tmp_path / "a.zip", files), Project(tmp_path), "app.handler")

    assert found.uses_sdk("loud")
    assert not found.uses_sdk("quiet")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (None, "its code is not a file of this machine"),
        (pulumi.RemoteArchive("https://x/a.zip"), "its code is not a file of this machine"),
        (pulumi.FileArchive("absent.zip"), "absent.zip cannot be read"),
        (pulumi.FileArchive("broken.zip"), "broken.zip cannot be read: File is not a zip file"),
    ],
)
def test_code_that_cannot_be_read_says_why(tmp_path: Path, code: object, message: str) -> None:
    (tmp_path / "broken.zip").write_text("no zip")

    with pytest.raises(PackageError, match=message):
        package(code, Project(tmp_path), "app.handler.handler")


def test_a_module_that_is_damaged_in_its_zip_says_so(tmp_path: Path) -> None:
    code = zipped(tmp_path / "a.zip", {"app.py": "# a text that is damaged"})
    content = (tmp_path / "a.zip").read_bytes().replace(b"damaged", b"changed", 1)
    (tmp_path / "a.zip").write_bytes(content)

    with pytest.raises(PackageError, match=r"app\.py cannot be read: Bad CRC-32"):
        package(code, Project(tmp_path), "app.handler").module("app")
