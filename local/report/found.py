"""What the reports in files are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from local.engine.backend import Declared
from local.policy.catalogue import RULES
from local.policy.client import Judgement

if TYPE_CHECKING:
    from guardrails.model import Rule


@dataclass(frozen=True)
class Found:
    """What the policies found in a stack or a file.

    Attributes:
        about: What was judged, for people: ``stack dev`` or the file's name.
        source: The file that a finding is shown at, relative to the project: ``__main__.py``.
        resources: What was judged.
        judged: What the policies say.
    """

    about: str
    source: str
    resources: Sequence[Declared]
    judged: Judgement

    @cached_property
    def rules(self) -> Mapping[str, "Rule"]:
        """The rules of Bulwark's own pack by id; those of other packs are not described."""
        return {rule.id: rule for rule in RULES}
