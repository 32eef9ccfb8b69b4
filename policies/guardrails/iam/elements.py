"""Reads the elements of a statement, each problem with its place.

A problem of form (a number for an action, an element missing) spoils the statement, which is then
left out; any other is reported and the statement is judged nevertheless.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from guardrails.iam import arn, principals, text
from guardrails.iam.model import Condition, DocumentKind, Principal, Statement
from guardrails.iam.reader import Reader

_STATEMENT: Final = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
_WITHOUT_PRINCIPAL: Final = (DocumentKind.IDENTITY, DocumentKind.SCP)
_ACTION: Final = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9*?-]+|\*(:\*)?")
_SID: Final = re.compile(r"[A-Za-z0-9]*")
_QUALIFIERS: Final = ("forallvalues", "foranyvalue")

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
OPERATORS: Final = frozenset(
    {"stringequals", "stringnotequals", "stringequalsignorecase", "stringnotequalsignorecase"}
    | {"stringlike", "stringnotlike", "bool", "null", "binaryequals", "ipaddress", "notipaddress"}
    | {"arnequals", "arnlike", "arnnotequals", "arnnotlike"}
    | {"numericequals", "numericnotequals", "numericlessthan", "numericlessthanequals"}
    | {"numericgreaterthan", "numericgreaterthanequals", "dateequals", "datenotequals"}
    | {"datelessthan", "datelessthanequals", "dategreaterthan", "dategreaterthanequals"}
)


def is_well_formed_action(action: str) -> bool:
    """Whether ``action`` is ``*`` or has a service and a name, of which AWS may know nothing."""
    return _ACTION.fullmatch(action) is not None


def read_statement(given: object, path: str, reader: Reader) -> Statement | None:
    """Read one statement; ``None`` when its form is wrong."""
    if not isinstance(given, Mapping):
        message = f"The statement is {text.shown(given)}; AWS takes an object."
        reader.problem(path, message, 'Write {"Effect": ..., "Action": ..., ...}.')
        return None
    reader.known_elements(path, given, _STATEMENT)
    effect = _effect(given, path, reader)
    actions = _either(given, path, "Action", reader)
    resources = _resources(given, path, reader)
    whom = _principals(given, path, reader)
    conditions = _conditions(given.get("Condition", {}), f"{path}.Condition", reader)
    sid = _sid(given, path, reader)
    if effect is None or actions is None or resources is None:
        return None
    if whom is None or conditions is None:
        return None
    for element, values in (("Action", actions[0]), ("NotAction", actions[1])):
        _check_actions(values, f"{path}.{element}", reader)
    for element, values in (("Resource", resources[0]), ("NotResource", resources[1])):
        _check_resources(values, f"{path}.{element}", reader)
    return Statement(effect, *actions, *resources, *whom, conditions, sid, path)


def _effect(given: Mapping[object, Any], path: str, reader: Reader) -> str | None:
    effect = given.get("Effect")
    if effect in ("Allow", "Deny"):
        if effect == "Allow" and reader.kind is DocumentKind.RCP:
            message = "Effect is Allow; AWS takes a resource control policy with Deny only."
            reader.problem(f"{path}.Effect", message, 'Write "Effect": "Deny".')
        return effect
    what = text.shown(effect) if "Effect" in given else "missing"
    message = f"Effect is {what}; AWS takes Allow or Deny, in just this spelling."
    reader.problem(f"{path}.Effect", message, 'Write "Effect": "Allow" or "Deny".')
    return None


def _sid(given: Mapping[object, Any], path: str, reader: Reader) -> str | None:
    sid = given.get("Sid")
    if sid is None and "Sid" not in given:
        return None
    if not isinstance(sid, str):
        message = f"Sid is {text.shown(sid)}; AWS takes a text."
        reader.problem(f"{path}.Sid", message, "Write a text.")
        return None
    # Resource policies of some services take any character.
    if reader.kind is not DocumentKind.RESOURCE and not _SID.fullmatch(sid):
        message = f"Sid is {text.shown(sid)}; IAM takes letters and digits only."
        reader.problem(f"{path}.Sid", message, "Leave out the other characters.")
    return sid or None


_Both = tuple[tuple[str, ...], tuple[str, ...]]


def _either(given: Mapping[object, Any], path: str, element: str, reader: Reader) -> _Both | None:
    """The values of ``element`` and those of its opposite, of which one has to be empty."""
    opposite = f"Not{element}"
    present = [name for name in (element, opposite) if name in given]
    if len(present) != 1:
        _one_of(path, element, reader, both=bool(present))
        return None
    values = reader.texts(f"{path}.{present[0]}", given[present[0]])
    if values is None:
        return None
    return (values, ()) if present[0] == element else ((), values)


def _one_of(path: str, element: str, reader: Reader, *, both: bool) -> None:
    found = f"Both {element} and" if both else f"Neither {element} nor"
    message = f"{found} Not{element} stand here; AWS takes exactly one of them."
    reader.problem(path, message, f"{'Keep' if both else 'Write'} {element}.")


def _resources(given: Mapping[object, Any], path: str, reader: Reader) -> _Both | None:
    present = [name for name in ("Resource", "NotResource") if name in given]
    if reader.kind is DocumentKind.TRUST:
        for name in present:
            message = f"{name} stands here; a trust policy stands for its own role."
            reader.problem(f"{path}.{name}", message, "Remove it.")
        return (), ()
    # Some resources' policies, such as a repository's, speak of that resource without naming it.
    if reader.kind is DocumentKind.RESOURCE and not present:
        return (), ()
    return _either(given, path, "Resource", reader)


def _principals(
    given: Mapping[object, Any], path: str, reader: Reader
) -> tuple[tuple[Principal, ...], tuple[Principal, ...]] | None:
    present = [name for name in ("Principal", "NotPrincipal") if name in given]
    if reader.kind in _WITHOUT_PRINCIPAL:
        for name in present:
            message = (
                f"{name} stands here; {_article(reader.kind)} holds for whom it is attached to."
            )
            reader.problem(f"{path}.{name}", message, "Remove it.")
        return (), ()
    if len(present) != 1:
        _one_of(path, "Principal", reader, both=bool(present))
        return None
    read = principals.read(given[present[0]], f"{path}.{present[0]}", reader)
    if read is None:
        return None
    if reader.kind is DocumentKind.RCP and given.get("Principal") != "*":
        message = "A resource control policy is for everyone: AWS takes no principal but *."
        fix = 'Write "Principal": "*", and name whom to spare in a condition.'
        reader.problem(f"{path}.{present[0]}", message, fix)
    return (read, ()) if present[0] == "Principal" else ((), read)


def _article(kind: DocumentKind) -> str:
    return f"an {kind}" if kind is DocumentKind.IDENTITY else f"a {kind}"


def _conditions(given: object, path: str, reader: Reader) -> tuple[Condition, ...] | None:
    if not isinstance(given, Mapping):
        message = f"Condition is {text.shown(given)}; AWS takes operators, keys and values."
        fix = 'Write {"StringEquals": {"aws:PrincipalOrgID": "o-..."}}.'
        reader.problem(path, message, fix)
        return None
    read: list[Condition | None] = []
    for operator, keys in given.items():
        place = f"{path}.{text.name(operator)}"
        if not isinstance(operator, str) or not isinstance(keys, Mapping):
            message = f"{text.name(operator)} has {text.shown(keys)}; AWS takes keys and values."
            reader.problem(place, message, 'Write {"key": ["value"]}.')
            return None
        read += [_condition(operator, key, keys[key], place, reader) for key in keys]
    known = tuple(condition for condition in read if condition is not None)
    return known if len(known) == len(read) else None


def _condition(
    operator: str, key: object, given: object, place: str, reader: Reader
) -> Condition | None:
    path = f"{place}.{text.name(key)}"
    many = given if isinstance(given, list | tuple) else [given]
    values = tuple(value for value in map(_as_text, many) if value is not None)
    if not isinstance(key, str) or not values or len(values) != len(many):
        message = f"The values are {text.shown(given)}; AWS takes texts, numbers, true and false."
        reader.problem(path, message, "Write at least one value, each of them a text.")
        return None
    qualifier, colon, name = operator.lower().rpartition(":")
    if_exists = name.endswith("ifexists")
    name = name.removesuffix("ifexists")
    if name not in OPERATORS or (colon and qualifier not in _QUALIFIERS):
        message = f"AWS knows no condition operator {text.shown(operator)}."
        reader.problem(place, message, "Write one such as StringEquals or ArnLike.")
    return Condition(name, qualifier, if_exists, key, values, path)


# No number of a policy is longer; Python refuses to print those of thousands of digits.
_LARGEST_NUMBER: Final = 10**30


def _as_text(value: object) -> str | None:
    """A condition's value as AWS compares it; ``None`` for what it does not take."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    # Not a number is not smaller than anything, so it is refused as well.
    if not isinstance(value, int | float) or not abs(value) < _LARGEST_NUMBER:
        return None
    # Whole numbers arrive as floats when they came through a protobuf value.
    return str(int(value)) if value == int(value) else str(value)


def _check_actions(actions: tuple[str, ...], path: str, reader: Reader) -> None:
    for at, action in enumerate(actions):
        if not is_well_formed_action(action):
            message = f"The action is {text.shown(action)}; AWS takes * or a service and a name."
            fix = "Write it like s3:GetObject, without a wildcard in the service."
            reader.problem(f"{path}[{at}]", message, fix)


def _check_resources(resources: tuple[str, ...], path: str, reader: Reader) -> None:
    for at, resource in enumerate(resources):
        if resource == "*":
            continue
        if arn.is_well_formed(resource):
            flaw = arn.flaw(resource)
            if flaw is not None:
                message, fix = flaw
                shown = text.shown(resource)
                reader.problem(f"{path}[{at}]", f"The resource is {shown}; {message}.", fix)
            continue
        # API Gateway fills in the rest of the ARN.
        if reader.kind is DocumentKind.RESOURCE and resource.startswith("execute-api:/"):
            continue
        message = f"The resource is {text.shown(resource)}; AWS takes * or an ARN."
        fix = "Write it like arn:aws:sqs:eu-central-1:123456789012:name."
        reader.problem(f"{path}[{at}]", message, fix)
