"""Reads Principal and NotPrincipal.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

import re
from collections.abc import Mapping
from typing import Final

from guardrails.iam import arn, text
from guardrails.iam.model import Principal
from guardrails.iam.reader import Reader

ORGANIZATION: Final = 'add "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-..."}}'
"""How a statement for everyone is held to an organization; for the advice of findings."""

_ANYONE: Final = "*"
_NAME: Final = r"[A-Za-z0-9+=,.@_/-]+"
_FORMS: Final = {
    # An account, a principal of it, or the id that remains of a deleted one.
    "AWS": re.compile(
        rf"[0-9]{{12}}|arn:aws[a-z-]*:(iam|sts)::[0-9]{{12}}:(root|[a-z-]+/{_NAME})|A[A-Z0-9]{{15,}}"
        r"|arn:aws[a-z-]*:iam::cloudfront:user/.+"
    ),
    "Service": re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+"),
    "Federated": re.compile(rf"arn:aws[a-z-]*:iam::[0-9]{{12}}:{_NAME}|[a-z0-9-]+(\.[a-z0-9-]+)+"),
    "CanonicalUser": re.compile(r"[0-9a-f]{64}"),
}
_EXAMPLES: Final = {
    "AWS": "an account's id or the ARN of a user or a role, without wildcards",
    "Service": "a service's name such as lambda.amazonaws.com",
    "Federated": "a provider's ARN or domain",
    "CanonicalUser": "64 hexadecimal digits",
}


def read(given: object, path: str, reader: Reader) -> tuple[Principal, ...] | None:
    """The principals; ``None`` when their form is wrong."""
    if given == _ANYONE:
        return (Principal(_ANYONE, _ANYONE, path),)
    if not isinstance(given, Mapping) or not given:
        what = "empty" if given == {} else text.shown(given)
        message = f"{path.rpartition('.')[2]} is {what}; AWS takes * or an object."
        reader.problem(path, message, 'Write {"Service": "lambda.amazonaws.com"} or the like.')
        return None
    reader.known_elements(path, given, _FORMS)
    found: list[Principal] = []
    for kind in _FORMS:
        if kind not in given:
            continue
        values = reader.texts(f"{path}.{kind}", given[kind])
        if values is None:
            return None
        for at, value in enumerate(values):
            principal = Principal(kind, value, f"{path}.{kind}[{at}]")
            found.append(principal)
            _check(principal, reader)
    return tuple(found) or None


def _check(principal: Principal, reader: Reader) -> None:
    if principal.is_everyone or _FORMS[principal.kind].fullmatch(principal.value):
        return
    shown, allowed = text.shown(principal.value), _EXAMPLES[principal.kind]
    message = f"The principal is {shown}; AWS takes {allowed}."
    reader.problem(principal.path, message, "Name the principal as AWS does.")


def root_account(principal: Principal) -> str | None:
    """The account that the principal stands for as a whole."""
    value = principal.value
    if principal.kind != "AWS" or (value.startswith("arn:") and not value.endswith(":root")):
        return None
    return account(principal)


def account(principal: Principal) -> str | None:
    """The account that the principal is of, or stands for; ``None`` for AWS's own and services."""
    value = principal.value
    if principal.kind != "AWS":
        return None
    if value.startswith("arn:"):
        parts = arn.split(value)
        value = parts.account if parts else ""
    return value if value.isascii() and value.isdigit() else None
