"""StackReferences within the project: answered from the other stack's own preview."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from local.engine.backend import Created, Declared, PreviewBackend
from local.engine.values import is_unknown, secret
from local.errors import UnsupportedError

TYPE: Final = "pulumi:pulumi:StackReference"
_ACCOUNT: Final = "aws:organizations/account:Account"
_LONGEST_PATH: Final = 3


@dataclass(frozen=True)
class StackOutputs:
    """What another stack gives.

    Attributes:
        values: Its outputs.
        secrets: The names of those that are secret.
        stand_ins: The names of those that only its deployment can know; a placeholder stands in.
    """

    values: Mapping[str, Any]
    secrets: frozenset[str] = frozenset()
    stand_ins: tuple[str, ...] = ()

    def answer(self) -> dict[str, Any]:
        """The properties of a StackReference to it."""
        return {
            "outputs": {
                name: secret(value) if name in self.secrets else value
                for name, value in self.values.items()
            },
            "secretOutputNames": sorted(self.secrets),
        }


class StackNeededError(Exception):
    """Ends a run that cannot go on without another stack's outputs."""

    def __init__(self, stack: str) -> None:
        super().__init__(stack)
        self.stack = stack


def stack_of(reference: str, project: str) -> str:
    """Return the stack that ``org/project/stack`` or a bare ``stack`` names.

    Raises:
        UnsupportedError: The reference leads out of the project.
    """
    parts = reference.split("/")
    given = parts[-2] if len(parts) == _LONGEST_PATH else project
    if len(parts) > _LONGEST_PATH or given != project or not all(parts):
        raise UnsupportedError(
            f"{reference!r}: the local run knows the stacks of this project only. "
            f"Name one as organization/{project}/<stack>."
        )
    return parts[-1]


class ReferencedBackend(PreviewBackend):
    """Previews a stack that others refer to, as if it had been deployed.

    The account ids that AWS would assign are placeholders: they are known once the stack is
    deployed, which is when others can refer to it in earnest.
    """

    def create(self, resource: Declared) -> Created:
        """Know an id where a deployed stack would know one."""
        if resource.import_id or resource.type != _ACCOUNT:
            return super().create(resource)
        return Created(id=placeholder_account(str(resource.inputs.get("name", resource.name))))


def placeholder_account(name: str) -> str:
    """An id that is no account's: ``0000`` and eight digits made from the account's name."""
    digits = int.from_bytes(sha256(name.encode()).digest()[:8]) % 10**8
    return f"0000{digits:08}"


def stand_in(outputs: Mapping[str, Any], secrets: frozenset[str]) -> StackOutputs:
    """Return a stack's outputs with a placeholder for each value that is not known yet.

    One unknown would make all outputs of a StackReference unknown to the SDK.
    """
    unknown: list[str] = []
    values = {name: _filled(value, name, unknown) for name, value in outputs.items()}
    return StackOutputs(values=values, secrets=secrets, stand_ins=tuple(sorted(set(unknown))))


def _filled(value: Any, name: str, unknown: list[str]) -> Any:  # noqa: ANN401 -- any output
    if is_unknown(value):
        unknown.append(name)
        return f"placeholder-{name}"
    if isinstance(value, Mapping):
        return {key: _filled(item, f"{name}.{key}", unknown) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, f"{name}[{n}]", unknown) for n, item in enumerate(value)]
    return value
