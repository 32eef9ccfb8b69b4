"""Runs ``python -m pulumi.policy`` in a process that ends with the one that started it.

Arguments: the engine's address and the pack's folder, as for ``pulumi.policy``. Standard input has
to be a pipe that the starting process holds open: when that process dies, however it dies, the pipe
closes. This file runs by its path, in the pack's folder.
"""

import os
import runpy
import sys
import threading


def _end_with_the_starter() -> None:
    # Unbuffered: a thread that waits inside of sys.stdin breaks the interpreter's shutdown.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    # As `python -m` has it: the working directory instead of this file's.
    sys.path[0] = os.getcwd()  # noqa: PTH109 -- pathlib would be imported for nothing else
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    runpy.run_module("pulumi.policy", run_name="__main__", alter_sys=True)
