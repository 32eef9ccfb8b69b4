"""What a resource type is to the emulator, and the small tools that the types share."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from local.emulator.clients import Client, Clients, Place
from local.engine import values
from local.errors import UnsupportedError

READY_SECONDS = 30


class Inputs(Mapping[str, Any]):
    """The inputs of one resource; it remembers which ones were read.

    What stays unread was not passed on to the emulator, and is reported so.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = {name: plain(value) for name, value in given.items() if value is not None}
        self._read: set[str] = set()

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the program gave
        self._read.add(name)
        return self._given[name]

    def __contains__(self, name: object) -> bool:
        if isinstance(name, str):
            self._read.add(name)
        return name in self._given

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def unread(self) -> tuple[str, ...]:
        """The inputs that nobody asked for."""
        return tuple(sorted(set(self._given) - self._read))


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a resource: its id, and what it has beyond its inputs."""

    id: str
    outputs: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Aws:
    """Where one resource is made.

    Attributes:
        logical_name: The resource's name in the program.
        clients: The emulators' clients.
        place: The account and region that the resource's provider names.
        url: ministack's address.
        unique: A few characters that no other resource of the run has, for names that the program
            left to Pulumi.
        default_tags: The tags that the provider puts on everything.
    """

    logical_name: str
    clients: Clients
    place: Place
    url: str
    unique: str
    default_tags: Mapping[str, str] = field(default_factory=dict[str, str])

    def client(self, service: str) -> Client:
        """The client of a service, as the root of the account."""
        return self.clients.of(service, self.place)

    def arn(self, service: str, resource: str) -> str:
        """An ARN of this account and region."""
        return f"arn:aws:{service}:{self.place.region}:{self.place.account_id}:{resource}"

    def tags(self, inputs: Mapping[str, Any]) -> dict[str, str]:
        """The resource's own tags, over the provider's."""
        return {**self.default_tags, **inputs.get("tags", {})}

    def tag_list(self, inputs: Inputs) -> list[dict[str, str]]:
        """The tags as most services take them."""
        return [{"Key": key, "Value": value} for key, value in sorted(self.tags(inputs).items())]

    def name(self, inputs: Inputs, *, prefix: str = "") -> str:
        """The physical name: the one given, or ``prefix`` and a name like Pulumi's own."""
        if "name" in inputs:
            return str(inputs["name"])
        start = inputs.get("namePrefix", f"{prefix}{self.logical_name}-")
        return f"{start}{self.unique}"


class ResourceType(ABC):
    """One resource type of the AWS provider.

    The local run creates; ``local.provider`` serves the rest to Pulumi's own engine.
    """

    pulumi_type: str
    """Such as ``aws:iam/role:Role``."""

    inert: ClassVar[Mapping[str, str]] = {}
    """Inputs that the emulator takes without any effect, each with what does not happen."""

    later: ClassVar[frozenset[str]] = frozenset()
    """Inputs that are for an update or a deletion: nothing to do for them on creation."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "namePrefix"})
    """Inputs whose change makes a new resource; any other is changed in place."""

    revised: ClassVar[Mapping[str, frozenset[str]]] = {}
    """Outputs that an update may change, each with the inputs that do it; empty: any of them."""

    identity: ClassVar[str] = "name"
    """The input that is the physical name, where the type has one."""

    name_prefix: ClassVar[str] = ""
    """What stands before a name that the program leaves to Pulumi."""

    @abstractmethod
    def create(self, aws: Aws, inputs: Inputs) -> Made:
        """Make the resource.

        Args:
            aws: Where.
            inputs: As the program gave them, in camelCase.

        Raises:
            botocore.exceptions.ClientError: The emulator refuses it.
        """

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        """Look at the resource as it is now.

        Args:
            aws: Where.
            made_id: Its id.
            state: Its inputs and outputs, as far as they are known.

        Returns:
            Those of its properties that the emulator tells, ``None`` for one that is not set
            there; ``None`` instead of all when there is no such resource.

        Raises:
            botocore.exceptions.ClientError: The emulator refuses it; "not found" means absent.
        """
        raise UnsupportedError(f"{self.pulumi_type} cannot be read in the embedded AWS.")

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        """Change the resource in place.

        Args:
            aws: Where.
            made_id: Its id.
            old: Its inputs and outputs until now.
            new: Its new inputs.

        Returns:
            The outputs that it has other values of now.

        Raises:
            botocore.exceptions.ClientError: The emulator refuses it.
        """
        raise UnsupportedError(
            f"{self.pulumi_type} cannot be changed in place in the embedded AWS. Undo the change"
            " of it, or remove the resource, deploy, and declare it again."
        )

    @abstractmethod
    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        """Delete the resource.

        Args:
            aws: Where.
            made_id: Its id.
            state: Its inputs and outputs.

        Raises:
            botocore.exceptions.ClientError: The emulator refuses it; "not found" is as good.
        """


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> frozenset[str]:
    """The properties that are not the same in both."""
    # Archives have no equality of their own; what the protocol carries for them has.
    return frozenset(
        key for key in {*old, *new} if values.plain(old.get(key)) != values.plain(new.get(key))
    )


def plain(value: Any) -> Any:  # noqa: ANN401 -- any value that the engine hands over
    """The value as boto3 wants it: whole numbers are no floats, and nothing is ``None``."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def chosen(inputs: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The inputs that are given, under AWS's names.

    Args:
        inputs: The resource's inputs, or a part of them.
        names: AWS's name for each input's name.
    """
    return {theirs: inputs[ours] for ours, theirs in names.items() if ours in inputs}


def pascal(value: Any) -> Any:  # noqa: ANN401 -- a whole tree of inputs
    """A tree with its keys as most of AWS's APIs write them: ``retryPolicy`` is ``RetryPolicy``."""
    if isinstance(value, Mapping):
        return {f"{key[:1].upper()}{key[1:]}": pascal(one) for key, one in value.items()}
    if isinstance(value, list):
        return [pascal(one) for one in value]
    return value


def pascal_chosen(inputs: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The objects among the inputs that are given, with AWS's names inside too."""
    return {theirs: pascal(inputs[ours]) for ours, theirs in names.items() if ours in inputs}


def text(value: Any) -> str:  # noqa: ANN401 -- texts, numbers, switches and documents
    """A value as a text: a document as JSON, a switch as ``true``."""
    return value if isinstance(value, str) else json.dumps(value)
