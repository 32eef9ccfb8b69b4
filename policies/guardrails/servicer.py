"""The pack on Pulumi's analyzer protocol: what the engine talks to.

Each rule is a policy of its own to the engine, with its own name, level and configuration. Unlike
the SDK's servicer this one reads a request's properties once, asks only the rules for the
resource's type, and says of an unknown value which resource has it.
"""

import datetime as dt
import sys
from collections.abc import Iterable
from concurrent import futures
from itertools import chain
from pathlib import Path
from typing import NoReturn

import grpc
from google.protobuf import empty_pb2, json_format
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc, plugin_pb2

from guardrails import message, requests
from guardrails.model import Level, Rule, Scope, Severity, Undetermined
from guardrails.pack import NAME, VERSION, Answer, Pack, RuleError
from guardrails.remedies import NotMendableError
from guardrails.resource_types import current
from guardrails.settings import ConfigurationError
from guardrails.waivers import FILE, Waiver, read

_LONGEST_MESSAGE_BYTES = 400 * 1024**2  # as the SDK's servicer: a stack comes as one message

_LEVELS = {
    Level.ADVISORY: analyzer_pb2.ADVISORY,
    Level.MANDATORY: analyzer_pb2.MANDATORY,
    Level.REMEDIATE: analyzer_pb2.REMEDIATE,
    Level.DISABLED: analyzer_pb2.DISABLED,
}
_LEVELS_OF_WIRE = {number: level for level, number in _LEVELS.items()}
_SEVERITIES = {
    Severity.LOW: analyzer_pb2.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: analyzer_pb2.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: analyzer_pb2.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: analyzer_pb2.POLICY_SEVERITY_CRITICAL,
}
_SCOPES = {
    Scope.RESOURCE: analyzer_pb2.POLICY_TYPE_RESOURCE,
    Scope.STACK: analyzer_pb2.POLICY_TYPE_STACK,
}

_NO_REMEDY = "The rule cannot mend it by itself; a violation is mandatory."


class Servicer(analyzer_pb2_grpc.AnalyzerServicer):
    """Answers the engine's calls with a pack's answers."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack

    def GetAnalyzerInfo(  # noqa: N802 -- the protocol's name, as all below
        self, request: empty_pb2.Empty, context: grpc.ServicerContext
    ) -> analyzer_pb2.AnalyzerInfo:
        """What the pack is and which policies it has."""
        del request, context
        return analyzer_pb2.AnalyzerInfo(
            name=NAME,
            version=VERSION,
            displayName="Bulwark",
            supportsConfig=True,
            policies=[_policy_info(rule) for rule in self._pack.rules],
        )

    def GetPluginInfo(  # noqa: N802
        self, request: empty_pb2.Empty, context: grpc.ServicerContext
    ) -> plugin_pb2.PluginInfo:
        """The version of this servicer."""
        del request, context
        return plugin_pb2.PluginInfo(version=VERSION)

    def Configure(  # noqa: N802
        self, request: analyzer_pb2.ConfigureAnalyzerRequest, context: grpc.ServicerContext
    ) -> empty_pb2.Empty:
        """Set levels and settings; refuse what cannot be meant."""
        # The engine has applied `all` to every policy already, and sends it all the same.
        given = {name: one for name, one in request.policyConfig.items() if name != "all"}
        try:
            self._pack.configure(
                {name: _LEVELS_OF_WIRE[given[name].enforcementLevel] for name in given},
                {name: json_format.MessageToDict(given[name].properties) for name in given},
            )
        except ConfigurationError as error:
            _abort(context, grpc.StatusCode.INVALID_ARGUMENT, str(error))
        return empty_pb2.Empty()

    def ConfigureStack(  # noqa: N802
        self, request: analyzer_pb2.AnalyzerStackConfigureRequest, context: grpc.ServicerContext
    ) -> analyzer_pb2.AnalyzerStackConfigureResponse:
        """No rule depends on the stack's name or configuration."""
        del request, context
        return analyzer_pb2.AnalyzerStackConfigureResponse()

    def Analyze(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeRequest, context: grpc.ServicerContext
    ) -> analyzer_pb2.AnalyzeResponse:
        """Judge one resource."""
        answers = chain.from_iterable(map(self._pack.judge, requests.judged(request)))
        return _response(answers, request.urn, context)

    def AnalyzeStack(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeStackRequest, context: grpc.ServicerContext
    ) -> analyzer_pb2.AnalyzeResponse:
        """Judge the stack as a whole."""
        response = _response(self._pack.judge_stack(requests.resources(request)), "", context)
        if request.resources:
            unused = self._pack.unused_waivers(request.resources[0].urn)
            response.diagnostics.extend(map(_unused, unused))
        return response

    def Remediate(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeRequest, context: grpc.ServicerContext
    ) -> analyzer_pb2.RemediateResponse:
        """Mend what the rules at the level ``remediate`` can; the rest is judged as mandatory."""
        response = analyzer_pb2.RemediateResponse(
            not_applicable=[
                analyzer_pb2.PolicyNotApplicable(policy_name=rule.id, reason=_NO_REMEDY)
                for rule in self._pack.rules
                if self._pack.configured(rule).level is Level.REMEDIATE and rule.remedy is None
            ]
        )
        properties = request.properties
        for rule in self._pack.remedies(current(request.type)):
            try:
                new = self._pack.remedied(rule, requests.resource(request), properties)
            except NotMendableError:
                continue
            except RuleError as error:
                _abort(context, grpc.StatusCode.INTERNAL, str(error))
            if new is None:
                continue
            properties.CopyFrom(new)
            response.remediations.add(
                policyName=rule.id,
                policyPackName=NAME,
                policyPackVersion=VERSION,
                description=rule.title,
                properties=new,
            )
        return response


def _policy_info(rule: Rule) -> analyzer_pb2.PolicyInfo:
    info = analyzer_pb2.PolicyInfo(
        name=rule.id,
        displayName=rule.title,
        description=rule.title,
        message=rule.why,
        enforcementLevel=_LEVELS[rule.level],
        severity=_SEVERITIES[rule.severity],
        policy_type=_SCOPES[rule.scope],
        tags=[rule.category, *rule.equivalents],
        remediation_steps=rule.remediation,
    )
    if rule.settings:
        info.configSchema.properties.update(
            {name: dict(setting.schema) for name, setting in rule.settings.items()}
        )
    return info


def _response(
    answers: Iterable[Answer], urn: str, context: grpc.ServicerContext
) -> analyzer_pb2.AnalyzeResponse:
    try:
        return analyzer_pb2.AnalyzeResponse(
            diagnostics=[_diagnostic(answer, urn) for answer in answers]
        )
    except RuleError as error:
        _abort(context, grpc.StatusCode.INTERNAL, str(error))


def _diagnostic(answer: Answer, urn: str) -> analyzer_pb2.AnalyzeDiagnostic:
    rule, result = answer.rule, answer.result
    severity = rule.severity
    if isinstance(result, Undetermined):
        level = Level.ADVISORY
        text = message.render_undetermined(rule.id, f"{NAME}@v{VERSION}", result.path)
    else:
        level = answer.level
        severity = result.severity or severity
        told = message.render(
            result.message, result.path, result.fix, _told(answer) if answer.waiver else ""
        )
        text = f"{rule.title}\n{told}"
    return analyzer_pb2.AnalyzeDiagnostic(
        policyName=rule.id,
        policyPackName=NAME,
        policyPackVersion=VERSION,
        description=rule.title,
        message=text,
        enforcementLevel=_LEVELS[level],
        urn=result.urn or urn,
        severity=_SEVERITIES[severity],
    )


def _told(answer: Answer) -> str:
    """Who answers for a violation, and until when."""
    waiver = answer.waiver
    assert waiver is not None  # noqa: S101 -- narrows the type for the checker
    until = "until" if answer.waived else "expired on"
    return f"{until} {waiver.expires} by {waiver.owner}: {waiver.reason}"


def _unused(waiver: Waiver) -> analyzer_pb2.AnalyzeDiagnostic:
    text = message.render(
        f"The waiver of {waiver.rule} for {waiver.resource} matches no violation of this stack.",
        f"{FILE}: {waiver.place}",
        "Remove it, or correct its pattern.",
    )
    return analyzer_pb2.AnalyzeDiagnostic(
        policyName=waiver.rule,
        policyPackName=NAME,
        policyPackVersion=VERSION,
        description="Every waiver is needed",
        message=f"Every waiver is needed\n{text}",
        enforcementLevel=analyzer_pb2.ADVISORY,
        severity=analyzer_pb2.POLICY_SEVERITY_LOW,
    )


def _abort(context: grpc.ServicerContext, code: grpc.StatusCode, text: str) -> NoReturn:
    context.abort(code, text)
    raise AssertionError  # abort raises; its type does not say so


def serve(rules: Iterable[Rule], folder: Path) -> None:
    """Serve the rules on a free port of the loopback interface, until the process is stopped.

    The port is the first line on standard output, where the engine expects it.

    Args:
        rules: The rules.
        folder: Where ``waivers.yaml`` is, if there is any.
    """
    rules = tuple(rules)
    today = dt.datetime.now(dt.UTC).date()
    try:
        waivers = read(folder / FILE, (rule.id for rule in rules), today)
    except ConfigurationError as error:
        sys.exit(str(error))
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=4),
        options=[("grpc.max_receive_message_length", _LONGEST_MESSAGE_BYTES)],
    )
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Servicer(Pack(rules, waivers, today)), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    try:
        server.wait_for_termination()
    except KeyboardInterrupt:
        server.stop(0)
