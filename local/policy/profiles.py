"""The profiles that ship with the pack: levels for a purpose, made of what each rule says.

A profile names only the rules whose level it changes; what is disabled is an opinion and stays so.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from guardrails.model import Rule

_GRAVE: Final = frozenset({"critical", "high"})
_IMMATERIAL: Final = frozenset(
    {"encryption-at-rest", "encryption-in-transit", "logging", "resilience"}
)
"""Categories of what an AWS on this machine, gone after the session, cannot suffer from."""


def _strict(rule: "Rule") -> str:
    """What is advisory otherwise refuses."""
    return "mandatory" if rule.level == "advisory" else rule.level


def _baseline(rule: "Rule") -> str:
    """Only what is critical or high refuses."""
    return "advisory" if rule.severity not in _GRAVE and rule.level == "mandatory" else rule.level


def _local(rule: "Rule") -> str:
    """What cannot matter in the embedded AWS is off."""
    return "disabled" if rule.category in _IMMATERIAL else rule.level


PROFILES: Final[Mapping[str, Callable[["Rule"], str]]] = {
    "baseline": _baseline,
    "local": _local,
    "strict": _strict,
}
"""The level that each profile gives a rule."""


def rendered(name: str, rules: Iterable["Rule"]) -> str:
    """The text of a profile's file, in the shape of ``--policy-pack-config``."""
    level = PROFILES[name]
    changed = {rule.id: str(level(rule)) for rule in rules if level(rule) != rule.level}
    return json.dumps(changed, indent=2, sort_keys=True) + "\n"
