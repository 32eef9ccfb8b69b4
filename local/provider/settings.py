"""What a program's ``aws.Provider`` is configured with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from local.engine.project import Project, StackConfig
from local.engine.values import has_unknown

# Structured ones travel as JSON texts.
_JSON: Final = {"allowedAccountIds": list, "defaultTags": dict}


@dataclass(frozen=True)
class Settings:
    """One provider's inputs.

    Attributes:
        inputs: In camelCase; structured ones are JSON texts, as the provider gets them.
    """

    inputs: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def region(self) -> str | None:
        """The region, where it is set and known."""
        region = self.inputs.get("region")
        return region if isinstance(region, str) else None

    @property
    def default_tags(self) -> dict[str, str]:
        """The tags that go on every resource."""
        given = json.loads(self.inputs.get("defaultTags", "{}"))
        return given.get("tags") or {}

    def stack(self) -> StackConfig:
        """The configuration of a stack that has nothing but this provider."""
        region = {"aws:region": self.region} if self.region else {}
        return StackConfig(Project("aws", Path(), Path()), "provider", region)


def problems(inputs: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a provider's inputs: the reason by property."""
    found: dict[str, str] = {}
    for name, kind in _JSON.items():
        given = inputs.get(name)
        if given is None or has_unknown(given):
            continue
        try:
            read = json.loads(given) if isinstance(given, str) else given
        except ValueError:
            read = None
        if not isinstance(read, kind):
            shape = "a list" if kind is list else "an object"
            found[name] = f"{given!r} is not {shape} in JSON"
    return found


def of(inputs: Mapping[str, Any]) -> Settings:
    """The settings of checked inputs; what is unknown counts as not set."""
    return Settings({key: one for key, one in inputs.items() if not has_unknown(one)})
