"""Asks running packs what they think of resources."""

import itertools
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from guardrails import message
from local.engine import urn as urns
from local.engine.backend import Declared
from local.engine.project import StackConfig
from local.policy import wire
from local.policy.config import PolicyConfig, request
from local.policy.process import PackProcess

ANSWER_SECONDS: Final = 60.0
_UNDER_WAY: Final = 16
_LONGEST_MESSAGE_BYTES: Final = 400 * 1024**2  # as Pulumi's engine: a stack is one message
_CANNOT_RUN: Final = re.compile(r"can't run policy '[^']*' from policy pack '[^']*' during preview")
_MALFORMED: Final = "malformed-policy"
_SDK_PATH: Final = re.compile(r"value at \.(\S+) can't be known during preview")


@dataclass(frozen=True)
class Violation:
    """A resource that a rule refuses."""

    rule: str
    level: str
    severity: str
    urn: str
    type: str
    name: str
    message: str
    path: str
    fix: str
    waiver: str = ""
    """Who answers for it and until when, or who did: ``until 2027-03-31 by orders-team: …``."""

    @property
    def about(self) -> str:
        """The name of the resource; a waiver that nothing needs is about none."""
        return self.name or "the stack as a whole"

    @property
    def waived(self) -> bool:
        """Whether the waiver holds: an expired one begins with ``expired on``."""
        return self.waiver.startswith("until ")


@dataclass(frozen=True)
class Remedied:
    """A resource whose inputs a rule at the level ``remediate`` rewrote."""

    rule: str
    urn: str
    type: str
    name: str


@dataclass(frozen=True)
class Undetermined:
    """A rule that could not judge a resource, because ``path`` is not known at preview."""

    rule: str
    severity: str
    urn: str
    type: str
    name: str
    path: str


@dataclass(frozen=True)
class Judgement:
    """What all rules of all packs say, the worst first."""

    violations: tuple[Violation, ...] = ()
    undetermined: tuple[Undetermined, ...] = ()
    remedied: tuple[Remedied, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether a mandatory rule is violated."""
        return bool(self._mandatory())

    @property
    def exit_code(self) -> int:
        """0 for a pass, 1 for a violation; 2 where a policy document is malformed.

        Such a document is bad input: what its policy allows was not judged.
        """
        if any(violation.rule == _MALFORMED for violation in self._mandatory()):
            return 2
        return int(self.refused)

    def with_violations(self, more: Collection[Violation]) -> "Judgement":
        """The same with further violations, the worst first."""
        if not more:
            return self
        return replace(self, violations=tuple(sorted({*self.violations, *more}, key=_order)))

    def _mandatory(self) -> list[Violation]:
        return [violation for violation in self.violations if violation.level == "mandatory"]


def judge(
    packs: Iterable[PackProcess],
    resources: Sequence[Declared],
    outputs: Mapping[str, Mapping[str, Any]],
    stack: StackConfig | None,
    configs: Sequence[PolicyConfig] = (),
) -> Judgement:
    """Ask packs about each resource and about all of them together.

    What one pack mends, the next one judges mended.

    Args:
        packs: Started already.
        resources: The stack itself is not among them.
        outputs: What is known of a resource besides its inputs, by URN; stack rules see both.
        stack: The stack that the resources belong to.
        configs: What each pack is told, in their order; later ones go by their own defaults.

    Raises:
        PackError: A pack did not load or did not answer, or cannot be told that.
    """
    found: list[Violation | Undetermined] = []
    remedied: list[Remedied] = []
    told = itertools.chain(configs, itertools.repeat({}))
    for pack, config in zip(packs, told, strict=False):
        with grpc.insecure_channel(pack.address(), options=_OPTIONS) as channel:
            try:
                stub = analyzer_pb2_grpc.AnalyzerStub(channel)
                severities, mending = _set_up(stub, stack, config)
                if mending:
                    resources, mended = _remedy(stub, resources)
                    remedied += mended
                found += _ask(stub, resources, outputs, severities)
            except grpc.RpcError as error:
                raise pack.failed(_reason(error)) from None
    violations = [one for one in found if isinstance(one, Violation)]
    undetermined = [one for one in found if isinstance(one, Undetermined)]
    return Judgement(
        violations=tuple(sorted(dict.fromkeys(violations), key=_order)),
        undetermined=tuple(
            sorted(
                dict.fromkeys(undetermined),
                key=lambda one: (_RANK[one.severity], one.urn, one.rule, one.path),
            )
        ),
        remedied=tuple(remedied),
    )


_Stub = Any  # for blocking calls; the generated types are those for asynchronous ones too


def _set_up(
    stub: _Stub, stack: StackConfig | None, config: PolicyConfig
) -> tuple[Mapping[str, Any], bool]:
    """Tell a pack what to go by; its rules' severities, and whether any of them mends."""
    info = stub.GetAnalyzerInfo(empty_pb2.Empty(), timeout=ANSWER_SECONDS)
    configuration = request(info, config)
    stub.Configure(configuration, timeout=ANSWER_SECONDS)
    if stack is not None:
        stub.ConfigureStack(wire.stack(stack), timeout=ANSWER_SECONDS)
    levels = [held.enforcementLevel for held in configuration.policyConfig.values()]
    severities = {policy.name: policy.severity for policy in info.policies}
    return severities, analyzer_pb2.REMEDIATE in levels


def _remedy(
    stub: _Stub, resources: Sequence[Declared]
) -> tuple[Sequence[Declared], list[Remedied]]:
    """The resources as a pack mends them, and what it mended."""
    new: list[Declared] = []
    remedied: list[Remedied] = []
    for resource in resources:
        made = () if resource.external else _remediations(stub, resource)
        for one in made:
            resource = replace(resource, wire=one.properties)  # noqa: PLW2901 -- one upon the other
            remedied.append(Remedied(one.policyName, resource.urn, resource.type, resource.name))
        new.append(resource)
    return new, remedied


def _remediations(stub: _Stub, resource: Declared) -> Sequence[analyzer_pb2.Remediation]:
    response = stub.Remediate(wire.resource(resource), timeout=ANSWER_SECONDS)
    return [one for one in response.remediations if one.HasField("properties")]


def _ask(
    stub: _Stub,
    resources: Sequence[Declared],
    outputs: Mapping[str, Mapping[str, Any]],
    severities: Mapping[str, Any],
) -> Iterator[Violation | Undetermined]:
    judged = [resource for resource in resources if not resource.external]
    under_way: deque[tuple[str, Any]] = deque()
    for resource in judged:
        call = stub.Analyze.future(wire.resource(resource), timeout=ANSWER_SECONDS)
        under_way.append((resource.urn, call))
        if len(under_way) == _UNDER_WAY:
            yield from _answers(under_way.popleft(), severities)
    while under_way:
        yield from _answers(under_way.popleft(), severities)
    whole = stub.AnalyzeStack.future(wire.whole(resources, outputs), timeout=ANSWER_SECONDS)
    # Others refer to what the program only reads, and it is not the program's to mend.
    read = {resource.urn for resource in resources if resource.external}
    yield from (one for one in _answers(("", whole), severities) if one.urn not in read)


def _answers(
    asked: tuple[str, Any], severities: Mapping[str, Any]
) -> Iterator[Violation | Undetermined]:
    urn, call = asked
    for diagnostic in call.result().diagnostics:
        yield answer(diagnostic, urn, severities)


def answer(
    diagnostic: analyzer_pb2.AnalyzeDiagnostic, urn: str, severities: Mapping[str, Any]
) -> Violation | Undetermined:
    """Read one diagnostic of a pack.

    Args:
        diagnostic: As the pack gave it.
        urn: Of the resource that it was asked about.
        severities: The rules' own, for a diagnostic that has none.
    """
    rule = diagnostic.policyName
    severity = _SEVERITIES.get(diagnostic.severity or severities.get(rule, 0), "medium")
    urn = diagnostic.urn or urn
    about = {
        "urn": urn,
        "type": urns.type_of(urn) if urn else "",
        "name": urns.name_of(urn) if urn else "",
    }
    if _CANNOT_RUN.match(diagnostic.message):
        path = message.undetermined_path(diagnostic.message)
        if path is None:
            named = _SDK_PATH.search(diagnostic.message)
            path = named[1] if named else ""
        return Undetermined(rule=rule, severity=severity, path=path, **about)
    text = message.parse(diagnostic.message)
    level = analyzer_pb2.EnforcementLevel.Name(diagnostic.enforcementLevel).lower()
    return Violation(
        rule=rule,
        level=level,
        severity=severity,
        message=text.message,
        path=text.path,
        fix=text.fix,
        waiver=text.waiver,
        **about,
    )


def _order(violation: Violation) -> tuple[Any, ...]:
    mandatory_first = violation.level != "mandatory"
    return (
        mandatory_first,
        _RANK[violation.severity],
        violation.urn,
        violation.rule,
        violation.path,
        violation.message,
    )


_OPTIONS: Final = [
    ("grpc.max_receive_message_length", _LONGEST_MESSAGE_BYTES),
    ("grpc.max_send_message_length", _LONGEST_MESSAGE_BYTES),
    # A proxy has nothing to do with the loopback address.
    ("grpc.enable_http_proxy", 0),
]
_RANK: Final = {"critical": 0, "high": 1, "medium": 2, "low": 3}
_SEVERITIES: Final = {
    analyzer_pb2.POLICY_SEVERITY_CRITICAL: "critical",
    analyzer_pb2.POLICY_SEVERITY_HIGH: "high",
    analyzer_pb2.POLICY_SEVERITY_MEDIUM: "medium",
    analyzer_pb2.POLICY_SEVERITY_LOW: "low",
}


def _reason(error: grpc.RpcError) -> str:
    call: Any = error
    code, details = call.code(), str(call.details() or "").strip().rstrip(".")
    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return f"it did not answer within {ANSWER_SECONDS:g} seconds"
    if code is grpc.StatusCode.INVALID_ARGUMENT and details:
        return details
    if code is grpc.StatusCode.UNAVAILABLE:
        return "it ended before it answered"
    return f"it failed: {details or code.name}"
