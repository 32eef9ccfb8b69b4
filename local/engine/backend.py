"""What stands behind a run: a backend makes resources, or only pretends to.

The engine calls ``create`` from worker threads, several at a time, a resource always after those
that it depends on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from google.protobuf.struct_pb2 import Struct


@dataclass(frozen=True)
class Timeouts:
    """Seconds that the program allows an operation; 0 where it says nothing."""

    create: float = 0
    update: float = 0
    delete: float = 0


@dataclass(frozen=True)
class Declared:
    """One registered resource.

    Attributes:
        urn: As Pulumi's engine makes it.
        type: Such as ``aws:dynamodb/table:Table``.
        name: The resource's name in the program.
        parent: The parent's URN; the stack's for a resource at the top.
        custom: Whether a provider makes it (a component is not custom).
        inputs: Properties in camelCase. Unknown values are ``pulumi.output.Unknown``, assets are
            Pulumi's classes, whole numbers are ``int``; secrets are unwrapped.
        secret_inputs: Names of the properties that hold a secret.
        wire: The properties as they came over the protocol, secrets still wrapped.
        provider: ``<provider's urn>::<id>``, empty for the default provider.
        provider_inputs: The inputs of that provider; structured ones are JSON texts.
        import_id: The id of an existing resource that the program adopts, or empty.
        external: Whether the program only reads it (``Table.get``, ``StackReference``).
        stack: Where the program declares it: URIs of files with lines, the innermost call first.
    """

    urn: str
    type: str
    name: str
    parent: str
    custom: bool
    inputs: Mapping[str, Any]
    secret_inputs: frozenset[str] = frozenset()
    wire: Struct = field(default_factory=Struct, repr=False, compare=False)
    provider: str = ""
    provider_inputs: Mapping[str, Any] = field(default_factory=dict)
    import_id: str = ""
    external: bool = False
    protect: bool = False
    delete_before_replace: bool | None = None
    retain_on_delete: bool = False
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    additional_secret_outputs: tuple[str, ...] = ()
    timeouts: Timeouts = Timeouts()
    stack: tuple[tuple[str, int], ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True)
class Created:
    """What a backend made of a resource.

    Attributes:
        id: The resource's id; ``None`` where it is unknown, as in a preview.
        outputs: Properties in camelCase besides the inputs, or other than them; what is missing is
            unknown in a preview.
    """

    id: str | None
    outputs: Mapping[str, Any] = field(default_factory=dict)


class Backend(Protocol):
    """Makes resources."""

    preview: bool
    """Whether the program is told that it is previewed."""

    def create(self, resource: Declared) -> Created:
        """Make a custom resource; components are not given to it."""
        ...

    def invoke(self, token: str, args: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Answer a function such as ``aws:ec2/getVpc:getVpc``; ``None`` when it cannot."""
        ...


class PreviewBackend:
    """Makes nothing: every computed value is unknown, as on a first ``pulumi preview``."""

    preview = True

    def create(self, resource: Declared) -> Created:
        """Know the id of an adopted resource, and nothing else."""
        return Created(id=resource.import_id or None)

    def invoke(self, token: str, args: Mapping[str, Any]) -> Mapping[str, Any] | None:  # noqa: ARG002 -- the protocol's signature
        """Know no answer."""
        return None
