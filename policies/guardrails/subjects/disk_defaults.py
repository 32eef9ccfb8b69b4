"""Whether the account encrypts every new disk and copy, as a resource of the stack says.

It does so for a region, also where a disk says ``encrypted=False``:
https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
"""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand
from guardrails.graph import Graph
from guardrails.model import Result, Undetermined
from guardrails.subjects.account_defaults import default_of
from guardrails.view import Resource, View

ENCRYPTION_BY_DEFAULT: Final = "aws:ebs/encryptionByDefault:EncryptionByDefault"


def encrypted(
    graph: Graph, disk: Resource, switch: View, message: str, fix: str
) -> Iterator[Result]:
    """Demand that the switch of a disk is on, unless the account has it on for all of them."""
    if switch.flag is True:
        return
    default = default_of(graph, disk, ENCRYPTION_BY_DEFAULT)
    if default is None or default["enabled"].flag is False:
        yield from demand(switch, holds=False, message=message, fix=fix)
    elif default["enabled"].unknown:
        yield Undetermined(default["enabled"].path, default.urn)
