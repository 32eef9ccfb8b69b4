import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.request import AuditRequest, RequestError

GOOD: dict[str, Any] = {"version": 1, "account_id": "123456789012", "audit_id": "2026-05-01"}


@pytest.mark.parametrize("run", ["2026-05-01", "2026-05-01T03:00:00Z"])
def test_a_message_is_read_as_it_was_written(run: str) -> None:
    request = AuditRequest(account_id="123456789012", audit_id=run)

    assert json.loads(request.body()) == GOOD | {"audit_id": run}
    assert AuditRequest.parse(request.body()) == request


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (json.dumps(GOOD | {"role": "admin"}), "allowed: exactly"),
        (json.dumps({"version": 1}), "allowed: exactly"),
        (json.dumps([GOOD]), "with 'list'"),
        ("null", "with 'NoneType'"),
        ("", "no JSON object"),
        ("[" * 1000, "no JSON object"),
        (json.dumps(GOOD) + " " * 1024, "A message of"),
        (json.dumps(GOOD | {"version": True}), "version: got True"),
        (json.dumps(GOOD | {"version": 1.0}), "version: got 1.0"),
        (json.dumps(GOOD | {"version": 2}), "version: got 2"),
        (json.dumps(GOOD | {"account_id": 123456789012}), "twelve digits"),
        (json.dumps(GOOD | {"account_id": "12345678901"}), "twelve digits"),
        (json.dumps(GOOD | {"account_id": "123456789012\n"}), "twelve digits"),
        (json.dumps(GOOD | {"account_id": "\N{FULLWIDTH DIGIT TWO}" * 12}), "twelve digits"),
        (json.dumps(GOOD | {"account_id": ["123456789012"]}), "twelve digits"),
        (json.dumps(GOOD | {"audit_id": "today"}), "audit_id: got 'today'"),
        (json.dumps(GOOD)[:-1] + ', "version": 1}', "gives a key twice"),
    ],
)
def test_a_message_that_is_anything_else_is_refused(body: str, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        AuditRequest.parse(body)


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_no_message_crashes_the_reader(body: str) -> None:
    with pytest.raises(RequestError):
        AuditRequest.parse(body)
