import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from local.emulator.emulator import Emulator, running
from local.emulator.process import EmulatorError, Server
from local.emulator.waiting import DeadlineError, until
from tests.support.emulated import PLACE
from tests.support.leftovers import is_open, processes_of

pytestmark = pytest.mark.e2e

needs_proc = pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds processes in /proc")

PROGRAM = """
import sys
from local.emulator.clients import Place
from local.emulator.emulator import running
with running(Place("000000000000", "eu-central-1")) as emulator:
    print(emulator.url, emulator.organizations_url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where all temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def ports_of(emulator: Emulator) -> list[int]:
    return [urlsplit(url).port or 0 for url in (emulator.url, emulator.organizations_url)]


def gone(folder: Path, ports: list[int]) -> bool:
    left = [*folder.iterdir(), *processes_of(folder), *filter(is_open, ports)]
    return not left


@needs_proc
def test_a_run_leaves_no_process_port_or_file_behind(folder: Path) -> None:
    with running(PLACE) as emulator:
        ports = ports_of(emulator)
        assert emulator.alive()
        assert len(processes_of(folder)) == 2
        assert list(folder.iterdir())

    assert gone(folder, ports)
    assert not emulator.alive()


@needs_proc
def test_a_run_that_fails_leaves_nothing_behind(folder: Path) -> None:
    ports: list[int] = []

    def fail() -> None:
        with running(PLACE) as emulator:
            ports.extend(ports_of(emulator))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert gone(folder, ports)


@needs_proc
def test_a_run_that_is_killed_leaves_nothing_behind(folder: Path) -> None:
    with subprocess.Popen(  # noqa: S603 -- this very Python
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as program:
        assert program.stdout is not None
        ports = [urlsplit(url).port or 0 for url in program.stdout.readline().split()]
        assert all(map(is_open, ports))
        os.kill(program.pid, signal.SIGKILL)

    until("the end of the emulators", lambda: gone(folder, ports), seconds=10)


def test_an_emulator_that_does_not_start_says_what_it_said(folder: Path) -> None:
    server = Server("localstack", "/")
    server.start({})
    try:
        with pytest.raises(EmulatorError, match="localstack ended while it started") as caught:
            server.wait()
    finally:
        server.close()

    assert "KeyError: 'localstack'" in str(caught.value)
    assert list(folder.iterdir()) == []


def test_two_runs_do_not_meet(folder: Path) -> None:
    with running(PLACE) as first, running(PLACE) as second:
        first.client("sqs").create_queue(QueueName="mine")

        assert set(ports_of(first)).isdisjoint(ports_of(second))
        assert second.client("sqs").list_queues().get("QueueUrls", []) == []


def test_a_proxy_of_the_caller_is_not_used(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert emulator.client("ssm").describe_parameters()["Parameters"] == []
    assert emulator.client("organizations").meta.endpoint_url == emulator.organizations_url


def test_waiting_ends_at_the_deadline() -> None:
    with pytest.raises(DeadlineError, match=r"^godot did not come within 0\.01 seconds$"):
        until("godot", lambda: None, seconds=0.01)


def test_waiting_returns_what_was_found_in_the_end() -> None:
    answers = iter(["", "", "here"])

    assert until("it", lambda: next(answers), seconds=5) == "here"
