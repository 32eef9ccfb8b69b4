"""Policy documents made to break what reads them: the same ones in each run, as many as wanted."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from guardrails.iam.model import DocumentKind

Draw = random.Random

_EFFECTS: Final = ("Allow", "Allow", "Allow", "Deny", "allow", "", "\x00", 1)
_ACTIONS: Final = (
    *("*", "*:*", "s3:*", "S3:GET*", "iam:PassRole", "iam:CreateAccessKe?", "sts:AssumeRole"),
    *("ec2:*e*", "lambda:Update*Code", "kms:Decrypt", "s3:GetObject", "iam:*", "?*:?*", "i?m:*"),
    *("secretsmanager:GetSecretValue", "nosuch:Thing", "s3:NoSuchThing", "s3:", ":", "s3", ""),
    *("ssm:SendCommand", "dynamodb:PutItem", "iam:PutRolePolicy", "sqs:SendMessage", "s3:Get${*}"),
)
_RESOURCES: Final = (
    *("*", "**", "?*", "arn:aws:s3:::*", "arn:aws:s3:::orders/*", "arn:aws:iam::*:role/*", "arn:"),
    *("arn:aws:dynamodb:eu-central-1:123456789012:table/orders", "arn:aws:iam::1:user/${aws:x}"),
    *(
        "arn:*:*:*:*:*",
        "arn:aws:s3*",
        "orders",
        "",
        "::::::",
        "arn:aws:kms:*:*:key/*",
        "${",
        "${*}",
    ),
)
_PRINCIPALS: Final = (
    *("*", {"AWS": "*"}, {"AWS": ["123456789012", "*"]}, {"Service": "lambda.amazonaws.com"}),
    *({"AWS": "arn:aws:iam::111122223333:root"}, {"Federated": "cognito-identity.amazonaws.com"}),
    *(
        {},
        {"AWS": []},
        {"Nobody": "x"},
        {"AWS": {"AWS": "*"}},
        "123456789012",
        {"CanonicalUser": "0"},
    ),
)
_OPERATORS: Final = (
    *("StringEquals", "StringLike", "StringNotEquals", "ArnLike", "Bool", "Null", "IpAddress"),
    *("NumericLessThan", "DateGreaterThan", "BinaryEquals", "StringEqualsIfExists", "NoSuchThing"),
    *(
        "ForAllValues:StringLike",
        "ForAnyValue:StringEquals",
        "ForSome:StringEquals",
        "IfExists",
        ":",
    ),
)
_KEYS: Final = (
    *("aws:PrincipalOrgID", "aws:SourceArn", "aws:SourceIp", "aws:ResourceTag/team", "s3:prefix"),
    *("aws:CurrentTime", "aws:MultiFactorAuthPresent", "iam:PassedToService", "sts:ExternalId"),
    *(
        "token.actions.githubusercontent.com:sub",
        "aws:TagKeys",
        "nosuch:key",
        "",
        "aws:",
        "${aws:x}",
    ),
)
_VALUES: Final = (
    *(
        "*",
        "",
        "o-a1b2c3d4e5",
        "true",
        "0.0.0.0/0",
        "::/0",
        "1.2.3.4/99",
        "999.1.1.1",
        "2020-01-01",
    ),
    *("2020-13-45T99:99:99Z", "9" * 400, "1e999", "-0", "NaN", "arn:aws:s3:::*", "${aws:username}"),
    *("${aws:username, 'x'}", "${", "lambda.amazonaws.com", "repo:*", True, False, 0, 1.5, 2**70),
)
_ODD: Final = (
    *(
        None,
        True,
        0,
        -1,
        1.5,
        2**200,
        float("inf"),
        float("nan"),
        "",
        "\x00",
        "\ud800",
        "\u202e",
        "é",
    ),
    *([], {}, [[]], [None], {"": None}, {"a": {"b": {}}}, [{}], ["*", 1], (), ("a",), {"0": []}),
)
_CHARACTERS: Final = (
    '\x00\x07\x1b\x7f\x85\u2028\u202e\ufeff\ud83d\ude00\ud800\U0001f512é*?${}:/"\\[],\n \t'
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A document, and in which way it is hostile."""

    way: str
    kind: DocumentKind
    raw: object


def documents(count: int, seed: int = 0) -> Iterator[Hostile]:
    """That many documents; one of some hundreds is as large as it can be."""
    draw = Draw(seed)
    ways = list(_WAYS)
    weights = [weight for weight, _ in _WAYS.values()]
    for way in draw.choices(ways, weights, k=count):
        kind = draw.choice(list(DocumentKind))
        yield Hostile(way, kind, _WAYS[way][1](draw, kind))


def _document(draw: Draw, kind: DocumentKind) -> dict[str, Any]:
    statements = [_statement(draw, kind) for _ in range(draw.randint(1, 4))]
    return {"Version": draw.choice(("2012-10-17", "2008-10-17")), "Statement": statements}


def _statement(draw: Draw, kind: DocumentKind) -> dict[str, Any]:
    made: dict[str, Any] = {"Effect": draw.choice(_EFFECTS[:4])}
    made[draw.choice(("Action", "Action", "Action", "NotAction"))] = _some(draw, _ACTIONS)
    if kind is not DocumentKind.TRUST:
        made[draw.choice(("Resource", "Resource", "NotResource"))] = _some(draw, _RESOURCES)
    if kind in {DocumentKind.TRUST, DocumentKind.RESOURCE}:
        made[draw.choice(("Principal", "Principal", "NotPrincipal"))] = draw.choice(_PRINCIPALS)
    if draw.random() < 1 / 2:
        made["Condition"] = _condition(draw)
    if draw.random() < 1 / 4:
        made["Sid"] = draw.choice(("One", "Two", "", "no letters!"))
    return made


def _condition(draw: Draw) -> dict[str, Any]:
    return {
        operator: {key: _some(draw, _VALUES) for key in draw.sample(_KEYS, draw.randint(1, 3))}
        for operator in draw.sample(_OPERATORS, draw.randint(1, 3))
    }


def _some(draw: Draw, known: tuple[Any, ...]) -> object:
    """One value, or a list of some."""
    return draw.choice(known) if draw.random() < 1 / 3 else draw.sample(known, draw.randint(1, 4))


def _text(draw: Draw, kind: DocumentKind) -> str:
    return json.dumps(_document(draw, kind))


def _wrong_types(draw: Draw, kind: DocumentKind) -> object:
    """Something odd in one to three places."""
    made: object = _document(draw, kind)
    for _ in range(draw.randint(1, 3)):
        made = _replaced(draw, made, draw.choice(_ODD))
    return made


def _replaced(draw: Draw, given: object, odd: object) -> object:
    """``given`` with ``odd`` somewhere within; on each level it goes on or stops."""
    if draw.random() < 1 / 6:
        return odd
    if isinstance(given, dict) and given:
        key = draw.choice(list(given))
        if draw.random() < 1 / 8:
            return {
                **given,
                draw.choice((0, None, "\x1b[2J", "\ud800", "statement", "x" * 300)): odd,
            }
        return {**given, key: _replaced(draw, given[key], odd)}
    if isinstance(given, list) and given:
        at = draw.randrange(len(given))
        return [*given[:at], _replaced(draw, given[at], odd), *given[at + 1 :]]
    return odd


def _broken_text(draw: Draw, kind: DocumentKind) -> str:
    """JSON with characters lost, doubled, swapped or put in."""
    text = _text(draw, kind)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(text) + 1)
        put_in = draw.choice(("", draw.choice(_CHARACTERS), text[at : at + draw.randint(1, 40)]))
        text = text[:at] + put_in + text[at + draw.randint(0, 3) :]
    return text


def _characters(draw: Draw, kind: DocumentKind) -> object:
    """Odd characters in every kind of place."""
    word = "".join(draw.choices(_CHARACTERS, k=draw.randint(1, 30)))
    made = _document(draw, kind)
    target = draw.choice(made["Statement"])
    place = draw.choice(("Sid", "Action", "Resource", "Principal", "Condition", word))
    operator, key = draw.choice(_OPERATORS), draw.choice((word, *_KEYS))
    odd = {
        "Principal": {"AWS": word, word: word},
        "Condition": {operator: {key: word}, word: {word: word}},
    }
    target[place] = odd.get(
        place, draw.choice((word, f"s3:{word}", f"arn:aws:s3:::{word}", [word]))
    )
    return made if draw.random() < 1 / 2 else json.dumps(made)


def _catastrophic(draw: Draw, kind: DocumentKind) -> object:
    """Wildcards that make matching by trial and error endless."""
    piece = draw.choice(("a*", "*a", "a?*", "?*a", "*?", "e*t*", "*e?", "${", "${a}*", "*:", "/*"))
    text = piece * draw.choice((20, 200, 2_000)) + draw.choice(("", "b", "?", "*"))
    made = _document(draw, kind)
    target = draw.choice(made["Statement"])
    place = draw.choice(("Action", "Resource", "Condition"))
    service = draw.choice(("s3", "ec2", "*", "iam", "?*"))
    target[place] = {
        "Action": f"{service}:{text}",
        "Resource": f"arn:aws:{draw.choice(('s3', 'ec2', '*'))}:::{text}",
        "Condition": {draw.choice(_OPERATORS): {draw.choice(_KEYS): text}},
    }[place]
    return made


def _numbers(draw: Draw, kind: DocumentKind) -> str:
    """Numbers that no computer word holds, where numbers may stand."""
    number = draw.choice(
        ("1e400", "-1e400", "9" * 5_000, "1e-400", "NaN", "-Infinity", "0." + "1" * 400)
    )
    made = _document(draw, kind)
    target = draw.choice(made["Statement"])
    target["Condition"] = {draw.choice(_OPERATORS): {draw.choice(_KEYS): ["@", 1]}}
    if draw.random() < 1 / 4:
        target[draw.choice(("Sid", "Effect", "Action", "Resource"))] = "@"
    return json.dumps(made).replace('"@"', number)


def _twice(draw: Draw, kind: DocumentKind) -> str:
    """Keys that stand twice."""
    text = _text(draw, kind)
    for key in draw.sample(("Effect", "Action", "Statement", "Version", "Condition"), 2):
        text = text.replace(f'"{key}":', f'"{key}": {json.dumps(draw.choice(_VALUES))}, "{key}":')
    return text


def _deep(draw: Draw, kind: DocumentKind) -> object:
    """Lists in lists, objects in objects."""
    depth = draw.choice((3, 50, 500, 5_000, 50_000))
    opening, closing = draw.choice((("[", "]"), ('{"a":', "}"), ('{"Statement":[', "]}")))
    nested = opening * depth + "1" + closing * depth
    text = json.dumps(_replaced(draw, json.loads(_text(draw, kind)), "@")).replace('"@"', nested)
    return draw.choice((nested, text, nested[: len(nested) // 2]))


def _deep_objects(draw: Draw, _: DocumentKind) -> object:
    """The same as it comes from a program instead of from a text."""
    made: object = draw.choice(_ODD)
    for _level in range(draw.choice((10, 900, 20_000))):
        made = [made] if draw.random() < 1 / 2 else {"Statement": made}
    return {"Statement": made}


def _many(draw: Draw, kind: DocumentKind) -> object:
    """Thousands of statements, actions, resources, conditions or keys."""
    count = draw.choice((300, 3_000, 10_000))
    one = _statement(draw, kind)
    grown = draw.choice(("Statement", "Action", "Resource", "Condition", "Principal", "Sid"))
    if grown == "Statement":
        return {"Version": "2012-10-17", "Statement": [one] * count}
    if grown == "Sid":
        return {
            "Version": "2012-10-17",
            "Statement": [{**one, "Sid": f"S{n}"} for n in range(count)],
        }
    start = draw.choice(("arn:aws:ec2:::", "arn:aws:i?m::", "arn:aws:iam::1:role/", "arn:*:"))
    one[grown] = {
        "Action": [f"{draw.choice(('s3', 'ec2', 'iam'))}:*{n}*e*" for n in range(count)],
        "Resource": [f"{start}*{n}*" for n in range(count)],
        "Condition": {"StringLike": {f"aws:ResourceTag/{n}": f"*{n}*" for n in range(count)}},
        "Principal": {"AWS": [f"arn:aws:iam::111122223333:role/r{n}" for n in range(count)]},
    }[grown]
    return {"Version": "2012-10-17", "Statement": one}


def _huge(draw: Draw, kind: DocumentKind) -> str:
    """A text of about a million characters."""
    size = draw.choice((60_000, 999_000, 1_100_000))
    made = _document(draw, kind)
    way = draw.choice(("spaces", "text", "list", "garbage"))
    if way == "garbage":
        return draw.choice(("{", "[", '"', "\\", "\x00", "9", '{"a":')) * size
    if way == "spaces":
        return " " * size + json.dumps(made)
    target = made["Statement"][0]
    target["Action"] = f"s3:{'a*' * (size // 2)}" if way == "text" else ["s3:Get*e*"] * (size // 12)
    return json.dumps(made)


def _nothing(draw: Draw, _: DocumentKind) -> object:
    """No document at all."""
    return draw.choice((*_ODD, "{}", "[]", "null", "1", '"x"', b"{}", object(), {1, 2}))


_WAYS: Final[dict[str, tuple[int, Callable[[Draw, DocumentKind], object]]]] = {
    "readable": (200, _document),
    "readable text": (150, _text),
    "wrong types": (250, _wrong_types),
    "broken text": (150, _broken_text),
    "odd characters": (100, _characters),
    "wildcards": (60, _catastrophic),
    "numbers": (30, _numbers),
    "keys twice": (30, _twice),
    "nothing": (10, _nothing),
    "deep": (10, _deep),
    "deep objects": (3, _deep_objects),
    "many": (4, _many),
    "huge": (3, _huge),
}
