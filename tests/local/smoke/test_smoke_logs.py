import json

import pytest

from local.smoke.logs import error_in

TRACEBACK = "Traceback (most recent call last):\n  File …\nKeyError: 'x'"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (
            json.dumps({"level": "ERROR", "message": "It failed", "exception": TRACEBACK}),
            "It failed: KeyError: 'x'",
        ),
        (json.dumps({"level": "CRITICAL", "message": "It failed"}), "It failed"),
        (json.dumps({"level": "INFO", "message": "ValueError: not an error"}), ""),
        (json.dumps({"level": "ERROR"}), ""),
        ("KeyError: 'x'", "KeyError: 'x'"),
        ("2026 Task timed out after 3.00 seconds", "2026 Task timed out after 3.00 seconds"),
        ("START RequestId: 1 Version: 1", ""),
        ("[1, 2]", ""),
        ("", ""),
    ],
)
def test_an_error_is_told_in_one_line(line: str, error: str) -> None:
    assert error_in(line) == error
