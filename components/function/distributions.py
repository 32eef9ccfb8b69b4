"""The files of distributions that are installed in the running virtualenv."""

import importlib.metadata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from components.core.errors import SpecError
from components.function.folders import is_left_out

# https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html#python-sdk-included
RUNTIME_BRINGS: Final = frozenset({"boto3", "botocore", "s3transfer"})

_COMPILED = frozenset({".so", ".pyd", ".dylib", ".dll"})


def distribution_files(
    where: str, packages: Iterable[str], runtime: str
) -> Iterator[tuple[str, Path]]:
    """Yield each file of ``packages`` and of all they require: its path in the zip, where it is.

    Args:
        where: The argument that names the packages, for the messages.
        packages: Requirements, such as ``aws-lambda-powertools`` or ``x[extra]>=2``.
        runtime: Lambda's, such as ``python3.13``: conditional requirements are those of the
            function, whatever this machine is.

    Raises:
        SpecError: A distribution that is not installed, that the runtime brings, that is installed
            from a working copy, or that holds compiled code.
    """
    given = [_requirement(where, text) for text in packages]
    for requirement in given:
        if canonicalize_name(requirement.name) in RUNTIME_BRINGS:
            raise SpecError(where, requirement.name, "a distribution that Lambda does not bring")
    for name in sorted(_closure(where, given, _lambda_environment(runtime))):
        yield from _files(where, importlib.metadata.distribution(name))


def _requirement(where: str, text: str) -> Requirement:
    try:
        return Requirement(text)
    except InvalidRequirement as error:
        allowed = "a distribution's name, such as aws-lambda-powertools"
        raise SpecError(where, text, allowed) from error


def _lambda_environment(runtime: str) -> dict[str, str]:
    """What a requirement's condition sees in the function: PEP 508's variables on arm64."""
    version = runtime.removeprefix("python")
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{version}.0",
        "os_name": "posix",
        "platform_machine": "aarch64",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": f"{version}.0",
        "python_version": version,
        "sys_platform": "linux",
    }


def _closure(
    where: str, given: Iterable[Requirement], environment: Mapping[str, str]
) -> frozenset[str]:
    pending = list(given)
    seen: set[tuple[str, frozenset[str]]] = set()
    while pending:
        requirement = pending.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen or key[0] in RUNTIME_BRINGS:
            continue
        seen.add(key)
        for text in _installed(where, requirement).requires or ():
            further = Requirement(text)
            if further.marker is None or any(
                further.marker.evaluate({**environment, "extra": extra})
                for extra in requirement.extras or {""}
            ):
                pending.append(further)
    return frozenset(name for name, _ in seen)


def _installed(where: str, requirement: Requirement) -> importlib.metadata.Distribution:
    mend = "Add it to pyproject.toml, then run `make lock setup`."
    try:
        found = importlib.metadata.distribution(requirement.name)
    except importlib.metadata.PackageNotFoundError as error:
        allowed = "a distribution that is installed in this virtualenv"
        raise SpecError(where, str(requirement), allowed, mend) from error
    if not requirement.specifier.contains(found.version, prereleases=True):
        allowed = f"the version that is installed, {found.version}"
        raise SpecError(where, str(requirement), allowed, mend)
    return found


def _files(where: str, distribution: importlib.metadata.Distribution) -> Iterator[tuple[str, Path]]:
    has_code = False
    for listed in distribution.files or ():
        path = PurePosixPath(listed)
        if path.is_absolute() or ".." in path.parts or is_left_out(path) or path.suffix == ".pth":
            continue
        if path.suffix in _COMPILED:
            allowed = "pure Python: compiled code of this machine does not run in Lambda"
            given = f"{distribution.name} ({path})"
            raise SpecError(where, given, allowed, "Bring it as a layer.")
        described = path.parts[0].endswith(".dist-info")
        if described and path.name != "METADATA":
            continue
        has_code = has_code or not described
        yield path.as_posix(), Path(str(distribution.locate_file(listed)))
    if not has_code:
        allowed = "a distribution installed with its files, not from a working copy"
        raise SpecError(where, distribution.name, allowed, "Use `include` for folders.")
