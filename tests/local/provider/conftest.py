from collections.abc import Generator

import pytest

from local.emulator.emulator import Emulator, running
from local.provider.server import serve
from tests.support.emulated import PLACE
from tests.support.provided import Engine


@pytest.fixture(scope="session")
def emulator() -> Generator[Emulator]:
    with running(PLACE) as emulator:
        yield emulator


@pytest.fixture
def engine(emulator: Emulator) -> Generator[Engine]:
    with serve(emulator) as served, Engine.connected(served.port) as engine:
        yield engine


@pytest.fixture
def previewer() -> Generator[Engine]:
    with serve() as served, Engine.connected(served.port) as engine:
        yield engine
