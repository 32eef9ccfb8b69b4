"""How single values are put from the native shape into the classic one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from guardrails.native.model import At, How, Lacking, Made, Place, Table
from guardrails.values import UNKNOWN, Secret, revealed
from guardrails.view import View


def shaped(given: View, table: Table) -> tuple[dict[str, object], dict[str, str]]:
    """An object in the classic shape, made of a native one, and its places as those of ``Made``."""
    properties: dict[str, object] = {}
    places: dict[str, str] = {"": given.path}
    unknown = dict(_unknown_blocks(given, table))
    for path, place in table.items():
        made = _made(given, place)
        for within, found in made.places.items():
            places[f".{path}{within}"] = found
        _place_of_blocks(places, path, made.places[""])
        block = next((block for block in unknown if path.startswith(f"{block}.")), None)
        if block:
            places[f".{block}"] = unknown[block]
            _put(properties, block.split("."), UNKNOWN)
        elif made.value is not None:
            _put(properties, path.split("."), made.value)
    return properties, places


def _unknown_blocks(given: View, table: Table) -> Iterator[tuple[str, str]]:
    """The classic objects of which nothing is known, and where that stands.

    As in the classic shape, the object is unknown then: each of its properties alone would count as
    one that is given and only not known yet.
    """
    blocks: dict[str, list[Place]] = {}
    for path, place in table.items():
        if "." in path and not isinstance(place, Lacking):
            blocks.setdefault(path.rpartition(".")[0], []).append(place)
    for block, inner in blocks.items():
        first = {_unknown_above(given, place) for place in inner}
        if len(first) == 1 and (found := first.pop()):
            yield block, found


def _unknown_above(given: View, place: Place) -> str:
    """The unknown value that a place lies in; empty where there is none."""
    if isinstance(place, Lacking):
        return ""
    path = alternatives(place)[0].path
    outer = below(given, path.rpartition(".")[0]) if "." in path else given
    return outer.path if outer.unknown else ""


def _made(given: View, place: Place) -> Made:
    if isinstance(place, Lacking):
        return Made(None, {"": ".".join(filter(None, (given.path, place.path)))})
    places = alternatives(place)
    views = [below(given, one.path) for one in places]
    for one, view in zip(places, views, strict=True):
        if view.unknown:
            return unread(view)
        if view.value is not None:
            made = (one.how or as_it_is)(view)
            return Made(_sealed(made.value, secret=view.secret), made.places)
    return Made(places[0].default, {"": views[0].path})


def alternatives(place: str | At | tuple[str | At, ...]) -> list[At]:
    """The places with all that they say; a path alone says that the value stays as it is."""
    places = place if isinstance(place, tuple) else (place,)
    return [At(one) if isinstance(one, str) else one for one in places]


def below(given: View, path: str) -> View:
    """What stands at a dotted path; the value itself for an empty one."""
    for name in path.split(".") if path else ():
        given = given[name]
    return given


def _sealed(value: object, *, secret: bool) -> object:
    return Secret(value) if secret and value is not None and value is not UNKNOWN else value


def _put(properties: dict[str, object], names: list[str], value: object) -> None:
    *way, last = names
    for name in way:
        properties = cast("dict[str, object]", properties.setdefault(name, {}))
    properties[last] = value


def _place_of_blocks(places: dict[str, str], path: str, native: str) -> None:
    """Say where the objects on the way to a property are: as far above it as in the other shape."""
    while "." in path:
        path = path.rpartition(".")[0]
        native = native.rpartition(".")[0] or native
        places.setdefault(f".{path}", native)


def as_it_is(view: View) -> Made:
    """The same value."""
    return Made(view.value, {"": view.path})


def as_json(view: View) -> Made:
    """A document as text; unknown as a whole when a part of it is, as a text would be."""
    if isinstance(view.value, str):
        return as_it_is(view)
    unknown = view.first_unknown()
    if unknown:
        return unread(unknown)
    plain = revealed(view.value)
    text = json.dumps(plain, default=repr, separators=(",", ":"))
    return Made(_sealed(text, secret=plain != view.value), {"": view.path})


@dataclass(frozen=True, slots=True)
class Each:
    """A list of objects, each of them by a table."""

    table: Table

    def __call__(self, view: View) -> Made:
        """The list in the classic shape."""
        elements: list[object] = []
        places = {"": view.path}
        for index, item in enumerate(view.items()):
            made = unread(item) if item.unknown else Made(*shaped(item, self.table))
            elements.append(_sealed(made.value, secret=item.secret))
            places.update({f"[{index}]{within}": at for within, at in made.places.items()})
        return Made(elements, places)


@dataclass(frozen=True, slots=True)
class ByKey:
    """An object, made of a list of objects that hold a name and a value."""

    key: str = "key"
    value: str = "value"

    def __call__(self, view: View) -> Made:
        """The object; unknown while a name is."""
        entries: dict[str, object] = {}
        places = {"": view.path}
        for item in view.items():
            name, held = item[self.key], item[self.value]
            if name.unknown:
                return unread(name)
            if name.text:
                entries[name.text] = _sealed(held.value, secret=held.secret)
                places[f".{name.text}"] = held.path
        return Made(entries, places)


tags: Final = ByKey()
"""A list of tags as an object."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The value under one name, in a list of objects that hold a name and a value."""

    name: str
    key: str = "key"
    value: str = "value"

    def __call__(self, view: View) -> Made:
        """The value; unknown while a name before it is."""
        for item in view.items():
            if item[self.key].unknown:
                return unread(item[self.key])
            if item[self.key].text == self.name:
                found = item[self.value]
                return Made(_sealed(found.value, secret=found.secret), {"": found.path})
        return Made(None, {"": view.path})


def spelled(words: Mapping[str, object]) -> How:
    """A word as the classic provider spells it; others stay as they are."""

    def how(view: View) -> Made:
        return Made(words.get(view.text, view.value) if view.text else view.value, {"": view.path})

    return how


def stated(value: object) -> How:
    """What is said by the mere presence of a native property."""
    return lambda view: Made(value, {"": view.path})


def when_on(value: object) -> How:
    """What is said by a native switch that is on."""
    return lambda view: Made(value if view.flag is True else None, {"": view.path})


def only(view: View) -> Made:
    """The single element of a list, where the classic type takes no list; several stay a list."""
    items = view.items()
    if len(items) != 1:
        return as_it_is(view)
    (item,) = items
    value = UNKNOWN if item.unknown else _sealed(item.value, secret=item.secret)
    return Made(value, {"": item.path})


def unread(view: View) -> Made:
    """What cannot be read at preview, or stands where no preview looks."""
    return Made(UNKNOWN, {"": view.path})


def as_entries(name: str, value: str) -> How:
    """A list of objects that hold a name and a value, made of an object."""

    def how(view: View) -> Made:
        elements: list[object] = []
        places = {"": view.path}
        for index, (key, held) in enumerate(view.entries()):
            elements.append({name: key, value: _sealed(held.value, secret=held.secret)})
            places[f"[{index}].{value}"] = held.path
        return Made(elements, places)

    return how


def as_statement(view: View) -> Made:
    """A document, made of its only statement."""
    made = as_json(view)
    if not isinstance(made.value, str):
        return made
    text = f'{{"Version":"2012-10-17","Statement":[{made.value}]}}'
    return Made(text, {**made.places, ".Statement[0]": view.path})
