"""The rules of Bulwark's own pack; importing this package has put the pack on the path."""

from collections import Counter
from collections.abc import Iterable

from guardrails.native import NATIVE
from guardrails.registry import RULES
from guardrails.resource_types import current
from local.engine.backend import Declared

__all__ = ["RULES", "types_without_rules"]


def types_without_rules(resources: Iterable[Declared]) -> dict[str, int]:
    """The types that no rule is about, each with how many resources of it there are.

    Components and Pulumi's own (providers, references to stacks) are not counted, nor is what the
    stack only reads: there is nothing to judge.
    """
    judged = {type_ for rule in RULES for type_ in rule.applies_to}
    judged |= {native.type for native in NATIVE.values() if native.classics & judged}
    types = Counter(
        one.type
        for one in resources
        if one.custom and not one.external and not one.type.startswith("pulumi:")
    )
    return {type_: types[type_] for type_ in sorted(types) if current(type_) not in judged}
