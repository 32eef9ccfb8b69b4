"""Which texts look drawn by lot, unlike names, dates, ids and addresses."""

import math
import re
from collections import Counter
from typing import Final

_LONGEST_RANDOM: Final = 4096
_LEAST_ENTROPY: Final = 3.0  # bits per character; 16 random hexadecimal digits have 3.2
_LEAST_SWITCHES: Final = 4  # between digits and letters; a time such as 20240115T101500Z has three
_LEAST_TURNS: Final = 0.4  # per character, between small, large and digits; 0.6 by lot

_CHUNKS: Final = re.compile(r"[A-Za-z0-9+]{16,}+|(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![\w/+])")
_RUNS: Final = re.compile(r"[0-9]++|[a-z]++|[A-Z]++")
_SWITCH: Final = re.compile(r"(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])")
_ID: Final = re.compile(r"[a-z]{1,12}-[0-9a-f]{8,32}")


def is_random(text: str) -> bool:
    """Whether a part of the text looks drawn by lot."""
    text = text[:_LONGEST_RANDOM]
    return not _ID.fullmatch(text) and any(map(_is_mixed, _CHUNKS.findall(text)))


def _is_mixed(chunk: str) -> bool:
    turns = len(_RUNS.findall(chunk)) / len(chunk)
    if len(_SWITCH.findall(chunk)) < _LEAST_SWITCHES and turns < _LEAST_TURNS:
        return False
    counts = Counter(chunk).values()
    entropy = -sum(count / len(chunk) * math.log2(count / len(chunk)) for count in counts)
    return entropy >= _LEAST_ENTROPY
