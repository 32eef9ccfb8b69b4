"""The front of the language host ends with all that it started, as the engine expects."""

import os
import signal
import subprocess
import sys
from pathlib import Path

FRONT = Path(__file__).parents[3] / "tools" / "pulumi" / "language_host.py"
# A program in a call to the engine heeds no interruption, and has the host's own stderr.
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
print(1, flush=True)
signal.pause()
"""
OLDER = f"""#!{sys.executable}
import signal, subprocess, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
program = subprocess.Popen([sys.executable, "-c", {PROGRAM!r}], stdout=subprocess.PIPE)
print(int(program.stdout.readline()), flush=True)
signal.pause()
"""


def test_it_leaves_no_program_that_the_engine_would_wait_for(tmp_path: Path) -> None:
    older = tmp_path / "older"
    older.write_text(OLDER)
    older.chmod(0o755)
    front = subprocess.Popen(  # noqa: S603 -- our own script
        [sys.executable, FRONT, older, "127.0.0.1:1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        process_group=0,
    )
    assert front.stdout is not None
    assert front.stdout.readline().strip().isdigit()

    os.killpg(front.pid, signal.SIGINT)

    try:
        assert front.communicate(timeout=20) == (b"", b"")
    finally:
        if front.returncode is None:
            os.killpg(front.pid, signal.SIGKILL)
