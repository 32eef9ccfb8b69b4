"""What the reports in files are made of."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from local.access.map import of_graph
from local.access.svg import render
from local.engine.backend import Declared
from local.policy.catalogue import RULES
from local.policy.client import Judgement, Violation
from local.stack_graph import graph_of_resources
from local.usage.found import Place
from local.usage.result import Usage
from local.usage.violations import violations

if TYPE_CHECKING:
    from guardrails.model import Rule


@dataclass(frozen=True)
class Found:
    """What the policies found in a stack or a file.

    Attributes:
        about: What was judged, for people: ``stack dev`` or the file's name.
        source: The file that a finding is shown at, relative to the project: ``__main__.py``.
        resources: What was judged.
        policies: What the policies say.
        outputs: What is known of a resource besides its inputs, by URN.
        usages: What each function calls, beside what it was granted; a file does not tell.
    """

    about: str
    source: str
    resources: Sequence[Declared]
    policies: Judgement
    outputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    usages: tuple[Usage, ...] = ()

    @cached_property
    def judged(self) -> Judgement:
        """What the policies say, and what does not match of calls and grants."""
        return self.policies.with_violations(self.places)

    @cached_property
    def places(self) -> Mapping[Violation, Place | None]:
        """What does not match of calls and grants, and where that stands in a file."""
        return violations(self.usages, self.resources)

    @cached_property
    def rules(self) -> Mapping[str, "Rule"]:
        """The rules of Bulwark's own pack by id; those of other packs are not described."""
        return {rule.id: rule for rule in RULES}

    @cached_property
    def access_map(self) -> str:
        """The picture of who can do what, as SVG; empty where nobody can do anything."""
        given = of_graph(self.about, graph_of_resources(self.resources, self.outputs))
        return render(given) if given.edges else ""

    @property
    def day(self) -> str:
        """The day of the report, such as ``2026-11-21``."""
        return dt.datetime.now(dt.UTC).date().isoformat()
