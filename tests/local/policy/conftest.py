from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from textwrap import dedent

import pytest

from local.policy.process import PackProcess
from tests.support.packs import PACK, STACK, START_SECONDS, Start


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with ExitStack() as held:

        def begin(program: str) -> PackProcess:
            (tmp_path / "PulumiPolicy.yaml").write_text("runtime: python\n")
            (tmp_path / "__main__.py").write_text(PACK + dedent(program))
            return held.enter_context(PackProcess(tmp_path, STACK, start_seconds=START_SECONDS))

        yield begin
