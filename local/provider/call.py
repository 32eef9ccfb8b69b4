"""What a call of the protocol carries besides that which the provider SDK hands on."""

from contextvars import ContextVar
from dataclasses import dataclass, field

from local.provider.values import Properties, PropertyValue


@dataclass(frozen=True)
class Call:
    """One call.

    Attributes:
        connection: The engine's connection. It opens one per provider resource, and nothing else
            in a call names the provider.
        old_inputs: The inputs that a resource had until now, where the call has such.
    """

    connection: str = ""
    old_inputs: Properties = field(default_factory=dict[str, PropertyValue])


CURRENT: ContextVar[Call] = ContextVar("call")
"""The call that is answered."""
