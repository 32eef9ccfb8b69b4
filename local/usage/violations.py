"""What does not match of calls and grants, as violations: the shape that reports in files have."""

from collections.abc import Mapping, Sequence
from typing import Final

from local.engine.backend import Declared
from local.policy.client import Violation
from local.usage.found import Place
from local.usage.result import Finding, Kind, Usage

TITLES: Final[Mapping[str, str]] = {
    Kind.CALL_WITHOUT_GRANT: "Functions are granted what they call",
    Kind.GRANT_WITHOUT_CALL: "Functions call what they are granted",
}
"""What holds when there is none of a kind."""

_FUNCTION: Final = "aws:lambda/function:Function"


def violations(
    usages: Sequence[Usage], resources: Sequence[Declared]
) -> Mapping[Violation, Place | None]:
    """Each finding as a violation of the function, with its line in a file where it has one.

    Args:
        usages: What each function calls, beside what it was granted.
        resources: What the stack declares.
    """
    urns = {
        str(one.inputs.get("name", one.name)): one.urn for one in resources if one.type == _FUNCTION
    }
    return {
        _violation(found, urns.get(found.function, "")): found.place
        for usage in usages
        for found in usage.findings
    }


def _violation(found: Finding, urn: str) -> Violation:
    missing = found.kind is Kind.CALL_WITHOUT_GRANT
    places = [str(found.place) if found.place else "", found.path]
    return Violation(
        rule=str(found.kind),
        level="mandatory" if missing else "advisory",
        severity="high" if missing else "low",
        urn=urn,
        type=_FUNCTION,
        name=found.function,
        message=found.message,
        path=", ".join(filter(None, places)),
        fix=found.fix,
    )
