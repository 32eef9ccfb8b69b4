"""Pulumi's own AWS provider, where it is installed: it cannot be built from a Go module."""

import importlib.metadata
import os
import shutil
from pathlib import Path
from typing import Final

from local.errors import LocalError

_NAME: Final = "pulumi-resource-aws"


class NoPluginError(LocalError):
    """The AWS plugin is not installed."""


def find() -> Path:
    """The folder of the AWS plugin: on PATH, else among the CLI's own, of the SDK's version.

    Raises:
        NoPluginError: It is in neither place; the message says how to install it.
    """
    found = shutil.which(_NAME)
    if found:
        return Path(found).parent
    version = importlib.metadata.version("pulumi-aws")
    home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
    folder = home / "plugins" / f"resource-aws-v{version}"
    if not (folder / _NAME).is_file():
        raise NoPluginError(
            f"Pulumi's AWS plugin v{version} is not installed. Install it "
            f"(pulumi plugin install resource aws v{version}), or leave out --provider real."
        )
    return folder
