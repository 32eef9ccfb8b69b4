"""What functions logged when something went wrong."""

from typing import Final

from local.emulator.emulator import Emulator

_GROUPS: Final = "/aws/lambda/"
_MARKS: Final = ('"ERROR"', "[ERROR]", "Traceback", "Task timed out", "Error:")
_MOST_LINES: Final = 5
_LONGEST_LINE: Final = 1_500


def errors_of(emulator: Emulator) -> str:
    """The last errors in the logs of the stack's functions, as further lines of a message."""
    logs = emulator.client("logs")
    found: list[tuple[int, str]] = []
    for group in logs.describe_log_groups(logGroupNamePrefix=_GROUPS)["logGroups"]:
        name = group["logGroupName"]
        for event in logs.filter_log_events(logGroupName=name)["events"]:
            text = event["message"].strip()
            if any(mark in text for mark in _MARKS):
                line = f"\n{name.removeprefix(_GROUPS)}: {text[:_LONGEST_LINE]}"
                found.append((event["timestamp"], line))
    return "".join(line for _, line in sorted(found)[-_MOST_LINES:])
