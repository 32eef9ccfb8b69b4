"""What a run left behind, found by the folder for temporary files that it was given."""

import os
import socket
from pathlib import Path


def processes_of(folder: Path) -> list[str]:
    """The command lines of the processes that have ``folder`` in theirs or in their environment."""
    found: list[str] = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and int(process.name) != os.getpid():
            command, environment = _text(process / "cmdline"), _text(process / "environ")
            if str(folder) in command or f"TMPDIR={folder}" in environment:
                found.append(command.replace("\0", " "))
    return found


def is_open(port: int) -> bool:
    """Whether anything listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError:
        return ""
