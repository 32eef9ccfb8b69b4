"""The outputs of a resource, as the engine records them."""

import json
from collections.abc import Mapping
from typing import Any

from local.provider import diff, sdk
from local.provider.settings import Settings
from local.provider.values import UNKNOWN_VALUE, Properties, PropertyValue, laid_over, plain, wrap

_INTERNAL = "__"


def public(inputs: Properties) -> dict[str, PropertyValue]:
    """The inputs without Pulumi's own (``__defaults``), which are no outputs."""
    return {name: one for name, one in inputs.items() if not name.startswith(_INTERNAL)}


def planned(type_: str, inputs: Properties, settings: Settings) -> dict[str, PropertyValue]:
    """The outputs of a resource that is yet to be made: what AWS computes is unknown."""
    unknown = dict.fromkeys(sdk.computed(type_), UNKNOWN_VALUE)
    return {**unknown, **_common(type_, inputs, settings), **public(inputs)}


def made(
    type_: str, inputs: Properties, outputs: Mapping[str, Any], settings: Settings
) -> dict[str, PropertyValue]:
    """The outputs of a resource that was made.

    Args:
        type_: The resource's type.
        inputs: Its inputs.
        outputs: What it has besides them, or other than them.
        settings: Its provider's.
    """
    given = public(inputs)
    further = {
        name: value
        for name, value in outputs.items()
        if name not in {"region", "tagsAll"} and (name not in given or plain(given[name]) != value)
    }
    return laid_over({**given, **_common(type_, inputs, settings)}, further)


def after_update(
    type_: str, old: Properties, old_inputs: Properties, inputs: Properties, settings: Settings
) -> dict[str, PropertyValue]:
    """The outputs after an update, as far as it does not change what AWS computes.

    Args:
        type_: The resource's type.
        old: The outputs until now.
        old_inputs: The inputs until now.
        inputs: The new ones.
        settings: The provider's.
    """
    kept = {name: one for name, one in old.items() if name not in old_inputs}
    return {**kept, **_common(type_, inputs, settings), **public(inputs)}


def with_unknown(
    type_: str, outputs: Properties, changed: frozenset[str]
) -> dict[str, PropertyValue]:
    """The outputs with those unknown that an update with such changes may change."""
    unknown = dict.fromkeys(diff.revised(type_, changed), UNKNOWN_VALUE)
    return {**outputs, **unknown}


def refreshed(state: Properties, live: Mapping[str, Any]) -> dict[str, PropertyValue]:
    """Properties as they are now: only those that are there already, or all where none are.

    Args:
        state: The properties as they were recorded; none when the resource is adopted.
        live: What was read; ``None`` for what is not set.
    """
    if not state:
        return {name: wrap(value) for name, value in live.items() if value is not None}
    found = {
        name: value
        for name, value in live.items()
        if name in state and not _same(plain(state[name]), value)
    }
    return laid_over(state, found)


def _same(before: object, live: object) -> bool:
    # AWS gives a document back in another form, and says nothing where nothing is set.
    return (
        before == live or not (before or live) or _document(before) == _document(live) is not None
    )


def _document(value: object) -> object:
    if not isinstance(value, str):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def _common(type_: str, inputs: Properties, settings: Settings) -> dict[str, PropertyValue]:
    known = sdk.properties_of(type_)
    common: dict[str, PropertyValue] = {}
    if "region" in known and settings.region:
        common["region"] = wrap(settings.region)
    if "tagsAll" in known:
        tags = inputs.get("tags")
        if tags is None or isinstance(tags.value, Mapping | None):
            own = tags.value if tags is not None and isinstance(tags.value, Mapping) else {}
            defaults = {name: wrap(one) for name, one in settings.default_tags.items()}
            secret = tags is not None and tags.is_secret
            common["tagsAll"] = PropertyValue({**defaults, **own}, secret)
        else:
            common["tagsAll"] = UNKNOWN_VALUE
    return common
