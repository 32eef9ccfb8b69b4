"""From a text of any origin to an object of bearable size."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from guardrails.iam import text
from guardrails.iam.model import DocumentKind
from guardrails.iam.reader import Reader

# AWS's largest policy is a key policy of 32,768 bytes:
# https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
# Twice that in characters of content, and a generous amount of white space around it.
LARGEST_CONTENT: Final = 65_536
LARGEST_TEXT: Final = 1_000_000

# IAM takes no others: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
_IAM_CHARACTERS: Final = re.compile(r"[^\t\n\r\u0020-\u00ff]")
_OF_IAM: Final = (DocumentKind.IDENTITY, DocumentKind.TRUST)
# What no JSON text of AWS's is sent with: controls, and halves of characters.
_CHARACTERS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# No place in a policy is that deep; what is nested deeper is malformed anyway.
_LONGEST_PATH: Final = 1_000

_UNREADABLE: Final = object()


def load(raw: object, reader: Reader) -> Mapping[object, Any] | None:
    """The document as an object, if it is one and of bearable size."""
    is_plain = False
    if isinstance(raw, str):
        raw, is_plain = _from_json(raw, reader)
        if raw is _UNREADABLE:
            return None
    if not isinstance(raw, Mapping):
        reader.problem(
            "",
            f"The document is {text.shown(raw)}; AWS takes an object.",
            'Write {"Version": "2012-10-17", "Statement": [...]}.',
        )
        return None
    is_too_large, is_odd = (False, False) if is_plain else _look_over(raw)
    if is_too_large:
        reader.problem(
            "",
            f"The document has more than {LARGEST_CONTENT} characters of content, "
            "twice what AWS takes for any policy; it was not read.",
            "Split it.",
        )
        return None
    if is_odd:
        _check_texts(raw, reader)
    return raw


def _from_json(raw: str, reader: Reader) -> tuple[object, bool]:
    """What the text holds, and whether that is plain: it need not be looked over."""
    if len(raw) > LARGEST_TEXT:
        message = f"The document is a text of {len(raw)} characters; it was not read."
        reader.problem("", message, "Split it; AWS takes 32,768 characters at most.")
        return _UNREADABLE, False
    try:
        given, is_ambiguous = _decoded(raw)
    except RecursionError:
        reader.problem("", "The document is nested too deeply to be a policy.", "Flatten it.")
    except ValueError as error:
        reader.problem("", f"The document is no JSON: {error}.", "Make it valid JSON.")
    else:
        return given, not is_ambiguous and _is_plain(raw)
    return _UNREADABLE, False


def _is_plain(text: str) -> bool:
    """Whether a text of JSON is of bearable size, with printable characters written as such."""
    return (
        len(text) <= LARGEST_CONTENT and text.isascii() and "\\" not in text and "\x7f" not in text
    )


def decode(raw: str) -> object:
    """What a text of JSON holds; its objects remember which keys stand in them twice.

    Raises:
        ValueError: It is no JSON.
        RecursionError: It is nested too deeply.
    """
    return _decoded(raw)[0]


def _decoded(raw: str) -> tuple[object, bool]:
    """What a text of JSON holds, and whether keys stand in one of its objects twice."""
    ambiguous: list[_Ambiguous] = []

    def read(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        ambiguous.append(_Ambiguous(pairs))
        return ambiguous[-1]

    given = json.loads(raw, object_pairs_hook=read, parse_constant=_no_number)
    return given, bool(ambiguous)


class _Ambiguous(dict[str, Any]):
    """An object of a text in which keys stand twice, and which those are."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(key for key, _ in pairs)
        self.twice = [key for key, count in counts.items() if count > 1]


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no value of JSON")


def _look_over(raw: object) -> tuple[bool, bool]:
    """Whether there is more content than in any policy, and whether some of it is odd.

    Stops as soon as it is too large; nearly no document has ``_check_texts`` look for oddities.
    """
    left, is_odd = LARGEST_CONTENT, False
    waiting: list[object] = [raw]
    while waiting:
        given = waiting.pop()
        left -= 1
        if isinstance(given, str):
            left -= len(given)
            is_odd = is_odd or not (given.isascii() and given.isprintable())
        elif isinstance(given, list | tuple):
            left -= len(given)
            waiting.extend(given)
        elif isinstance(given, Mapping):
            left -= len(given)
            is_odd = is_odd or isinstance(given, _Ambiguous)
            waiting.extend(given.keys())
            waiting.extend(given.values())
        if left < 0:
            return True, is_odd
    return False, is_odd


def _check_texts(given: Mapping[object, Any], reader: Reader) -> None:
    """Report keys that stand twice, and characters that AWS does not take, each in its place."""
    waiting: list[tuple[str, object]] = [("", given)]
    while waiting:
        path, value = waiting.pop()
        if len(path) > _LONGEST_PATH:
            continue
        if isinstance(value, str):
            _check_characters(path, value, reader)
        elif isinstance(value, Mapping):
            if isinstance(value, _Ambiguous):
                _report_twice(path, value.twice, reader)
            for key, inner in reversed(tuple(value.items())):
                place = f"{path}.{text.name(key)}".lstrip(".")
                if isinstance(key, str):
                    _check_characters(place, key, reader)
                waiting.append((place, inner))
        elif isinstance(value, list | tuple):
            waiting += reversed([(f"{path}[{at}]", one) for at, one in enumerate(value)])


def _report_twice(path: str, keys: list[str], reader: Reader) -> None:
    for key in keys:
        reader.problem(
            f"{path}.{text.name(key)}".lstrip("."),
            f"The key {text.shown(key)} stands twice in one object; only the last one was read.",
            "Merge the two.",
        )


def _check_characters(path: str, value: str, reader: Reader) -> None:
    if value.isascii() and value.isprintable():
        return
    allowed = _IAM_CHARACTERS if reader.kind in _OF_IAM else _CHARACTERS
    found = allowed.search(value)
    if found is not None:
        reader.problem(
            path,
            f"The text has the character U+{ord(found[0]):04X}, which AWS does not take here.",
            "Remove it.",
        )
