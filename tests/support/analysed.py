"""Source that is looked at for calls of AWS, module by module."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pulumi

from local.usage.found import Call, Found
from local.usage.package import Project, package
from local.usage.static import analyse

HANDLER = "app.handler.handler"


def analysed(
    source: str,
    others: Mapping[str, str] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    suspects: frozenset[str] = frozenset(),
    handler: str = HANDLER,
) -> Found:
    """What the code of ``app/handler.py`` calls; ``others`` are further files of the package."""
    files = {"app/__init__.py": "", "app/handler.py": dedent(source)}
    files |= {path: dedent(text) for path, text in (others or {}).items()}
    # An asset of no text at all is no asset.
    assets = {path: pulumi.StringAsset(text or "#") for path, text in files.items()}
    code = pulumi.AssetArchive(dict(assets))
    found = package(code, Project(Path("/nowhere")), handler)
    return analyse(found, handler, environment or {}, suspects)


def shown(call: Call) -> str:
    """A call in a few words: ``handler.py:3 dynamodb GetItem [table]``."""
    named = f" [{call.name}]" if call.name else ""
    by = f" by {call.by}" if call.by else ""
    return f"{call.place} {call.service} {call.operation}{named}{by}"


def calls(
    source: str,
    others: Mapping[str, str] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
) -> list[str]:
    """The calls, where nothing is left unresolved."""
    found = analysed(source, others, environment=environment)
    assert found.unresolved == ()
    return [shown(call) for call in found.calls]


def unresolved(source: str, others: Mapping[str, str] | None = None) -> list[str]:
    """What is not resolved: place and text."""
    return [f"{one.place} {one.text}" for one in analysed(source, others).unresolved]
