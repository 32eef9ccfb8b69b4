"""``bulwark preview`` when it is ended from outside."""

import signal
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.commands import BULWARK
from tests.support.projects import write


def children_of(pid: int) -> set[int]:
    """The processes below one, as the kernel lists them."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found |= {int(child) for child in task.read_text().split()}
    return found | {below for child in found for below in children_of(child)}


@contextmanager
def hanging_preview(folder: Path) -> Generator[tuple["subprocess.Popen[str]", set[int]]]:
    """A preview whose program waits, with its pack's process already there."""
    write(folder, "import pathlib, time\npathlib.Path('begun').touch()\ntime.sleep(60)")
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [*BULWARK, "-C", str(folder), "preview"],
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 20
        while not (folder / "begun").exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        packs = children_of(process.pid)
        assert packs
        yield process, packs
    finally:
        process.kill()
        process.communicate()


def gone(pids: set[int]) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.e2e
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads processes from /proc")
@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)],
)
def test_an_interrupted_preview_leaves_no_process_behind(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with hanging_preview(tmp_path) as (process, packs):
        process.send_signal(number)
        out, err = process.communicate(timeout=20)

    assert process.returncode == code
    assert (out, err) == ("", "")
    assert gone(packs)
