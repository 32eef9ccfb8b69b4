"""What an event source waits for: it names things in plain text that have to exist first."""

import pulumi

from components.function import FunctionReference
from components.queue import QueueReference


def ready(*references: QueueReference | FunctionReference) -> list[pulumi.Input[str]]:
    """What tells that the referenced things exist."""
    return [reference["ready"] for reference in references if "ready" in reference]
