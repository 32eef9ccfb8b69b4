"""Waiting for a condition with a deadline: the only waiting there is in this package."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

INTERVAL_SECONDS = 0.05


class DeadlineError(Exception):
    """What was waited for did not come in time."""


def until(what: str, look: Callable[[], Found | None], *, seconds: float) -> Found:
    """Call ``look`` until it returns something true, and return that.

    Args:
        what: What is waited for, as the message will name it.
        look: Returns something false as long as it is not there.
        seconds: How long to wait at most.

    Raises:
        DeadlineError: Nothing true came within ``seconds``.
    """
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise DeadlineError(f"{what} did not come within {seconds:g} seconds")
        time.sleep(INTERVAL_SECONDS)
