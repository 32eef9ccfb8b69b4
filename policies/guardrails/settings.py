"""What the pack's configuration sets: a level for each rule, and settings for those that have any.

A name that nobody reads and a value outside of its schema are errors, never a silent default.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from guardrails.model import Level, Rule, Setting

_LONGEST_SHOWN: Final = 120


class ConfigurationError(Exception):
    """A configuration of the pack that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Configured:
    """How one rule runs."""

    level: Level
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])


def defaults(rule: Rule) -> Configured:
    """How a rule runs without configuration."""
    return Configured(
        rule.level, {name: setting.default for name, setting in rule.settings.items()}
    )


def configure(rule: Rule, level: Level, given: Mapping[str, object]) -> Configured:
    """Lay the given settings over the defaults.

    Raises:
        ConfigurationError: A setting that the rule does not have, or a value it does not take.
    """
    values = dict(defaults(rule).settings)
    for name, value in given.items():
        setting = rule.settings.get(name)
        if setting is None:
            known = ", ".join(sorted(rule.settings)) or "none"
            raise ConfigurationError(
                f"Policy {rule.id!r} has no setting {name!r}; its settings: {known}."
            )
        values[name] = _checked(f"Policy {rule.id!r}, setting {name!r}", setting, value)
    return Configured(level, values)


def _checked(where: str, setting: Setting, value: object) -> object:
    schema = setting.schema
    match schema["type"]:
        case "array":
            return _checked_texts(where, schema["items"]["pattern"], value)
        case "integer":
            return _checked_number(where, schema["minimum"], schema["maximum"], value)
        case "boolean":
            if not isinstance(value, bool):
                raise _refused(where, value, "true or false")
            return value
        case _:
            if value not in schema["enum"]:
                raise _refused(where, value, ", ".join(schema["enum"]))
            return value


def _checked_number(where: str, least: int, most: int, value: object) -> int:
    # Protobuf carries every number as a float.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _refused(where, value, f"a whole number from {least} to {most}")
    return value


def _checked_texts(where: str, form: str, value: object) -> list[str]:
    given = cast("list[object]", value) if isinstance(value, list) else [value]
    texts = [one for one in given if isinstance(one, str) and re.fullmatch(form, one)]
    if len(texts) != len(given):
        raise _refused(where, value, f"a list of texts like {form}")
    return texts


def _refused(where: str, value: object, allowed: str) -> ConfigurationError:
    shown = repr(value)
    if len(shown) > _LONGEST_SHOWN:
        shown = f"{shown[:_LONGEST_SHOWN]}…"
    return ConfigurationError(f"{where}: got {shown}; allowed: {allowed}.")


def whole_number(default: int, minimum: int, maximum: int, description: str) -> Setting:
    """A setting that is a whole number."""
    return _setting(default, description, type="integer", minimum=minimum, maximum=maximum)


def flag(default: bool, description: str) -> Setting:  # noqa: FBT001 -- the default of a switch
    """A setting that is true or false."""
    return _setting(default, description, type="boolean")


def choice(default: str, options: Sequence[str], description: str) -> Setting:
    """A setting that is one of some texts."""
    return _setting(default, description, type="string", enum=list(options))


def texts(default: Sequence[str], form: str, description: str) -> Setting:
    """A setting that is a list of texts.

    Args:
        default: What holds without configuration.
        form: A regular expression that each of them matches as a whole.
        description: What it is for.
    """
    items = {"type": "string", "pattern": form}
    return _setting(list(default), description, type="array", items=items)


def accounts(description: str) -> Setting:
    """A setting that is a list of account ids; none by default."""
    return texts((), "^[0-9]{12}$", description)


def _setting(default: object, description: str, **schema: object) -> Setting:
    return Setting(default, {**schema, "default": default, "description": description})
