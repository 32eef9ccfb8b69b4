"""Whether the conditions of a statement are met: yes, no, or it depends on keys that are not known.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
"""

from collections.abc import Iterable, Iterator
from typing import Final

from guardrails.iam.evaluation import variables
from guardrails.iam.evaluation.logic import Met
from guardrails.iam.evaluation.operators import COMPARISONS, NEGATIONS
from guardrails.iam.evaluation.request import Context
from guardrails.iam.model import Condition

_NULL: Final = "null"
_ALL, _ANY = "forallvalues", "foranyvalue"

# With the others a "${" is plain text.
_WITH_VARIABLES: Final = ("string", "arn", "bool")


def holds(condition: Condition, context: Context, version: str = variables.WITH_VARIABLES) -> Met:
    """Whether a condition is met.

    Args:
        condition: Of any operator; one that AWS does not know is never met.
        context: The request's keys.
        version: The document's: the older one has no variables.
    """
    present = context.values(condition.key)
    if condition.operator == _NULL:
        return _null(condition, present)
    if present is None:
        return Met.UNKNOWN
    if not present:
        return Met.of(_met_when_absent(condition))
    met = (_meets(condition, one, context, version) for one in _compared(condition, present))
    if condition.qualifier == _ALL:
        return min(met, default=Met.YES)
    return max(met, default=Met.NO)


def _compared(condition: Condition, present: tuple[str, ...]) -> Iterable[str]:
    """Which of the request's values decide."""
    if condition.qualifier == _ALL:
        # An empty text counts as no value.
        return filter(None, present)
    # Without a qualifier, several values cannot be compared.
    return present if condition.qualifier or len(present) == 1 else ()


def _null(condition: Condition, present: tuple[str, ...] | None) -> Met:
    wanted = {value.lower() for value in condition.values} & {"true", "false"}
    if present is None:
        return Met.NO if not wanted else Met.YES if len(wanted) > 1 else Met.UNKNOWN
    return Met.of(("false" if present else "true") in wanted)


def _met_when_absent(condition: Condition) -> bool:
    if condition.if_exists or condition.qualifier == _ALL:
        return True
    return condition.operator in NEGATIONS and condition.qualifier != _ANY


def _meets(condition: Condition, given: str, context: Context, version: str) -> Met:
    """Whether one value of the request meets the condition."""
    compare = COMPARISONS.get(NEGATIONS.get(condition.operator, condition.operator))
    if compare is None:
        return Met.NO
    within = context if _has_variables(condition, version) else None
    compared = [compare(given, value, within) for value in condition.values]
    if condition.operator in NEGATIONS:
        return min(min(one.comparable, one.fits.negated()) for one in compared)
    return max(min(one.comparable, one.fits) for one in compared)


def unknown_keys(condition: Condition, context: Context, version: str) -> Iterator[str]:
    """The keys that a condition reads and the request may have or not, as they are spelt."""
    for key in keys(condition, version):
        if context.values(key) is None:
            yield key


def keys(condition: Condition, version: str) -> Iterator[str]:
    """The keys that a condition reads, those of its variables included."""
    yield condition.key
    if _has_variables(condition, version):
        for value in condition.values:
            yield from variables.read_by(value)


def _has_variables(condition: Condition, version: str) -> bool:
    return version == variables.WITH_VARIABLES and condition.operator.startswith(_WITH_VARIABLES)
