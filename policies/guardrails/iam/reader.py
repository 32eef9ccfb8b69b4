"""Collects what is wrong with one document while it is read."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from guardrails.iam import text
from guardrails.iam.model import DocumentKind, Problem

MOST_PROBLEMS: Final = 100


class Reader:
    """Collects the problems of one document of a kind."""

    def __init__(self, kind: DocumentKind) -> None:
        self.kind = kind
        self.problems: list[Problem] = []

    def problem(self, path: str, message: str, fix: str) -> None:
        """Note a problem; from a hundred on nobody reads them."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(path, message, fix))

    def known_elements(
        self, path: str, given: Mapping[object, Any], known: Collection[str]
    ) -> None:
        """Report every key that AWS does not know there."""
        foreign = [key for key in given if key not in known]
        if not foreign:
            return
        spelt = {name.lower(): name for name in known}
        for key in foreign:
            meant = spelt.get(key.lower()) if isinstance(key, str) else None
            self.problem(
                f"{path}.{text.name(key)}".lstrip("."),
                f"AWS knows no element {text.shown(key)} here, only {', '.join(known)}.",
                f"Write {meant}." if meant else "Remove it.",
            )

    def texts(self, path: str, given: object) -> tuple[str, ...] | None:
        """One text or a list of texts; ``None`` for anything else."""
        values = (given,) if isinstance(given, str) else given
        if not isinstance(values, list | tuple) or not values:
            what = "empty" if values in ([], ()) else text.shown(given)
            message = f"{path.rpartition('.')[2]} is {what}; AWS takes a text or a list of texts."
            self.problem(path, message, "Write at least one text.")
            return None
        read: list[str] = []
        for at, value in enumerate(values):
            if not isinstance(value, str):
                message = f"The value is {text.shown(value)}; AWS takes a text."
                self.problem(f"{path}[{at}]", message, "Write a text, or remove it.")
                continue
            read.append(value)
        return tuple(read) if len(read) == len(values) else None
