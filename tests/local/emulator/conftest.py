from collections.abc import Generator

import pytest

from local.emulator.backend import EmulatorBackend
from local.emulator.emulator import Emulator, running
from tests.support.emulated import PLACE, ClientOf, Make, make_in


@pytest.fixture(scope="session")
def emulator() -> Generator[Emulator]:
    with running(PLACE) as emulator:
        yield emulator


@pytest.fixture
def client(emulator: Emulator) -> ClientOf:
    return emulator.client


@pytest.fixture
def backend(emulator: Emulator) -> EmulatorBackend:
    return EmulatorBackend(emulator)


@pytest.fixture
def make(backend: EmulatorBackend) -> Make:
    return make_in(backend)
