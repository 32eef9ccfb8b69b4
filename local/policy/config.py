"""What a file gives a policy pack to go by: levels and settings, in the shape of Pulumi's own.

https://www.pulumi.com/docs/iac/using-pulumi/crossguard/configuration/
"""

import difflib
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2

from local.errors import PackError

_LEVELS: Final = ("advisory", "mandatory", "remediate", "disabled")
_LEVEL: Final = "enforcementLevel"
_ALL: Final = "all"
_LARGEST_FILE: Final = 1_000_000

PolicyConfig = Mapping[str, Mapping[str, Any]]
"""For each policy its settings, the level among them; ``all`` stands for every policy."""


def read(file: Path) -> PolicyConfig:
    """Read a file for ``--policy-pack-config``.

    Raises:
        PackError: It cannot be read, or is of another shape.
    """
    try:
        with file.open(encoding="utf-8") as opened:
            given: Any = json.loads(
                opened.read(_LARGEST_FILE),
                object_pairs_hook=_once,
                parse_constant=_no_constant,
                parse_float=_number,
            )
    except OSError as error:
        raise PackError(f"{file}: {error.strerror}.") from None
    except RecursionError:
        raise PackError(f"{file}: nested too deeply.") from None
    except ValueError as error:
        raise PackError(f"{file}: not JSON: {error}.") from None
    if not isinstance(given, dict):
        raise PackError(f"{file}: got {type(given).__name__}; allowed: policies by name.")
    return {str(name): _settings(file, name, value) for name, value in given.items()}


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name!r} comes twice")
        found[name] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _number(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_constant(text)


def _settings(file: Path, name: str, given: object) -> dict[str, Any]:
    settings: Any = {_LEVEL: given} if isinstance(given, str) else given
    if not isinstance(settings, dict):
        allowed = "a level, or an object with enforcementLevel and settings"
        raise PackError(f"{file}: {name}: got {given!r}; allowed: {allowed}.")
    level = settings.get(_LEVEL, _LEVELS[0])
    if level not in _LEVELS:
        allowed = ", ".join(_LEVELS)
        raise PackError(f"{file}: {name}.{_LEVEL}: got {level!r}; allowed: {allowed}.")
    others = {key: value for key, value in settings.items() if key != _LEVEL}
    if name == _ALL and others:
        raise PackError(f"{file}: {name}.{next(iter(others))}: allowed: {_LEVEL} alone.")
    try:
        struct_pb2.Struct().update(others)
    except (ValueError, OverflowError) as error:
        raise PackError(f"{file}: {name}: {error}.") from None
    return settings


def merged(base: PolicyConfig, over: PolicyConfig) -> PolicyConfig:
    """Both; where they differ, ``over`` holds, its ``all`` over every level of ``base``."""
    if _ALL in over and _LEVEL in over[_ALL]:
        base = {
            name: {key: value for key, value in settings.items() if key != _LEVEL}
            for name, settings in base.items()
        }
    names = dict.fromkeys((*base, *over))
    return {name: {**base.get(name, {}), **over.get(name, {})} for name in names}


def request(
    info: analyzer_pb2.AnalyzerInfo, given: PolicyConfig
) -> analyzer_pb2.ConfigureAnalyzerRequest:
    """Every policy at its own level with its own settings, then what the file says.

    Raises:
        PackError: The file names a policy that the pack does not have.
    """
    _refuse_unknown(info, given)
    made = analyzer_pb2.ConfigureAnalyzerRequest()
    for policy in info.policies:
        held = made.policyConfig[policy.name]
        held.enforcementLevel = policy.enforcementLevel
        schemas = json_format.MessageToDict(policy.configSchema.properties)
        held.properties.update(
            {name: schema["default"] for name, schema in schemas.items() if "default" in schema}
        )
        if policy.name in info.initialConfig:
            initial = info.initialConfig[policy.name]
            held.enforcementLevel = initial.enforcementLevel
            held.properties.MergeFrom(initial.properties)
        for settings in (given.get(_ALL, {}), given.get(policy.name, {})):
            _lay_over(held, settings)
    return made


def _refuse_unknown(info: analyzer_pb2.AnalyzerInfo, given: PolicyConfig) -> None:
    known = [policy.name for policy in info.policies]
    for name in given:
        if name != _ALL and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            meant = f" Write {near[0]}." if near else ""
            raise PackError(f"policy configuration: no policy {name!r} in {info.name}.{meant}")


def _lay_over(held: analyzer_pb2.PolicyConfig, settings: Mapping[str, Any]) -> None:
    if _LEVEL in settings:
        held.enforcementLevel = analyzer_pb2.EnforcementLevel.Value(settings[_LEVEL].upper())
    held.properties.update({key: value for key, value in settings.items() if key != _LEVEL})
