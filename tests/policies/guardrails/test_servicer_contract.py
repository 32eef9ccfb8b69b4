"""What the engine gets from our servicer is what it would get from Pulumi's own.

The SDK's servicer is not part of its public interface; when an upgrade changes it, this test says
what our servicer has to follow.
"""

from collections.abc import Mapping
from typing import Any

from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy import (
    EnforcementLevel,
    PolicyConfigSchema,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationPolicy,
    policy,
    proxy,
)

from guardrails import message
from guardrails.model import Fail, Scope
from guardrails.pack import NAME, VERSION, Pack
from guardrails.registry import RULES as ALL_RULES
from guardrails.servicer import Servicer
from guardrails.view import Resource, View
from tests.policies.guardrails.rule_cases.model import by_id

RULES = [by_id("log-retention"), by_id("sqs-tls"), by_id("ddb-pitr"), by_id("ddb-cmk")]
RETENTION, _, PITR, CMK = RULES
CONTEXT: Any = None  # asked only to refuse a call
URN = "urn:pulumi:test::bulwark::aws:cloudwatch/logGroup:LogGroup::it"


def sdk_servicer() -> Any:
    """The SDK's servicer with the same rules as policies of the SDK."""

    def check(args: ResourceValidationArgs, report: ReportViolation) -> None:
        if args.resource_type not in RETENTION.applies_to:
            return
        _ = args.props.get("retentionInDays")  # the SDK's proxy raises when it is unknown
        resource = Resource(args.urn, args.resource_type, args.name, View(dict(args.props)))
        for result in RETENTION.check(resource, minimum_days=365):
            assert isinstance(result, Fail)
            report(message.render(result.message, result.path, result.fix), args.urn)

    def remediate(args: ResourceValidationArgs) -> Any:
        return {**args.props, "pointInTimeRecovery": {"enabled": True}}

    policies: list[policy.Policy] = []
    for rule in RULES:
        common: dict[str, Any] = {
            "name": rule.id,
            "description": rule.title,
            "display_name": rule.title,
            "enforcement_level": EnforcementLevel(rule.level),
            "severity": Severity(rule.severity),
            "tags": [rule.category, *rule.equivalents],
            "remediation_steps": rule.remediation,
        }
        if rule.scope is Scope.STACK:
            policies.append(StackValidationPolicy(**common, validate=lambda _args, _report: None))
        else:
            schema = {name: dict(one.schema) for name, one in rule.settings.items()}
            policies.append(
                ResourceValidationPolicy(
                    **common,
                    validate=check if rule is RETENTION else lambda _args, _report: None,
                    remediate=remediate if rule is PITR else None,
                    config_schema=PolicyConfigSchema(schema) if schema else None,
                )
            )
    servicer = vars(policy)["_PolicyAnalyzerServicer"]
    return servicer(NAME, VERSION, policies, EnforcementLevel.ADVISORY, display_name="Bulwark")


def both(levels: Mapping[str, Any]) -> tuple[Servicer, Any]:
    """Our servicer and the SDK's, told the same levels."""
    ours, theirs = Servicer(Pack(RULES)), sdk_servicer()
    told = analyzer_pb2.ConfigureAnalyzerRequest(
        policyConfig={
            name: analyzer_pb2.PolicyConfig(enforcementLevel=level)
            for name, level in levels.items()
        }
    )
    assert ours.Configure(told, CONTEXT) == theirs.Configure(told, None)
    return ours, theirs


def as_dict(answer: Any) -> dict[str, Any]:
    return json_format.MessageToDict(answer)


def test_the_pack_introduces_itself_as_the_sdk_would() -> None:
    ours = as_dict(Servicer(Pack(RULES)).GetAnalyzerInfo(empty_pb2.Empty(), CONTEXT))
    theirs = as_dict(sdk_servicer().GetAnalyzerInfo(empty_pb2.Empty(), None))

    for one in ours["policies"]:
        assert one.pop("message")  # the engine shows it, the SDK cannot set it
    assert ours == theirs


def request(days: object) -> analyzer_pb2.AnalyzeRequest:
    properties = json_format.ParseDict({"retentionInDays": days}, struct_pb2.Struct())
    return analyzer_pb2.AnalyzeRequest(
        type=RETENTION.applies_to[0], urn=URN, name="it", properties=properties
    )


def test_a_violation_is_told_as_the_sdk_would() -> None:
    ours = Servicer(Pack(RULES)).Analyze(request(30), CONTEXT)
    theirs = sdk_servicer().Analyze(request(30), None)

    assert as_dict(ours) == as_dict(theirs)
    assert len(ours.diagnostics) == 1


def test_an_unknown_value_is_told_as_the_sdk_would_with_resource_and_severity_besides() -> None:
    unknown = request(proxy.UNKNOWN_NUMBER_VALUE)
    (ours,) = as_dict(Servicer(Pack(RULES)).Analyze(unknown, CONTEXT))["diagnostics"]
    (theirs,) = as_dict(sdk_servicer().Analyze(unknown, None))["diagnostics"]

    assert ours.pop("urn") == URN
    assert ours.pop("severity") == "POLICY_SEVERITY_MEDIUM"
    # Only the last words differ: the SDK does not say that the rule is undetermined.
    before, reason = ours.pop("message").split("undetermined: ")
    assert reason == "retentionInDays is not known at preview"
    assert theirs.pop("message").startswith(before)
    assert ours == {key: value for key, value in theirs.items() if value}


def table(properties: dict[str, Any]) -> analyzer_pb2.AnalyzeRequest:
    given = json_format.ParseDict(properties, struct_pb2.Struct())
    return analyzer_pb2.AnalyzeRequest(type=PITR.applies_to[0], urn=URN, properties=given)


def test_a_mended_resource_is_given_back_as_the_sdk_would() -> None:
    remediate = dict.fromkeys((PITR.id, CMK.id), analyzer_pb2.REMEDIATE)
    ours, theirs = (
        as_dict(one.Remediate(table({"name": "orders", "hashKey": "id"}), CONTEXT))
        for one in both(remediate)
    )

    assert ours["remediations"][0]["properties"] == {
        "name": "orders",
        "hashKey": "id",
        "pointInTimeRecovery": {"enabled": True},
    }
    # Who cannot mend says so; only the words are ours.
    for answer in (ours, theirs):
        (cannot,) = answer["notApplicable"]
        assert cannot.pop("reason")
    assert ours == theirs


def test_the_schemas_of_settings_are_all_that_the_engine_asks_of_a_configuration() -> None:
    fields = [one.name for one in analyzer_pb2.PolicyConfigSchema.DESCRIPTOR.fields]
    assert fields == ["properties", "required"], "can a schema refuse further settings now?"

    for info in Servicer(Pack(ALL_RULES)).GetAnalyzerInfo(empty_pb2.Empty(), CONTEXT).policies:
        settings = by_id(info.name).settings
        schema = json_format.MessageToDict(info.configSchema)
        # Everything has a default, so nothing is required.
        assert schema == (
            {"properties": {name: as_json(one.schema) for name, one in settings.items()}}
            if settings
            else {}
        )


def as_json(schema: Mapping[str, Any]) -> dict[str, Any]:
    made = struct_pb2.Struct()
    made.update(dict(schema))
    return json_format.MessageToDict(made)
