"""A function, registered from arguments that a test changes."""

from typing import cast

from components.function import Function, FunctionArgs
from components.key import EncryptionKey
from tests.support.engine import Registry, register

KEY: EncryptionKey = {"arn": "arn:aws:kms:…", "alias": "alias/bulwark-test-data"}


def args(**changes: object) -> FunctionArgs:
    base: FunctionArgs = {
        "source": "lambda/checkout",
        "timeout_seconds": 10,
        "memory_mb": 256,
        "grants": [],
        "encryption_key": KEY,
    }
    return cast("FunctionArgs", {**base, **changes})


def registered(**changes: object) -> Registry:
    return register(lambda: Function("checkout", args(**changes)))
