"""Conditions that seem to demand a second factor and do not.

Requests signed with a user's long-lived access key have neither of the two keys; those of a session
without a second factor have ``aws:MultiFactorAuthPresent`` with ``false``:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from guardrails.iam.findings import Finding, finding
from guardrails.iam.model import Condition, Document

_PRESENT: Final = "aws:multifactorauthpresent"
_AGE: Final = "aws:multifactorauthage"
_OLDER: Final = ("numericgreaterthan", "numericgreaterthanequals")

_DENY: Final = 'Deny with "BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}'
_ALLOW: Final = 'Allow with "Bool": {"aws:MultiFactorAuthPresent": "true"}'


class _Form(NamedTuple):
    """What matters of a condition."""

    key: str
    operator: str
    if_exists: bool
    value: str
    """In lower case; empty for several."""

    @property
    def is_too_old(self) -> bool:
        """Whether it is about a second factor given too long ago."""
        return self.key == _AGE and self.operator in _OLDER


class _Mistake(NamedTuple):
    message: str
    fix: str


_WITHOUT: Final = _Form(_PRESENT, "bool", if_exists=False, value="false")
_WITHOUT_OR_MISSING: Final = _WITHOUT._replace(if_exists=True)
_MISSING: Final = (
    _Form(_PRESENT, "null", if_exists=False, value="true"),
    _Form(_AGE, "null", if_exists=False, value="true"),
)

_ALLOWED: Final = {
    _Form(_PRESENT, "bool", if_exists=True, value="true"): _Mistake(
        "A request with a long-lived access key has no aws:MultiFactorAuthPresent, and "
        "BoolIfExists allows it without a second factor.",
        _ALLOW,
    ),
    _Form(_PRESENT, "null", if_exists=False, value="false"): _Mistake(
        "That aws:MultiFactorAuthPresent is there does not tell that it is true: a session "
        "without a second factor has it too.",
        _ALLOW,
    ),
    _WITHOUT: _Mistake(
        "This allows sessions without a second factor only, and no access key: it demands a "
        "second factor of nobody.",
        _ALLOW,
    ),
}


def judge(document: Document) -> Iterator[Finding]:
    """Each condition on a second factor that does not demand one."""
    about = [
        (statement.allows, condition, _form(condition))
        for statement in document.statements
        for condition in statement.conditions
        if condition.key.lower() in {_PRESENT, _AGE}
    ]
    denied = {form for allows, _, form in about if not allows}
    complete = _deny_all(denied)
    for allows, condition, form in about:
        mistake = _ALLOWED.get(form) if allows else _denied(form, complete=complete)
        if mistake is not None:
            yield finding("mfa-pattern", condition.path, mistake.message, f"Write {mistake.fix}.")


def _form(condition: Condition) -> _Form:
    value = condition.values[0].lower() if len(condition.values) == 1 else ""
    return _Form(condition.key.lower(), condition.operator, condition.if_exists, value)


def _deny_all(denied: Collection[_Form]) -> bool:
    """Whether denials together leave nobody without a second factor."""
    if _WITHOUT_OR_MISSING in denied:
        return True
    without = _WITHOUT in denied or any(form.is_too_old for form in denied)
    return without and any(form in denied for form in _MISSING)


def _denied(form: _Form, *, complete: bool) -> _Mistake | None:
    if form[:2] == (_PRESENT, "bool") and form.value == "true":
        return _Mistake("This denies those who gave a second factor, and nobody else.", _DENY)
    if complete:
        return None
    if form == _WITHOUT:
        return _Mistake(
            "A request with a long-lived access key has no aws:MultiFactorAuthPresent: Bool does "
            "not deny it, and it needs no second factor.",
            _DENY,
        )
    if form == _MISSING[0]:
        return _Mistake(
            "A session without a second factor has aws:MultiFactorAuthPresent, with false: this "
            "denies access keys only.",
            _DENY,
        )
    if form.is_too_old and not form.if_exists:
        return _Mistake(
            "A request without a second factor has no aws:MultiFactorAuthAge, and is not denied.",
            "NumericGreaterThanIfExists",
        )
    return None
