"""The processes of packs: how they end, and what is said when they do not answer."""

import os
import time
from pathlib import Path

import pytest

from local.errors import PackError
from local.policy.client import Judgement
from local.policy.process import PackProcess
from tests.support.packs import Start, asked, thing

# Each starts a pack's process.
pytestmark = pytest.mark.e2e


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_pack_is_gone_when_its_block_ends(start: Start) -> None:
    pack = start("""
    import signal
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    PolicyPack("p", [ResourceValidationPolicy("one", "One", lambda args, report: None)])
    """)
    assert asked(pack, thing("a")) == Judgement()
    assert is_running(pack.pid)

    pack.stop()

    assert not is_running(pack.pid)


def test_a_pack_that_does_not_load_is_shown_with_what_it_said(start: Start) -> None:
    pack = start("raise ValueError('no rules today')")

    with pytest.raises(PackError) as caught:
        pack.address()

    text = str(caught.value)
    assert text.startswith(f"policy pack {pack.folder}: it did not start.\n")
    assert "ValueError: no rules today" in text


def test_a_pack_that_hangs_while_it_loads_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "PulumiPolicy.yaml").write_text("runtime:\n  name: python\n")
    (tmp_path / "__main__.py").write_text("import time\ntime.sleep(60)")
    started = time.monotonic()

    with (
        PackProcess(tmp_path, None, start_seconds=0.2) as pack,
        pytest.raises(PackError, match=r"it did not start within 0\.2 seconds"),
    ):
        pack.address()

    assert not is_running(pack.pid)
    assert time.monotonic() - started < 10


def test_a_rule_that_breaks_is_an_error_of_the_pack(start: Start) -> None:
    pack = start("""
    PolicyPack("p", [ResourceValidationPolicy("bad", "Bad", lambda args, report: 1 / 0)])
    """)

    with pytest.raises(PackError, match=r"it failed: .*division by zero"):
        asked(pack, thing("a"))


def test_a_pack_that_ends_meanwhile_is_an_error(start: Start) -> None:
    pack = start("""
    import os
    PolicyPack("p", [ResourceValidationPolicy("end", "End", lambda args, report: os._exit(1))])
    """)

    with pytest.raises(PackError, match="it ended before it answered"):
        asked(pack, thing("a"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "policy pack {folder}: no PulumiPolicy.yaml in it."),
        ("runtime: nodejs", "{folder}/PulumiPolicy.yaml: runtime: got 'nodejs'; allowed: python."),
    ],
)
def test_a_folder_without_a_python_pack_is_refused(
    tmp_path: Path, text: str | None, message: str
) -> None:
    if text:
        (tmp_path / "PulumiPolicy.yaml").write_text(text)

    with pytest.raises(PackError) as caught:
        PackProcess(tmp_path, None)

    assert str(caught.value) == message.format(folder=tmp_path.resolve())
