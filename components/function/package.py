"""The package of a function: which files go in, checked, zipped and written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from components.core import limits
from components.core.errors import LimitError, SpecError
from components.function.archive import archive, fingerprint, write_if_changed
from components.function.distributions import distribution_files
from components.function.folders import folder_files
from components.function.spec import FunctionSpec

_FOLDER = Path("build")


@dataclass(frozen=True, slots=True)
class Package:
    """A zip on disk."""

    path: str
    """Relative to the working directory, so that it is the same on every machine."""

    hash: str
    """As Lambda computes it."""


def write(where: str, function_name: str, spec: FunctionSpec) -> Package:
    """Build the package of a function into ``build/<function name>.zip``.

    Raises:
        SpecError: A folder, a distribution or the handler's module that is not there, or one path
            from two of them.
        LimitError: More than 250 MB of files, or a zip above 50 MB.
    """
    files = _read(where, spec)
    _check_handler(where, spec, files)
    content = archive(files)
    if len(content) > limits.LAMBDA_PACKAGE_ZIPPED_BYTES:
        raise _too_large(where, len(content), limits.LAMBDA_PACKAGE_ZIPPED_BYTES, "zipped")
    path = _FOLDER / f"{function_name}.zip"
    try:
        write_if_changed(path, content)
    except OSError as error:
        allowed = f"a place that can be written ({error.strerror})"
        raise SpecError(where, path.as_posix(), allowed) from error
    return Package(path.as_posix(), fingerprint(content))


def _sources(where: str, spec: FunctionSpec) -> Iterator[tuple[str, str, Path]]:
    """Each file: the argument that brings it, its path in the zip, and where it is."""
    for argument, folders in (("source", (spec.source,)), ("include", spec.include)):
        for folder in folders:
            for path, file in folder_files(f"{where}.{argument}", folder):
                yield argument, path, file
    for path, file in distribution_files(f"{where}.packages", spec.packages, spec.runtime):
        yield "packages", path, file


def _read(where: str, spec: FunctionSpec) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    size = 0
    for argument, path, file in _sources(where, spec):
        if path in contents:
            allowed = "each path once: another folder or distribution brings it too"
            raise SpecError(f"{where}.{argument}", path, allowed)
        try:
            # Counted before it is read: what cannot be shipped need not fit into memory.
            size += file.stat().st_size
            if size > limits.LAMBDA_PACKAGE_UNZIPPED_BYTES:
                raise _too_large(where, size, limits.LAMBDA_PACKAGE_UNZIPPED_BYTES, "unzipped")
            contents[path] = file.read_bytes()
        except OSError as error:
            allowed = f"a file that can be read ({error.strerror})"
            raise SpecError(f"{where}.{argument}", file.as_posix(), allowed) from error
    return contents


def _too_large(where: str, size: int, limit: int, state: str) -> LimitError:
    mend = "Leave out what `include` and `packages` do not need."
    return LimitError(f"{where}: package {state}", f"{size} bytes", f"at most {limit} bytes", mend)


def _check_handler(where: str, spec: FunctionSpec, files: dict[str, bytes]) -> None:
    module = PurePosixPath(*spec.handler.split(".")[:-1])
    candidates = [f"{module}.py", f"{module}/__init__.py"]
    if not any(candidate in files for candidate in candidates):
        allowed = f"a module of the package: neither {' nor '.join(candidates)} is in it"
        raise SpecError(f"{where}.handler", spec.handler, allowed)
