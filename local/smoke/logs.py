"""What functions logged when something went wrong."""

import json
from typing import Any, Final

from local.emulator.emulator import Emulator

_GROUPS: Final = "/aws/lambda/"
_MARKS: Final = ("[ERROR]", "Error:", "Exception:", "Task timed out")
_MOST_LINES: Final = 5
_LONGEST_LINE: Final = 500


def errors_of(emulator: Emulator) -> str:
    """The last errors in the logs of the stack's functions, as further lines of a message."""
    logs = emulator.client("logs")
    found: dict[str, int] = {}
    for group in logs.describe_log_groups(logGroupNamePrefix=_GROUPS)["logGroups"]:
        name = group["logGroupName"]
        for event in logs.filter_log_events(logGroupName=name)["events"]:
            text = error_in(event["message"].strip())
            if text:
                line = f"\n{name.removeprefix(_GROUPS)}: {text[:_LONGEST_LINE]}"
                found[line] = event["timestamp"]
    newest = sorted(found, key=lambda line: found[line])[-_MOST_LINES:]
    return "".join(newest)


def error_in(line: str) -> str:
    """The error that a line of a log tells of; empty when it tells of none.

    Args:
        line: A JSON record of Powertools' logger, or any text.
    """
    record = _record(line)
    if record is None:
        return line if any(mark in line for mark in _MARKS) else ""
    if record.get("level") not in {"ERROR", "CRITICAL"}:
        return ""
    message = str(record.get("message", ""))
    # The last line of a traceback names the exception.
    cause = str(record.get("exception", "")).strip().rpartition("\n")[2]
    return f"{message}: {cause}" if cause else message


def _record(line: str) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
