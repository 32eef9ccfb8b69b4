"""A server in a process of its own, with a port and a folder that go when it goes."""

import contextlib
import http
import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from local.emulator import certificate, journal
from local.emulator.waiting import DeadlineError, until
from local.errors import LocalError

LOOPBACK = "127.0.0.1"
READY_SECONDS = 60
STOP_SECONDS = 10
_LOG_TAIL = 2_000


class EmulatorError(LocalError):
    """An emulator that does not start or does not answer."""


class Server:
    """One emulator in a process group of its own.

    Args:
        kind: ``ministack`` or ``moto``, as ``serve.py`` knows them.
        ready_path: The path that answers 200 once it serves.
        tls: Whether it serves over TLS, with a certificate of its own.
    """

    def __init__(self, kind: str, ready_path: str, *, tls: bool = False) -> None:
        self._kind = kind
        self._ready_path = ready_path
        self._folder = Path(tempfile.mkdtemp(prefix=f"bulwark-{kind}-"))
        self._tls = certificate.write(self._folder, LOOPBACK) if tls else None
        self._socket = socket.create_server((LOOPBACK, 0))
        self._log: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.port = int(self._socket.getsockname()[1])

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"{'https' if self._tls else 'http'}://{LOOPBACK}:{self.port}"

    @property
    def certificate(self) -> str | None:
        """The path of the certificate that it shows; ``None`` without TLS."""
        return str(self._tls[0]) if self._tls else None

    @property
    def journal(self) -> Path:
        """Where it writes down which calls it was asked to allow; gone when it is closed."""
        return self._folder / "journal"

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the process; it does not answer yet.

        Args:
            environment: Its whole environment, besides what every process needs. Nothing of the
                caller's is passed on: no credentials, no profile, no proxy.
        """
        descriptor = self._socket.fileno()
        self._log = (self._folder / "log").open("wb")
        self._process = subprocess.Popen(  # noqa: S603 -- our own script with our own arguments
            [
                sys.executable,
                "-P",
                Path(__file__).with_name("serve.py"),
                self._kind,
                str(descriptor),
            ],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**self._common_environment(), **environment},
            pass_fds=[descriptor],
            start_new_session=True,
        )
        # The process holds the socket now: when it dies, the port is free at once.
        self._socket.close()

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def wait(self) -> None:
        """Wait until it answers.

        Raises:
            EmulatorError: It ended, or it did not answer in time; with the end of its log.
        """
        try:
            until(f"an answer of {self._kind}", self._answers, seconds=READY_SECONDS)
        except DeadlineError as error:
            raise EmulatorError(f"{self._kind}: {error}.\n{self.log_tail()}") from error

    def log_tail(self) -> str:
        """The last of what it logged."""
        with contextlib.suppress(OSError):
            return (self._folder / "log").read_text(errors="replace")[-_LOG_TAIL:]
        return ""

    def close(self) -> None:
        """End the process group at once, and remove its folder; more than once does no harm."""
        self._socket.close()
        if self._process:
            # Its state is thrown away anyway, so there is nothing to wind down gracefully.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            assert self._process.stdin  # noqa: S101 -- it was made with a pipe
            self._process.stdin.close()
            self._process = None
        if self._log:
            self._log.close()
        # A function that is just dying may still write into it.
        until(f"the end of {self._folder}", self._remove_folder, seconds=STOP_SECONDS)

    def _remove_folder(self) -> bool:
        shutil.rmtree(self._folder, ignore_errors=True)
        return not self._folder.exists()

    def _common_environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(self._folder),
            "TMPDIR": str(self._folder),
            "STATE_DIR": str(self._folder / "state"),
            "S3_DATA_DIR": str(self._folder / "s3"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_EC2_METADATA_DISABLED": "true",
            journal.VARIABLE: str(self.journal),
            **self._tls_environment(),
        }

    def _tls_environment(self) -> dict[str, str]:
        if self._tls is None:
            return {}
        certificate_path, key_path = map(str, self._tls)
        return {
            "USE_SSL": "1",
            "MINISTACK_SSL_CERT": certificate_path,
            "MINISTACK_SSL_KEY": key_path,
        }

    def _connect(self) -> http.client.HTTPConnection:
        if self.certificate is None:
            return http.client.HTTPConnection(LOOPBACK, self.port, timeout=READY_SECONDS)
        context = ssl.create_default_context(cafile=self.certificate)
        return http.client.HTTPSConnection(
            LOOPBACK, self.port, timeout=READY_SECONDS, context=context
        )

    def _answers(self) -> bool:
        if not self.alive():
            raise EmulatorError(f"{self._kind} ended while it started.\n{self.log_tail()}")
        # The socket takes connections before the process serves: the first answer may take a while.
        connection = self._connect()
        try:
            connection.request("GET", self._ready_path)
            return connection.getresponse().status == http.HTTPStatus.OK
        except (http.client.HTTPException, OSError):
            return False
        finally:
            connection.close()
