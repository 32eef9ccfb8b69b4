"""Makes declared resources in the embedded AWS."""

import contextlib
import hashlib
import threading
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

import botocore.exceptions

from local.emulator import invokes
from local.emulator.clients import Place
from local.emulator.emulator import Emulator
from local.emulator.place import structured
from local.emulator.resources import NOT_EMULATED, TYPES, Aws, Inputs, Made, ResourceType
from local.emulator.resources.base import differing
from local.emulator.waiting import DeadlineError
from local.engine.backend import Created, Declared
from local.errors import LocalError

_UNIQUE_LENGTH = 7
_OF_ALL = frozenset({"region", "tagsAll"})
_RECORDED_ONLY = _OF_ALL | {"tags"}
_ABSENT = ("NotFound", "NoSuch", "NonExistent", "DoesNotExist")


class ResourceError(LocalError):
    """Why a resource could not be made; the engine adds which one it was."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a resource does not do in the embedded AWS though it was declared.

    Attributes:
        urn: Whose.
        name: Its name in the program.
        type: Its type.
        property: The input that has no effect; empty when the whole resource is not emulated.
        reason: Why, or what does not happen.
    """

    urn: str
    name: str
    type: str
    property: str
    reason: str


@dataclass
class Report:
    """What was made, and what was not; written from several threads.

    Attributes:
        made: How many resources the emulators made.
        notes: What was declared without effect, in the order of creation.
    """

    made: int = 0
    notes: list[Note] = field(default_factory=list[Note])
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, notes: list[Note], *, made: bool) -> None:
        """Add what became of one resource."""
        with self._lock:
            self.made += made
            self.notes.extend(notes)

    @property
    def not_emulated(self) -> list[Note]:
        """The resources that no emulator has."""
        return [note for note in self.notes if not note.property]


class EmulatorBackend:
    """Makes each resource by the resource table; safe to call from several threads.

    Args:
        emulator: The running emulators.
        on_made: Called after each resource, with it, for a progress display.
    """

    preview = False

    def __init__(
        self, emulator: Emulator, on_made: Callable[[Declared], None] | None = None
    ) -> None:
        self._emulator = emulator
        self._on_made = on_made
        self.report = Report()

    def create(self, resource: Declared) -> Created:
        """Make a resource.

        Raises:
            ResourceError: The emulator refuses it; the message says why.
        """
        created = self._create(resource)
        if self._on_made:
            self._on_made(resource)
        return created

    def read(self, made_id: str, resource: Declared) -> Mapping[str, Any] | None:
        """Look at a resource as it is now.

        Args:
            made_id: Its id.
            resource: It, with all that is known of it as its inputs.

        Returns:
            What the emulator tells of it, ``None`` for a property that is not set there; ``None``
            instead of all when it does not exist.

        Raises:
            ResourceError: The emulator refuses it; the message says why.
            UnsupportedError: The resource table cannot read this type.
        """
        kind = TYPES.get(resource.type)
        if kind is None:
            return {}
        with _explained():
            try:
                return kind.read(self._aws_of(resource), made_id, _inputs(resource))
            except botocore.exceptions.ClientError as error:
                if _is_absent(error):
                    return None
                raise

    def update(self, made_id: str, old: Mapping[str, Any], resource: Declared) -> Mapping[str, Any]:
        """Change a resource in place and return the outputs that it has other values of now.

        A change of nothing but tags is recorded, and not passed on.

        Args:
            made_id: Its id.
            old: Its inputs until now.
            resource: It, with its new inputs.

        Raises:
            ResourceError: The emulator refuses it; the message says why.
            UnsupportedError: The resource table cannot change this type in place.
        """
        kind = TYPES.get(resource.type)
        before, after = Inputs({**old}), _inputs(resource)
        if kind is None or differing(before, after) <= _RECORDED_ONLY:
            return {}
        with _explained():
            return kind.update(self._aws_of(resource), made_id, before, after)

    def delete(self, made_id: str, resource: Declared) -> None:
        """Delete a resource; one that is not there any more is as good as deleted.

        Args:
            made_id: Its id.
            resource: It, with all that is known of it as its inputs.

        Raises:
            ResourceError: The emulator refuses it; the message says why.
        """
        kind = TYPES.get(resource.type)
        if kind is None:
            return
        with _explained():
            try:
                kind.delete(self._aws_of(resource), made_id, _inputs(resource))
            except botocore.exceptions.ClientError as error:
                if not _is_absent(error):
                    raise

    def invoke(self, token: str, args: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Answer a function of the AWS provider; ``None`` when there is no answer here."""
        answer = invokes.ANSWERS.get(token)
        return answer(self._aws(self._emulator.place, token, ""), args) if answer else None

    def _create(self, resource: Declared) -> Created:
        aws = self._aws_of(resource)
        kind = TYPES.get(resource.type)
        if kind is None:
            return self._declare(resource, aws)
        return self._make(kind, resource, aws)

    def _make(self, kind: ResourceType, resource: Declared, aws: Aws) -> Created:
        inputs = _inputs(resource)
        with _explained():
            made = kind.create(aws, inputs)
        self.report.add(_notes(kind, resource, inputs), made=True)
        return _created(resource, aws, made)

    def _declare(self, resource: Declared, aws: Aws) -> Created:
        reason = NOT_EMULATED.get(resource.type, "the local run's resource table lacks this type")
        note = Note(resource.urn, resource.name, resource.type, "", reason)
        self.report.add([note], made=False)
        name = str(resource.inputs.get("name") or f"{resource.name}-{aws.unique}")
        service, _, rest = resource.type.removeprefix("aws:").partition("/")
        kind = rest.partition(":")[0]
        made = Made(name, {"arn": aws.arn(service, f"{kind}/{name}"), "name": name})
        return _created(resource, aws, made)

    def _aws_of(self, resource: Declared) -> Aws:
        provider, own = resource.provider_inputs, self._emulator.place
        accounts = structured(provider.get("allowedAccountIds")) or [own.account_id]
        region = resource.inputs.get("region") or provider.get("region") or own.region
        tags = structured(provider.get("defaultTags")) or {}
        return self._aws(
            Place(str(accounts[0]), str(region)), resource.urn, resource.name, tags.get("tags", {})
        )

    def _aws(
        self, place: Place, urn: str, name: str, default_tags: Mapping[str, str] | None = None
    ) -> Aws:
        return Aws(
            logical_name=name,
            clients=self._emulator.clients,
            place=place,
            url=self._emulator.url,
            unique=hashlib.sha256(urn.encode()).hexdigest()[:_UNIQUE_LENGTH],
            default_tags=default_tags or {},
        )


def _inputs(resource: Declared) -> Inputs:
    return Inputs({key: one for key, one in resource.inputs.items() if key not in _OF_ALL})


@contextlib.contextmanager
def _explained() -> Generator[None]:
    try:
        yield
    except botocore.exceptions.ClientError as error:
        said = error.response.get("Error", {})
        reason = f"{said.get('Code', 'Unknown')}: {said.get('Message', '')}"
        raise ResourceError(f"AWS's {error.operation_name} said {reason}") from error
    except KeyError as error:
        raise ResourceError(f"the input {error} is missing") from error
    except (
        botocore.exceptions.BotoCoreError,
        DeadlineError,
        TypeError,
        ValueError,
        OSError,
    ) as error:
        raise ResourceError(str(error)) from error


def _is_absent(error: botocore.exceptions.ClientError) -> bool:
    # Each service has its own word for it, and some an own status too.
    code = str(error.response.get("Error", {}).get("Code", ""))
    return any(word in code for word in _ABSENT)


def _created(resource: Declared, aws: Aws, made: Made) -> Created:
    common = {"region": aws.place.region, "tagsAll": aws.tags(resource.inputs)}
    return Created(id=made.id, outputs={**common, **resource.inputs, **made.outputs})


def _notes(kind: ResourceType, resource: Declared, inputs: Inputs) -> list[Note]:
    without_effect = {key: why for key, why in kind.inert.items() if key in resource.inputs}
    for key in set(inputs.unread()) - kind.later:
        without_effect.setdefault(key, "the local run does not pass it on")
    return [
        Note(resource.urn, resource.name, resource.type, key, why)
        for key, why in sorted(without_effect.items())
    ]
