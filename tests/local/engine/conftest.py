import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def frozen_imports() -> Iterator[None]:
    """A failed program's garbage is collected; what the suite imported need not be searched."""
    gc.freeze()
    yield
    gc.unfreeze()
