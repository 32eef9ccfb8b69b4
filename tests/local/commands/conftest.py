import signal
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def termination() -> Iterator[None]:
    """The command sets its own handler."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)
