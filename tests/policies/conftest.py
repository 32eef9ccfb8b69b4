"""The pack as its own process, spoken to as Pulumi's engine does."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from tests.support.analyzer import POLICIES


@pytest.fixture(scope="module")
def channel() -> Iterator[grpc.Channel]:
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter on our own folder
        [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(POLICIES)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
    )
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield channel
    finally:
        process.terminate()
        process.stdout.close()
        process.wait(10)


@pytest.fixture
def analyzer(channel: grpc.Channel) -> Any:
    stub = analyzer_pb2_grpc.AnalyzerStub(channel)
    stub.Configure(analyzer_pb2.ConfigureAnalyzerRequest())
    return stub
