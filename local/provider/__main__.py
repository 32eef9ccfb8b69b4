"""``python -m local.provider`` serves previews, and prints the port as a Pulumi plugin does."""

import signal

from local.provider.server import serve

_ENDS = {signal.SIGINT, signal.SIGTERM}

if __name__ == "__main__":
    # Before any thread starts, so that every thread leaves them to this one.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    with serve() as served:
        print(served.port, flush=True)  # noqa: T201 -- the engine reads it
        signal.sigwait(_ENDS)
