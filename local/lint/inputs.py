"""Files of policy documents: which there are, and what stands in them."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from guardrails.iam import loading
from local.errors import InputError
from local.formats import Expected, other_tool

# A list of some hundred documents; one document of AWS has 32 KB at most.
LARGEST_BYTES: Final = 16 * 1024**2
MOST_DOCUMENTS: Final = 5_000

_EXPECTED: Final = Expected(
    "Expected a policy document, a list of them, or an object of names and documents "
    '{"name": {...}}.'
)


@dataclass(frozen=True)
class File:
    """A file that could be read.

    Attributes:
        name: As it was given; ``standard input`` for ``-``.
        text: What stands in it.
    """

    name: str
    text: str


@dataclass(frozen=True)
class Entry:
    """One document of a file.

    Attributes:
        file: The file.
        place: Where in the file: ``[2]``, ``deploy``; empty where it is the whole file.
        raw: The document as JSON gave it, or as a text of its own within the file.
    """

    file: File
    place: str
    raw: object

    @property
    def name(self) -> str:
        """What people know it by."""
        return f"{self.file.name} {self.place}" if self.place else self.file.name


def files(given: str) -> Iterator[File]:
    """The file of that path, each JSON file of a folder and below it, or standard input for ``-``.

    Raises:
        InputError: There is none, or it cannot be read.
    """
    if given == "-":
        yield File("standard input", _decoded("standard input", sys.stdin.buffer))
        return
    path = Path(given)
    found = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not found:
        raise InputError(f"{given}: the folder has no file *.json. Name a file, or another folder.")
    for one in found:
        try:
            with one.open("rb") as stream:
                text = _decoded(str(one), stream)
        except OSError as error:
            raise InputError(f"{one}: {error.strerror}.") from None
        yield File(str(one), text)


def _decoded(name: str, stream: IO[bytes]) -> str:
    raw = stream.read(LARGEST_BYTES + 1)
    if len(raw) > LARGEST_BYTES:
        _EXPECTED.refuse(name, f"larger than {LARGEST_BYTES // 1024**2} MB.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 text (byte {error.start}).") from None


def entries(file: File) -> tuple[Entry, ...]:
    """The documents of a file; broken JSON counts as one, for it is meant to be one.

    Raises:
        InputError: It is empty, of another format, or JSON that holds no documents.
    """
    _EXPECTED.refuse_empty(file.name, file.text)
    _EXPECTED.refuse_other_formats(file.name, file.text)
    try:
        given = loading.decode(file.text)
    except (ValueError, RecursionError):
        _EXPECTED.refuse_text(file.name, file.text)
        return (Entry(file, "", file.text),)
    found = _entries(file, given)
    if not found:
        other = other_tool(given) if isinstance(given, dict) else ""
        _EXPECTED.refuse(file.name, f"{other}." if other else "holds no policy document.")
    if len(found) > MOST_DOCUMENTS:
        raise InputError(f"{file.name}: holds more than {MOST_DOCUMENTS} documents. Split it.")
    return found


def _entries(file: File, given: object) -> tuple[Entry, ...]:
    if _is_document(given):
        return (Entry(file, "", given),)
    if isinstance(given, list):
        if not all(map(_may_be_document, given)):
            return ()
        return tuple(Entry(file, f"[{at}]", one) for at, one in enumerate(given))
    if isinstance(given, Mapping):
        named: Mapping[str, Any] = given
        if all(map(_may_be_document, named.values())):
            return tuple(Entry(file, name, one) for name, one in named.items())
        # Whatever it is meant for, with an element of a document it is meant to be one.
        if {"Version", "Id", "Effect", "Action"} & named.keys():
            return (Entry(file, "", given),)
    return ()


def _is_document(given: object) -> bool:
    return isinstance(given, Mapping) and any(
        isinstance(key, str) and key.lower() == "statement" for key in given
    )


def _may_be_document(given: object) -> bool:
    """Whether it is a document, or the text of one, as Pulumi and Terraform keep them."""
    return _is_document(given) or (isinstance(given, str) and given.lstrip().startswith("{"))
