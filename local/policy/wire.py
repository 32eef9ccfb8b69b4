"""Resources and stacks in the analyzer protocol's messages."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from google.protobuf import struct_pb2
from pulumi.runtime.proto import analyzer_pb2

from local.engine import urn as urns
from local.engine import values
from local.engine.backend import Declared
from local.engine.project import StackConfig

_INTERNAL: Final = "__"
_PROVIDER: Final = "pulumi:providers:"


def stack(config: StackConfig) -> analyzer_pb2.AnalyzerStackConfigureRequest:
    """The stack that is judged."""
    # What is encrypted is unknown here; the pack must not take a placeholder for its value.
    known = {key: value for key, value in config.values.items() if key not in config.encrypted}
    return analyzer_pb2.AnalyzerStackConfigureRequest(
        stack=config.name,
        project=config.project.name,
        organization=config.organization,
        dry_run=True,
        config=known,
        config_secret_keys=sorted(config.secrets),
    )


def resource(declared: Declared) -> analyzer_pb2.AnalyzeRequest:
    """One resource by its inputs."""
    return analyzer_pb2.AnalyzeRequest(
        urn=declared.urn,
        type=declared.type,
        name=declared.name,
        properties=_visible(declared.wire),
        options=_options(declared),
        provider=_provider(declared),
    )


def whole(
    resources: Sequence[Declared], outputs: Mapping[str, Mapping[str, Any]]
) -> analyzer_pb2.AnalyzeStackRequest:
    """All resources, with what is known of their outputs."""
    return analyzer_pb2.AnalyzeStackRequest(
        resources=[
            analyzer_pb2.AnalyzerResource(
                urn=one.urn,
                type=one.type,
                name=one.name,
                properties=_with_outputs(one.wire, outputs.get(one.urn)),
                options=_options(one),
                provider=_provider(one),
                parent=one.parent,
                dependencies=one.dependencies,
                propertyDependencies={
                    name: analyzer_pb2.AnalyzerPropertyDependencies(urns=held)
                    for name, held in one.property_dependencies.items()
                    if held
                },
            )
            for one in resources
        ]
    )


def _with_outputs(
    inputs: struct_pb2.Struct, outputs: Mapping[str, Any] | None
) -> struct_pb2.Struct:
    seen = _visible(inputs)
    if outputs:
        seen.MergeFrom(_visible(values.struct(outputs)))
    return seen


def _visible(properties: struct_pb2.Struct) -> struct_pb2.Struct:
    """Properties without the engine's internal ones."""
    if not any(name.startswith(_INTERNAL) for name in properties.fields):
        seen = struct_pb2.Struct()
        seen.CopyFrom(properties)
        return seen
    fields = properties.fields.items()
    return struct_pb2.Struct(
        fields={name: value for name, value in fields if not name.startswith(_INTERNAL)}
    )


def _options(declared: Declared) -> analyzer_pb2.AnalyzerResourceOptions:
    timeouts = declared.timeouts
    return analyzer_pb2.AnalyzerResourceOptions(
        protect=declared.protect,
        ignoreChanges=declared.ignore_changes,
        deleteBeforeReplace=bool(declared.delete_before_replace),
        deleteBeforeReplaceDefined=declared.delete_before_replace is not None,
        additionalSecretOutputs=declared.additional_secret_outputs,
        aliases=declared.aliases,
        customTimeouts=analyzer_pb2.AnalyzerResourceOptions.CustomTimeouts(
            create=timeouts.create, update=timeouts.update, delete=timeouts.delete
        ),
        parent=declared.parent,
    )


def _provider(declared: Declared) -> analyzer_pb2.AnalyzerProviderResource | None:
    if not declared.provider:
        return None
    urn = declared.provider.rpartition("::")[0]
    type_ = urns.type_of(urn)
    if not type_.startswith(_PROVIDER):
        return None
    return analyzer_pb2.AnalyzerProviderResource(
        urn=urn,
        type=type_,
        name=urns.name_of(urn),
        properties=values.struct(declared.provider_inputs),
    )
