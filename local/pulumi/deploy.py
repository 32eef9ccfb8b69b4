"""Deploys a stack with Pulumi's real engine into the embedded AWS."""

import json
from collections.abc import Mapping
from typing import Any

from local.emulator.backend import Report
from local.emulator.emulator import Emulator
from local.engine.project import StackConfig
from local.errors import LocalError
from local.policy import OWN_PACK
from local.provider.server import serve
from local.pulumi import cli
from local.pulumi.workspace import Workspace, workspace

_LINES_SHOWN = 40


class EngineError(LocalError):
    """The engine refused, or failed."""


def deploy(stack: StackConfig, emulator: Emulator) -> tuple[Mapping[str, Any], Report]:
    """Run ``pulumi up`` and return the stack's outputs and what became of its resources.

    The engine's state goes with this call; what it made stays in the embedded AWS.

    Raises:
        NoCliError: There is no CLI, and none can be built.
        EngineError: The engine refused or failed; the message is what it said last.
    """
    with (
        serve(emulator) as served,
        workspace(cli.provide(), stack.project.folder, provider_port=served.port) as engine,
    ):
        _run(engine, "stack", "init", stack.name)
        _run(engine, "up", "--yes", "-s", stack.name, "--policy-pack", str(OWN_PACK))
        told = _run(engine, "stack", "output", "--json", "-s", stack.name)
    if served.report is None:
        raise EngineError("the provider had no embedded AWS.")
    return json.loads(told), served.report


def _run(engine: Workspace, *arguments: str) -> str:
    done = engine.run(*arguments)
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()[-_LINES_SHOWN:]
        raise EngineError("\n".join([f"pulumi {' '.join(arguments[:2])} failed:", *said]))
    return done.stdout
