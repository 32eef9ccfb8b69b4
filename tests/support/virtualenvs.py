"""Makes a virtualenv as ``pip install -r`` would, of what is installed here: without a network."""

import sysconfig
import venv
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement


def of(requirements: Path, folder: Path) -> Path:
    """A virtualenv that has the pinned distributions of a file, and no others."""
    venv.create(folder, symlinks=True, with_pip=False)
    base = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", base))
    for name in _names(requirements):
        for file in metadata.distribution(name).files or ():
            if not file.is_absolute() and ".." not in file.parts and file.suffix != ".pyc":
                (site / file).parent.mkdir(parents=True, exist_ok=True)
                (site / file).symlink_to(str(file.locate()))
    return folder


def _names(requirements: Path) -> Iterator[str]:
    for line in requirements.read_text().splitlines():
        if line[:1].isalnum():
            pinned = Requirement(line.removesuffix("\\"))
            if pinned.marker is None or pinned.marker.evaluate():
                assert pinned.specifier.contains(metadata.version(pinned.name)), line
                yield pinned.name
