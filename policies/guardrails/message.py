"""The text of a violation: the only thing that the analyzer protocol carries to the reader."""

import re
from dataclasses import dataclass

_VIOLATION = re.compile(
    r"(?:[^\n]*\n)??(?P<message>[^\n]*)\nWhere: (?P<path>[^\n]*)\nFix: (?P<fix>.*?)"
    r"(?:\nWaived: (?P<waiver>[^\n]*))?",
    re.DOTALL,
)
_UNDETERMINED = re.compile(r"undetermined: (?P<path>[^\n]*) is not known at preview$")


@dataclass(frozen=True, slots=True)
class Violation:
    """What a violation's text says."""

    message: str
    path: str
    fix: str
    waiver: str = ""


def render(message: str, path: str, fix: str, waiver: str = "") -> str:
    """The text of a violation; line breaks in the message and the path become spaces.

    Args:
        message: What is wrong.
        path: Where.
        fix: How to mend it; may have several lines.
        waiver: Who answers for it and until when: ``until 2027-03-31 by orders-team: …``.
    """
    told = f"{_one_line(message)}\nWhere: {_one_line(path)}\nFix: {fix.strip()}"
    return f"{told}\nWaived: {_one_line(waiver)}" if waiver else told


def parse(text: str) -> Violation:
    """Read ``render``'s text, with or without the policy's description on a line before it.

    Text of another form (another pack's) becomes the message.
    """
    match = _VIOLATION.fullmatch(text)
    if match is None:
        return Violation(text.strip(), "", "")
    return Violation(match["message"], match["path"], match["fix"], match["waiver"] or "")


def render_undetermined(rule: str, pack: str, path: str) -> str:
    """The text with which a rule says that it cannot judge, in the wording of Pulumi's SDK.

    Args:
        rule: The rule's id.
        pack: The pack's name and version, such as ``bulwark@v0.1.0``.
        path: The property that is not known.
    """
    reason = f"undetermined: {_one_line(path)} is not known at preview"
    return f"can't run policy '{rule}' from policy pack '{pack}' during preview: {reason}"


def undetermined_path(text: str) -> str | None:
    """The unknown property that ``render_undetermined``'s text names; ``None`` for other text."""
    match = _UNDETERMINED.search(text)
    return match["path"] if match else None


def _one_line(text: str) -> str:
    return " ".join(text.split())
