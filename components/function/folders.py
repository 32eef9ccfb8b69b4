"""The files of a folder that belong into a package."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from components.core.errors import SpecError

# Made by tools, or for people only; none of it is imported at run time.
_LEFT_OUT_FOLDERS = frozenset({"__pycache__", "tests"})
_LEFT_OUT_SUFFIXES = frozenset({".pyc", ".pyo"})


def is_left_out(path: PurePosixPath) -> bool:
    """Whether a path, relative to its folder, stays out of packages: caches, tests, dot files."""
    return (
        not _LEFT_OUT_FOLDERS.isdisjoint(path.parts)
        or path.suffix in _LEFT_OUT_SUFFIXES
        or any(part.startswith(".") for part in path.parts)
    )


def folder_files(where: str, folder: str) -> Iterator[tuple[str, Path]]:
    """Yield each file of ``folder``: its path below the folder's own name, and where it is.

    Args:
        where: The argument that names the folder, for the messages.
        folder: As the user gave it; relative to the working directory.

    Raises:
        SpecError: No such folder, an empty one, a link that leads out of it or to a folder, or
            something that is neither file nor folder.
    """
    root = Path(folder)
    if not root.is_dir():
        raise SpecError(where, folder, "a folder, relative to the program's")
    found = False
    for file in _walk(where, root, root.resolve()):
        found = True
        yield (PurePosixPath(root.name) / file.relative_to(root)).as_posix(), file
    if not found:
        raise SpecError(where, folder, "a folder with files in it")


def _walk(where: str, root: Path, real_root: Path) -> Iterator[Path]:
    pending = [root]
    while pending:
        for entry in pending.pop().iterdir():
            if is_left_out(PurePosixPath(entry.relative_to(root))):
                continue
            inside = entry.resolve().is_relative_to(real_root)
            if entry.is_dir() and not entry.is_symlink():
                pending.append(entry)
            elif inside and entry.is_file():
                yield entry
            else:
                allowed = "files, folders, and links to files within the folder"
                raise SpecError(where, entry.as_posix(), allowed)
