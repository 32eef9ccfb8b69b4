"""The process of one emulator: ``python serve.py ministack|moto <descriptor of its socket>``.

It serves on a listening socket that it is given, so that no other process can take the port in
between. It lives as long as its standard input is open: when the process that started it dies,
however it dies, this one takes its folder and its whole process group along.
"""

import asyncio
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading


def ministack(descriptor: int) -> None:
    """Serve ministack; its settings are in the environment."""
    from hypercorn.asyncio import serve  # noqa: PLC0415 -- each process imports its own server
    from hypercorn.config import Config  # noqa: PLC0415 -- the same
    from ministack.app import app  # noqa: PLC0415 -- the same

    from local.emulator import corrections, imports, journal  # noqa: PLC0415 -- the same

    corrections.apply()
    imports.apply()
    journal.keep_of_ministack()
    config = Config()
    config.bind = [f"fd://{descriptor}"]
    config.certfile = os.environ.get("MINISTACK_SSL_CERT")
    config.keyfile = os.environ.get("MINISTACK_SSL_KEY")
    config.loglevel = "WARNING"
    config.keep_alive_timeout = 75
    asyncio.run(serve(app, config))  # pyright: ignore[reportArgumentType] -- ministack's app is untyped


def moto(descriptor: int) -> None:
    """Serve moto."""
    from moto.moto_server.werkzeug_app import (  # noqa: PLC0415 -- the same
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import make_server  # noqa: PLC0415 -- the same

    from local.emulator import journal  # noqa: PLC0415 -- the same

    host, port = socket.socket(fileno=os.dup(descriptor)).getsockname()
    application = DomainDispatcherApplication(create_backend_app)
    make_server(
        str(host),
        port,
        journal.keeping_of_moto(application),
        threaded=True,
        request_handler=MotoRequestHandler,
        fd=descriptor,
    ).serve_forever()


def _die_with_parent() -> None:
    sys.stdin.buffer.read()
    shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_die_with_parent, daemon=True).start()
    {"ministack": ministack, "moto": moto}[sys.argv[1]](int(sys.argv[2]))
