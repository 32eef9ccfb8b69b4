import io
import os
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.core import limits
from components.core.errors import LimitError, SpecError
from components.function import package
from components.function.archive import archive, fingerprint, write_if_changed
from components.function.folders import folder_files
from components.function.spec import FunctionSpec

SEGMENT = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)
PATHS = st.lists(SEGMENT, min_size=1, max_size=3).map("/".join)
FILES = st.dictionaries(PATHS, st.binary(max_size=50), max_size=6)


@pytest.fixture(autouse=True)
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "lambda/checkout"
    folder.mkdir(parents=True)
    (folder / "handler.py").write_text("def handler(event, context): ...\n")
    return folder


def spec(include: list[str] | None = None, packages: list[str] | None = None) -> FunctionSpec:
    return FunctionSpec.parse(
        "checkout",
        {
            "source": "lambda/checkout",
            "timeout_seconds": 1,
            "memory_mb": 128,
            "grants": [],
            "encryption_key": {"arn": "arn", "alias": "alias/x"},
            "include": include or [],
            "packages": packages or [],
        },
    )


def built(include: list[str] | None = None, packages: list[str] | None = None) -> dict[str, bytes]:
    written = package.write("Function 'checkout'", "checkout", spec(include, packages))
    with zipfile.ZipFile(written.path) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def problem(include: list[str] | None = None, packages: list[str] | None = None) -> str:
    with pytest.raises(SpecError) as caught:
        built(include, packages)
    return str(caught.value).removeprefix("Function 'checkout'")


@given(FILES, st.data())
def test_the_order_of_the_files_does_not_show(files: dict[str, bytes], data: st.DataObject) -> None:
    order = data.draw(st.permutations(list(files)))

    assert archive({path: files[path] for path in order}) == archive(files)


@given(FILES, FILES)
def test_other_names_or_contents_are_other_bytes(
    one: dict[str, bytes], other: dict[str, bytes]
) -> None:
    assert (archive(one) == archive(other)) == (one == other)


@given(FILES)
def test_a_zip_gives_back_what_went_in(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(files))) as zipped:
        assert zipped.testzip() is None
        assert {name: zipped.read(name) for name in zipped.namelist()} == files
        assert [entry.external_attr >> 16 for entry in zipped.infolist()] == [0o100644] * len(files)


def test_the_bytes_are_the_same_on_every_machine() -> None:
    # Pinned: another value means that a Python version writes zips differently.
    assert fingerprint(archive({"ä/handler.py": b"x = 1\n", "a.json": b"{}"})) == (
        "QDDyi0j2Vm0ElocxsQ6JrqTwRvQcAlu2lLWeHUznwKI="
    )


def test_neither_dates_nor_modes_nor_the_umask_show(source: Path) -> None:
    first = package.write("f", "checkout", spec()).hash
    (source / "handler.py").unlink()
    before = os.umask(0o077)
    try:
        (source / "handler.py").write_text("def handler(event, context): ...\n")
    finally:
        os.umask(before)
    os.utime(source / "handler.py", (0, 0))
    (source / "handler.py").chmod(stat.S_IRWXU)

    assert package.write("f", "checkout", spec()).hash == first


def test_the_folder_is_a_package_by_its_own_name_and_so_is_each_include(tmp_path: Path) -> None:
    (tmp_path / "policies/guardrails/iam").mkdir(parents=True)
    (tmp_path / "policies/guardrails/iam/judge.py").write_text("rules = ()\n")

    assert set(built(include=["policies/guardrails"])) == {
        "checkout/handler.py",
        "guardrails/iam/judge.py",
    }


def test_caches_tests_and_hidden_files_stay_out(source: Path) -> None:
    for name in ("__pycache__/handler.cpython-311.pyc", "tests/test_it.py", ".env", ".git/config"):
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text("x")
    (source / "left.pyc").write_text("x")
    (source / "testing.py").write_text("x")

    assert set(built()) == {"checkout/handler.py", "checkout/testing.py"}


def test_a_link_to_a_file_within_the_folder_is_its_content(source: Path) -> None:
    (source / "again.py").symlink_to("handler.py")

    files = built()

    assert files["checkout/again.py"] == files["checkout/handler.py"]


@pytest.mark.parametrize("target", ["/etc/hostname", "../../secret", "missing.py", ".", "/etc"])
def test_a_link_that_leads_out_or_to_a_folder_or_nowhere_is_refused(
    tmp_path: Path, source: Path, target: str
) -> None:
    (tmp_path / "secret").write_text("x")
    (source / "link").symlink_to(target)

    assert problem() == (
        ".source: got 'lambda/checkout/link'; "
        "allowed: files, folders, and links to files within the folder."
    )


def test_something_that_is_no_file_is_refused_before_it_is_read(source: Path) -> None:
    os.mkfifo(source / "pipe")

    assert problem().startswith(".source: got 'lambda/checkout/pipe'; allowed: files, folders")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()

    assert problem(include=["shared"]) == (
        ".include: got 'shared'; allowed: a folder with files in it."
    )


def test_one_path_from_two_folders_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other/checkout").mkdir(parents=True)
    (tmp_path / "other/checkout/handler.py").write_text("")

    assert problem(include=["other/checkout"]) == (
        ".include: got 'checkout/handler.py'; "
        "allowed: each path once: another folder or distribution brings it too."
    )


def test_a_handler_may_be_a_package(source: Path) -> None:
    (source / "handler.py").unlink()
    (source / "handler").mkdir()
    (source / "handler/__init__.py").write_text("def handler(event, context): ...\n")

    assert set(built()) == {"checkout/handler/__init__.py"}


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def test_files_above_250_mb_are_refused_before_they_are_read(source: Path) -> None:
    sparse(source / "model.bin", limits.LAMBDA_PACKAGE_UNZIPPED_BYTES)

    with pytest.raises(LimitError) as caught:
        built()

    assert str(caught.value) == (
        "Function 'checkout': package unzipped: got '262144033 bytes'; "
        "allowed: at most 262144000 bytes. "
        "Leave out what `include` and `packages` do not need."
    )


def test_a_zip_above_50_mb_is_refused(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = Path(package.write("f", "checkout", spec()).path).stat().st_size
    monkeypatch.setattr(limits, "LAMBDA_PACKAGE_ZIPPED_BYTES", size)
    assert set(built()) == {"checkout/handler.py"}
    monkeypatch.setattr(limits, "LAMBDA_PACKAGE_ZIPPED_BYTES", size - 1)

    with pytest.raises(LimitError, match=f"package zipped: got '{size} bytes'; allowed: at most"):
        built()


def test_distributions_go_to_the_root_of_the_zip() -> None:
    files = built(packages=["jmespath"])

    assert {"checkout/handler.py", "jmespath/__init__.py"} <= set(files)
    assert {path.partition("/")[0].partition("-")[0] for path in files} == {"checkout", "jmespath"}


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)

    assert problem() == (
        ".source: got 'lambda/checkout/handler.py'; "
        "allowed: a file that can be read (Permission denied)."
    )


def test_an_unchanged_zip_is_not_written_again() -> None:
    path = Path(package.write("f", "checkout", spec()).path)
    os.utime(path, (1, 1))

    package.write("f", "checkout", spec())
    assert path.stat().st_mtime == 1
    path.write_bytes(b"half of a zip")
    package.write("f", "checkout", spec())
    assert zipfile.is_zipfile(path)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("in the way")

    assert problem().startswith(": got 'build/checkout.zip'; allowed: a place that can be written")


def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)

    with pytest.raises(OSError, match="No space"):
        write_if_changed(tmp_path / "out/a.zip", b"x")
    assert list((tmp_path / "out").iterdir()) == []


@settings(max_examples=25)
@given(files=FILES)
def test_a_folder_gives_each_of_its_files_once(
    files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("any") / "code"
    root.mkdir()
    (root / "__init__.py").write_bytes(b"")
    written = {"code/__init__.py": b""}
    for path, content in files.items():
        # A path may be another's folder, or the left-out folder `tests`.
        if "tests" in path.split("/") or (root / path).is_dir():
            continue
        if any(parent.is_file() for parent in (root / path).parents):
            continue
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
        written[f"code/{path}"] = content

    found = {path: file.read_bytes() for path, file in folder_files("f", str(root))}

    assert found == written
