"""A function's environment, read once, and the clients that it makes."""

import os
from collections.abc import Mapping
from typing import Any, Final

import boto3
from botocore.config import Config

# Seconds and attempts. An answer that takes longer is better given up and retried than waited for
# while the function's own timeout runs out.
CLIENT_CONFIG: Final = Config(
    connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 4}
)


class SettingsError(ValueError):
    """The function was deployed with an environment that it cannot work with."""


def text(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return a variable that has to be set.

    Raises:
        SettingsError: It is missing or empty.
    """
    value = environment.get(name, "")
    if not value:
        raise SettingsError(f"The environment variable {name} is not set")
    return value


def days(name: str, environment: Mapping[str, str] = os.environ) -> int:
    """Return a variable that holds a number of days.

    Raises:
        SettingsError: It is missing or not a whole number from 0 to 36,500.
    """
    value = text(name, environment)
    if not (value.isascii() and value.isdigit() and len(value) <= 5 and int(value) <= 36500):  # noqa: PLR2004 -- a century, in days
        allowed = "a whole number of days from 0 to 36500"
        raise SettingsError(f"{name}: got {value!r:.100}; allowed: {allowed}.")
    return int(value)


def client(service: str) -> Any:  # noqa: ANN401 -- the service's own client type, known to the caller
    """Return a client of the function's own session with this project's timeouts."""
    return boto3.client(service, config=CLIENT_CONFIG)  # pyright: ignore[reportCallIssue, reportArgumentType]
