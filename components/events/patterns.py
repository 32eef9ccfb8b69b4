"""Event patterns, as Lambda's filters take them."""

import json
from collections.abc import Mapping, Sequence

from components.core import limits
from components.core.errors import LimitError, SpecError


def check_patterns(where: str, patterns: Sequence[str]) -> None:
    """Refuse what Lambda would: it does so only while it deploys.

    A pattern is an object whose leaves are lists of values and rules:
    https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax

    Raises:
        SpecError: Text that is no JSON object, or an object whose leaf is no list.
        LimitError: More than 5 patterns, or one above 4096 characters.
    """
    if len(patterns) > limits.FILTERS:
        raise LimitError(where, len(patterns), f"at most {limits.FILTERS} filters")
    for number, text in enumerate(patterns):
        place = f"{where}[{number}]"
        if len(text) > limits.FILTER_CHARACTERS:
            allowed = f"at most {limits.FILTER_CHARACTERS} characters"
            raise LimitError(place, f"{len(text)} characters", allowed)
        pattern = parse_json(place, text)
        if not (isinstance(pattern, Mapping) and _leaves_are_lists(pattern)):
            allowed = 'an object whose leaves are lists, such as {"eventName": ["INSERT"]}'
            raise SpecError(place, text, allowed)


def parse_json(where: str, text: str) -> object:
    """Parse JSON text.

    Raises:
        SpecError: It is none.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SpecError(where, text, f"JSON ({error})") from error


def _leaves_are_lists(node: object) -> bool:
    if isinstance(node, Mapping):
        return bool(node) and all(_leaves_are_lists(child) for child in node.values())
    return isinstance(node, list) and bool(node)
