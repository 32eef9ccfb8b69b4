"""URNs as Pulumi's engine makes them.

``urn:pulumi:<stack>::<project>::<types of the parents>$<type>::<name>``; the stack as a parent adds
nothing: https://www.pulumi.com/docs/iac/concepts/resources/names/#urns
"""

from typing import Final

STACK_TYPE: Final = "pulumi:pulumi:Stack"


def make(stack: str, project: str, parent: str, type_: str, name: str) -> str:
    """Return the URN of a resource; ``parent`` is its parent's URN or empty."""
    above = qualified_type(parent) if parent else ""
    chain = type_ if above in {"", STACK_TYPE} else f"{above}${type_}"
    return f"urn:pulumi:{stack}::{project}::{chain}::{name}"


def qualified_type(urn: str) -> str:
    """The types of a URN's parents and its own, joined by ``$``."""
    return urn.split("::", 3)[2]


def name_of(urn: str) -> str:
    """The resource's name in a URN."""
    return urn.split("::", 3)[3]


def type_of(urn: str) -> str:
    """The resource's own type in a URN."""
    return qualified_type(urn).rpartition("$")[2]
