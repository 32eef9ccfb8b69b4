"""What holds for any text: ids, times and names are no credentials, texts drawn by lot are."""

import datetime as dt
import random
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.subjects.literal_secrets import found_under
from tests.support.credentials import HEX

pytestmark = pytest.mark.thorough

NAMES = st.sampled_from(["password", "token", "apiKey", "userData", "x", "", "secretString"])
PIECES = st.sampled_from(
    [
        *("AKIA", "eyJ", ".", "://", ":", "@", "=", '"', "'", "password", "key", " ", "a" * 70),
        *("-----BEGIN ", "PRIVATE KEY-----", "SG.", "ghp_", "\n", "$", "{", "A1b2", "/", "é", "\0"),
    ]
)


@given(NAMES | st.text(max_size=30), st.text(max_size=200) | st.lists(PIECES).map("".join))
@settings(deadline=None)
def test_no_text_under_no_name_makes_it_raise(name: str, text: str) -> None:
    kind = found_under(name, text)

    assert kind is None or kind.startswith(("a ", "an "))


SUSPICIOUS = st.sampled_from(
    ["token", "apiKey", "secret", "credentials", "accessKey", "PRIVATE_KEY"]
)
WORDS = st.sampled_from(
    ["orders", "prod", "Api", "Database", "handler", "eu", "central", "v2", "1"]
)


@given(SUSPICIOUS, st.uuids())
def test_an_id_is_no_credential(name: str, id_: Any) -> None:
    assert found_under(name, str(id_)) is None
    assert found_under(name, f"arn:aws:kms:eu-central-1:123456789012:key/{id_}") is None


@given(SUSPICIOUS, st.datetimes())
def test_a_time_is_no_credential(name: str, time: dt.datetime) -> None:
    assert found_under(name, time.isoformat()) is None
    assert found_under(name, time.strftime("%Y%m%dT%H%M%SZ")) is None


@given(SUSPICIOUS, st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(["-", "_", "/", "."]))
def test_a_name_of_words_is_no_credential(name: str, words: list[str], between: str) -> None:
    assert found_under(name, between.join(words)) is None


@pytest.mark.parametrize("length", [20, 32, 40, 64])
@pytest.mark.parametrize("signs", [HEX, string.ascii_letters + string.digits])
def test_nearly_every_text_drawn_by_lot_is_a_credential(length: int, signs: str) -> None:
    draw = random.Random(7)  # noqa: S311 -- no credential
    texts = ["".join(draw.choices(signs, k=length)) for _ in range(1000)]

    assert sum(found_under("apiKey", text) is not None for text in texts) >= 950


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "x",
            "eyJ",
            "eyJ.",
            "://a:",
            "://a",
            "password=$",
            "password = ",
            'password: "$',
            "key    ",
        ),
        *(
            "AKIA",
            "A1",
            "SK",
            "\\",
            "-----BEGIN ",
            "a=b ",
            "/a",
            "{",
            "SG.",
            "hooks.slack.com/services/",
            "curl ",
            "curl -u a:$",
            "curl -u a",
            "authorization: ",
            "authorization: bearer ",
            "x-api-key=a",
        ),
    ],
)
@pytest.mark.parametrize("name", ["x", "token", "password", "userData"])
def test_five_megabytes_are_read_in_one_pass(name: str, piece: str) -> None:
    text = "password " + piece * (5_000_000 // len(piece))

    assert found_under(name, text) == ("a password" if name == "password" else None)
