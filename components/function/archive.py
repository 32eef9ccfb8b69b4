"""Zip files whose bytes depend on nothing but the names and the contents."""

import base64
import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

# The earliest date that a zip can hold; the true one would differ per checkout.
_DATE = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE_FOR_ALL_TO_READ = 0o100644 << 16
_UNIX = 3


def archive(files: Mapping[str, bytes]) -> bytes:
    """Zip ``files`` by their paths.

    Stored, not compressed: what zlib makes of the same bytes differs from version to version.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = _REGULAR_FILE_FOR_ALL_TO_READ
            target.writestr(entry, files[path])
    return buffer.getvalue()


def fingerprint(content: bytes) -> str:
    """The hash by which Lambda knows a package: base64 of its SHA-256."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def write_if_changed(path: Path, content: bytes) -> None:
    """Make ``path`` hold ``content``, all of it or as before, also when two write at once."""
    if _holds(path, content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False
