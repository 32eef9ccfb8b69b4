"""The code of a function as it is deployed, and where it comes from in the project."""

import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import Any, Final

import pulumi

# A module that is longer is data; nobody writes such code.
_LARGEST_MODULE: Final = 2 * 1024 * 1024
_SKIPPED: Final = frozenset({"node_modules", "__pycache__", "site-packages"})
_DESCRIBED: Final = ".dist-info/"

Read = Callable[[], bytes]


class PackageError(Exception):
    """Why a function's code cannot be read."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module of a package.

    Attributes:
        name: Dotted: ``findings.store``.
        source: Its text, as bytes.
        path: Where people find it.
        is_package: Whether it is an ``__init__.py``.
        foreign: Whether it belongs to a library that somebody else wrote.
    """

    name: str
    source: bytes
    path: str
    is_package: bool
    foreign: bool


class Project:
    """The folder that functions are built from; looked through once, when it is first needed.

    Args:
        folder: The project's.
        program: The program's, to which paths in it are relative; by default the same.
    """

    def __init__(self, folder: Path, program: Path | None = None) -> None:
        self.folder = folder
        self.program = program or folder

    def source(self, path: str, content: bytes) -> str | None:
        """The file of the project that is packed as ``path``, relative to the project."""
        first, _, rest = path.partition("/")
        for parent in self._parents.get(first, ()):
            file = parent / first / rest if rest else parent / first
            try:
                if file.stat().st_size == len(content) and file.read_bytes() == content:
                    return file.relative_to(self.folder).as_posix()
            except OSError:
                continue
        return None

    @cached_property
    def _parents(self) -> Mapping[str, list[Path]]:
        """For each name of a folder or of a module: the folders that it is in."""
        found: dict[str, list[Path]] = {}
        for folder, folders, files in os.walk(self.folder):
            if "pyvenv.cfg" in files:
                folders.clear()
                continue
            folders[:] = [
                one for one in sorted(folders) if not one.startswith(".") and one not in _SKIPPED
            ]
            for name in (*folders, *(one for one in files if one.endswith(".py"))):
                found.setdefault(name, []).append(Path(folder))
        return found


class Package:
    """The files of a function.

    Args:
        files: How to read each, by its path within the package.
        shown: What stands before such a path where people read it.
        project: Where the code may come from.
        handler: The function's handler: its package is the function's own.
    """

    def __init__(
        self, files: Mapping[str, Read], shown: str, project: Project, handler: str
    ) -> None:
        self._files = files
        self._shown = shown
        self._project = project
        self._own = handler.partition(".")[0]
        self._described = any(_DESCRIBED in path for path in files)
        self._modules: dict[str, Module | None] = {}

    def module(self, name: str) -> Module | None:
        """The module of that dotted name, if the package brings it as Python code."""
        if name not in self._modules:
            self._modules[name] = self._load(name)
        return self._modules[name]

    def brings(self, name: str) -> bool:
        """Whether the package has anything of that top-level name."""
        return name in self._tops

    def uses_sdk(self, name: str) -> bool:
        """Whether any module of that top-level name speaks of boto3 or botocore."""
        for path in self._files:
            if path.partition("/")[0].removesuffix(".py") == name and path.endswith(".py"):
                content = self._read(path)
                if b"boto3" in content or b"botocore" in content:
                    return True
        return False

    @cached_property
    def _folders(self) -> frozenset[str]:
        """Every folder with Python code somewhere in it."""
        found: set[str] = set()
        for path in self._files:
            folder = path.rpartition("/")[0] if path.endswith(".py") else ""
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def _tops(self) -> frozenset[str]:
        return frozenset(path.partition("/")[0].removesuffix(".py") for path in self._files)

    def _load(self, name: str) -> Module | None:
        if not self.brings(name.partition(".")[0]):
            return None
        base = name.replace(".", "/")
        for path, is_package in ((f"{base}/__init__.py", True), (f"{base}.py", False)):
            if path in self._files:
                return self._module(name, path, is_package=is_package)
        # A folder without an __init__.py is a package too.
        if base in self._folders:
            return Module(name, b"", f"{self._shown}{base}", is_package=True, foreign=False)
        return None

    def _module(self, name: str, path: str, *, is_package: bool) -> Module:
        content = self._read(path)
        source = self._project.source(path, content)
        own = name.partition(".")[0] == self._own
        foreign = source is None and self._described and not own
        return Module(name, content, source or f"{self._shown}{path}", is_package, foreign)

    def _read(self, path: str) -> bytes:
        try:
            return self._files[path]()[:_LARGEST_MODULE]
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise PackageError(f"{self._shown}{path} cannot be read: {error}") from error


def package(code: object, project: Project, handler: str) -> Package:
    """The package of a function.

    Args:
        code: The input ``code`` of an ``aws:lambda/function:Function``.
        project: The project that the code is of.
        handler: The function's handler.

    Raises:
        PackageError: It cannot be read, or is not on this machine.
    """
    files = dict(_files(code, project.program, ""))
    path = getattr(code, "path", "")
    return Package(files, f"{path}/" if path else "", project, handler)


def _files(code: Any, folder: Path, prefix: str) -> Iterator[tuple[str, Read]]:  # noqa: ANN401 -- one of Pulumi's classes, or anything
    if isinstance(code, pulumi.AssetArchive):
        for name, held in code.assets.items():
            place = (PurePosixPath(prefix) / name).as_posix()
            yield from _files(held, folder, "" if place == "." else place)
    elif isinstance(code, pulumi.FileArchive):
        yield from _archived(folder / code.path, prefix)
    elif isinstance(code, pulumi.FileAsset):
        yield prefix, (folder / code.path).read_bytes
    elif isinstance(code, pulumi.StringAsset):
        yield prefix, str(code.text).encode
    else:
        raise PackageError("its code is not a file of this machine")


def _archived(path: Path, prefix: str) -> Iterator[tuple[str, Read]]:
    if path.is_dir():
        for file in sorted(path.rglob("*.py")):
            if not _SKIPPED.intersection(file.parts):
                name = file.relative_to(path)
                yield (PurePosixPath(prefix) / name.as_posix()).as_posix(), file.read_bytes
        return
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise PackageError(f"{path.name} cannot be read: {error}") from error
    # Closed when the package is forgotten: modules are read when they are imported.
    for name in archive.namelist():
        if name.endswith(".py") or _DESCRIBED in name:
            yield f"{prefix}/{name}" if prefix else name, partial(_entry, archive, name)


def _entry(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(_LARGEST_MODULE)
