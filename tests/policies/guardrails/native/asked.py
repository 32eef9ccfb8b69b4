"""Asks the pack about declarations, as the engine does: by the real servicer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2

from guardrails import message
from guardrails.model import Level
from guardrails.pack import Pack
from guardrails.registry import RULES
from guardrails.servicer import Servicer
from tests.policies.guardrails.rule_cases.model import urn

__all__ = ["SECRET", "UNKNOWN", "Declared", "Found", "ask", "diagnostics", "secret"]

UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 -- a signature, no password
_ACCOUNT: Final = "123456789012"
_CONTEXT: Any = None  # asked only to refuse a call

Found = tuple[str, str]
"""The rule and the path; the path of what cannot be judged begins with a question mark."""


def secret(value: object) -> dict[str, object]:
    return {SIGNATURE: SECRET, "value": value}


@dataclass(frozen=True)
class Declared:
    """A resource of a program; ``depends`` tells by property what it is computed from."""

    type: str
    properties: Mapping[str, Any] = field(default_factory=dict[str, Any])
    name: str = "it"
    depends: Mapping[str, Sequence["Declared"]] = field(
        default_factory=dict[str, "Sequence[Declared]"]
    )

    protect: bool = False

    @property
    def urn(self) -> str:
        return urn(self.type, self.name)

    @property
    def struct(self) -> struct_pb2.Struct:
        return json_format.ParseDict(dict(self.properties), struct_pb2.Struct())


def _pack() -> Pack:
    pack = Pack(RULES)
    pack.configure({rule.id: rule.level for rule in RULES if rule.level is not Level.DISABLED}, {})
    return pack


_SERVICER: Final = Servicer(_pack())
_PROVIDER: Final = json_format.ParseDict(
    {"allowedAccountIds": f'["{_ACCOUNT}"]', "region": "eu-central-1"}, struct_pb2.Struct()
)


def diagnostics(
    *stack: Declared, servicer: Servicer = _SERVICER
) -> list[analyzer_pb2.AnalyzeDiagnostic]:
    """All that the pack says of a stack, resource by resource and as a whole."""
    provider = analyzer_pb2.AnalyzerProviderResource(properties=_PROVIDER)
    told: list[analyzer_pb2.AnalyzeDiagnostic] = []
    for one in stack:
        request = analyzer_pb2.AnalyzeRequest(
            urn=one.urn,
            type=one.type,
            name=one.name,
            properties=one.struct,
            options=_options(one),
            provider=provider,
        )
        told += servicer.Analyze(request, _CONTEXT).diagnostics
    whole = analyzer_pb2.AnalyzeStackRequest(
        resources=[
            analyzer_pb2.AnalyzerResource(
                urn=one.urn,
                type=one.type,
                name=one.name,
                properties=one.struct,
                options=_options(one),
                provider=provider,
                propertyDependencies={
                    name: analyzer_pb2.AnalyzerPropertyDependencies(urns=[on.urn for on in others])
                    for name, others in one.depends.items()
                },
            )
            for one in stack
        ]
    )
    return [*told, *servicer.AnalyzeStack(whole, _CONTEXT).diagnostics]


def _options(one: Declared) -> analyzer_pb2.AnalyzerResourceOptions:
    return analyzer_pb2.AnalyzerResourceOptions(protect=one.protect)


def ask(*stack: Declared) -> list[Found]:
    """What the pack finds, sorted."""
    found: list[Found] = []
    for one in diagnostics(*stack):
        unknown = message.undetermined_path(one.message)
        assert one.urn in {declared.urn for declared in stack}
        path = message.parse(one.message).path if unknown is None else f"?{unknown}"
        found.append((one.policyName, path))
    return sorted(found)
