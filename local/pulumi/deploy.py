"""Deploys a stack with Pulumi's real engine into the embedded AWS."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from local.emulator.backend import Report
from local.emulator.emulator import Emulator
from local.engine import urn as urns
from local.engine.answers import PLACEHOLDER_ACCOUNT
from local.engine.project import StackConfig
from local.errors import LocalError
from local.policy.config import PolicyConfig
from local.provider.server import serve
from local.pulumi import cli, plugin
from local.pulumi.events import Events
from local.pulumi.workspace import Workspace, workspace

Packs = Sequence[tuple[Path, PolicyConfig]]
"""The folders of policy packs, each with what the pack is told."""

_LINES_SHOWN = 40
_ENDPOINT: Final = "bulwark:endpoint"
# Only the embedded AWS's own answer tells its address; the real provider computes AWS's.
_INVOKE_URL: Final = re.compile(r"https://(\w+)\.execute-api\.[\w-]+\.amazonaws\.com/([\w-]+)")


class EngineError(LocalError):
    """The engine refused, or failed."""


def deploy(
    stack: StackConfig, emulator: Emulator, packs: Packs
) -> tuple[Mapping[str, Any], Report]:
    """Run ``pulumi up`` with the embedded provider, under policy packs.

    The engine's state goes with this call; what it made stays in the embedded AWS.

    Returns:
        The stack's outputs, and what became of its resources.

    Raises:
        NoCliError: There is no CLI, and none can be built.
        EngineError: The engine refused or failed; the message is what it said last.
    """
    with (
        serve(emulator) as served,
        workspace(cli.provide(), stack.project.folder, provider_port=served.port) as engine,
    ):
        _run(engine, "stack", "init", stack.name)
        outputs = _up(engine, stack, packs)
    if served.report is None:
        raise EngineError("the provider had no embedded AWS.")
    return outputs, served.report


def deploy_really(
    stack: StackConfig, emulator: Emulator, packs: Packs
) -> tuple[Mapping[str, Any], Report]:
    """Run ``pulumi up`` with Pulumi's own AWS provider, at the endpoint of the embedded AWS.

    It tells less than ``deploy``: the report counts, and notes nothing that has no effect.

    Raises:
        NoPluginError: The provider is not installed.
        NoCliError: There is no CLI, and none can be built.
        EngineError: The engine refused or failed; the message is what it said last.
    """
    with workspace(cli.provide(), stack.project.folder, plugin=plugin.find()) as engine:
        _run(engine, "stack", "init", stack.name)
        for key, value in {"url": emulator.url, "certificate": emulator.certificate}.items():
            if value:
                path = ("--path", f"{_ENDPOINT}.{key}", value)
                _run(engine, "config", "set", *path, "-s", stack.name)
        log = engine.folder / "events"
        outputs = _up(engine, stack, packs, "--event-log", str(log))
        made = sum(
            operation == "create" and urns.type_of(urn).startswith("aws:")
            for urn, operation in Events.read(log).steps.items()
        )
    address = rf"{emulator.url}/_aws/execute-api/\1/\2"
    told = json.loads(_INVOKE_URL.sub(address, json.dumps(outputs)))
    return told, Report(made=made)


def refuse_real(stack: StackConfig) -> None:
    """Refuse what cannot be deployed with Pulumi's own AWS provider, before anything is started.

    Raises:
        NoPluginError: The provider is not installed.
        LocalError: The stack is one for AWS.
    """
    account = stack.values.get("bulwark:accountId")
    if account != PLACEHOLDER_ACCOUNT:
        allowed = f'"{PLACEHOLDER_ACCOUNT}", the account of the embedded AWS'
        raise LocalError(
            f"--provider real: stack {stack.name}: bulwark:accountId: got {account!r}; allowed: "
            f"{allowed}. Take the stack local."
        )
    plugin.find()


def _up(engine: Workspace, stack: StackConfig, packs: Packs, *further: str) -> Mapping[str, Any]:
    judged: list[str] = []
    for number, (folder, config) in enumerate(packs):
        file = engine.folder / f"pack-{number}.json"
        file.write_text(json.dumps(config), encoding="utf-8")
        judged += ["--policy-pack", str(folder.resolve()), "--policy-pack-config", str(file)]
    _run(engine, "up", "--yes", "-s", stack.name, *judged, *further)
    return json.loads(_run(engine, "stack", "output", "--json", "-s", stack.name))


def _run(engine: Workspace, *arguments: str) -> str:
    done = engine.run(*arguments)
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()[-_LINES_SHOWN:]
        raise EngineError("\n".join([f"pulumi {' '.join(arguments[:2])} failed:", *said]))
    return done.stdout
