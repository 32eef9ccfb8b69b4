import os
from pathlib import Path

import pytest

from local.pulumi import cli


@pytest.fixture(scope="session")
def pulumi() -> Path:
    """The folder of the real CLI; CI never goes without."""
    found = cli.find()
    if found is None and "CI" not in os.environ:
        pytest.skip("no Pulumi CLI that fits: `make pulumi` builds one")
    assert found is not None, "CI has to run `make pulumi` first"
    return found
