"""The answer to a request, and what it rests on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from guardrails.iam.model import Statement

RESOURCE: Final = "resource"
"""Stands among the keys when the request is for any resource of a pattern."""

RESOURCE_POLICY: Final = "resource policy"
"""Stands among the keys when the resource's own policy would decide, and was not given."""


class Answer(StrEnum):
    """What AWS answers."""

    ALLOWED = "allowed"
    EXPLICITLY_DENIED = "explicitly denied"
    """A statement denies it."""

    IMPLICITLY_DENIED = "implicitly denied"
    """Nothing allows it, whatever the keys that are not known."""

    DEPENDS = "depends"
    """Some values of the keys that are not known allow it, others may not."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A statement that had a part in the decision.

    Attributes:
        layer: Which kind of policy it stands in: ``identity policies``, ``SCP level 2``.
        policy: The policy's name; empty where there is only one of its kind.
        statement: What it says, and its place.
        effect: ``Allow`` or ``Deny``.
        place: Where it fails, for one that does not hold: ``Statement[0].Resource``.
        certain: Whether it holds whatever the keys that are not known.
    """

    layer: str
    policy: str
    statement: Statement
    effect: str
    place: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, and why.

    Attributes:
        answer: What AWS answers.
        cited: What decided: the statements that deny, else those that allow; for an answer that
            depends, also those of which it is not known whether they hold.
        depends_on: The keys that decide, as the policies spell them; ``resource`` for a request
            with wildcards, ``resource policy`` for one that was not given.
        lacking: The kinds of policy that would have to allow it and do not.
        near: Statements that allow the action, but not this request.
    """

    answer: Answer
    cited: tuple[Cited, ...] = ()
    depends_on: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    near: tuple[Cited, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether it is allowed for sure."""
        return self.answer is Answer.ALLOWED
