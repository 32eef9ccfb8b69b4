"""Between the protocol's requests and ``Declared``."""

import re
from collections.abc import Mapping
from typing import Any, Final

from pulumi.output import UNKNOWN

from local.engine import urn, values
from local.engine.backend import Created, Declared, Timeouts
from local.errors import UnsupportedError

NO_TRANSFORMS: Final = (
    "transforms need Pulumi's own engine; use the option transformations, or default tags"
)


def refuse_unsupported(request: Any) -> None:  # noqa: ANN401 -- the protocol's
    """Refuse what would silently change the meaning of the program if it were left out."""
    if request.remote:
        raise UnsupportedError(
            "a component of another language needs Pulumi's own engine; write it in Python"
        )
    if len(request.transforms):
        raise UnsupportedError(NO_TRANSFORMS)


def declared(request: Any, made: str, provider: Mapping[str, Any]) -> Declared:  # noqa: ANN401 -- the protocol's
    """Return what a registration says."""
    inputs, secrets = values.read(request.object)
    timeouts = request.customTimeouts
    return Declared(
        urn=made,
        type=request.type,
        name=request.name,
        parent=request.parent,
        custom=request.custom,
        inputs=inputs,
        secret_inputs=secrets,
        wire=request.object,
        provider=request.provider,
        provider_inputs=provider,
        import_id=request.importId,
        protect=request.protect,
        delete_before_replace=(
            request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None
        ),
        retain_on_delete=request.retainOnDelete,
        dependencies=tuple(sorted(request.dependencies)),
        property_dependencies={
            name: tuple(sorted(held.urns)) for name, held in request.propertyDependencies.items()
        },
        aliases=_aliases(request, made),
        ignore_changes=tuple(request.ignoreChanges),
        replace_on_changes=tuple(request.replaceOnChanges),
        additional_secret_outputs=tuple(request.additionalSecretOutputs),
        timeouts=Timeouts(
            _seconds(timeouts.create), _seconds(timeouts.update), _seconds(timeouts.delete)
        ),
        stack=tuple((frame.pc.uri, frame.pc.line) for frame in request.stackTrace.frames),
    )


def read(request: Any, made: str, provider: Mapping[str, Any]) -> Declared:  # noqa: ANN401 -- the protocol's
    """Return what a read of an existing resource says."""
    inputs, secrets = values.read(request.properties)
    return Declared(
        urn=made,
        type=request.type,
        name=request.name,
        parent=request.parent,
        custom=True,
        inputs=inputs,
        secret_inputs=secrets,
        wire=request.properties,
        provider=request.provider,
        provider_inputs=provider,
        external=True,
        dependencies=tuple(sorted(request.dependencies)),
        additional_secret_outputs=tuple(request.additionalSecretOutputs),
    )


def outputs(resource: Declared, created: Created, *, preview: bool) -> dict[str, Any]:
    """Return the properties that a made resource has besides its inputs, secrets marked."""
    found = {name: values.plain(value) for name, value in created.outputs.items()}
    secrets = resource.secret_inputs | set(resource.additional_secret_outputs)
    for name in resource.additional_secret_outputs:
        if preview and name not in found:
            found[name] = values.plain(resource.inputs.get(name, UNKNOWN))
    return {
        name: values.secret(value) if name in secrets else value for name, value in found.items()
    }


def _aliases(request: Any, made: str) -> tuple[str, ...]:  # noqa: ANN401 -- the protocol's
    found = [*request.aliasURNs]
    for alias in request.aliases:
        if alias.WhichOneof("alias") == "urn":
            found.append(alias.urn)
            continue
        spec = alias.spec
        stack, project = made.removeprefix("urn:pulumi:").split("::", 2)[:2]
        parent = "" if spec.noParent else (spec.parentUrn or request.parent)
        found.append(
            urn.make(
                spec.stack or stack,
                spec.project or project,
                parent,
                spec.type or request.type,
                spec.name or request.name,
            )
        )
    return tuple(dict.fromkeys(found))


_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)")
_UNITS: Final = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def _seconds(duration: str) -> float:
    """Seconds of a duration of Go's, such as ``1h30m``."""
    return sum(float(count) * _UNITS[unit] for count, unit in _DURATION.findall(duration))
