"""Resources that the pack mends for Pulumi's engine."""

from typing import Any

from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2

from tests.support.analyzer import PLAIN, SEALED, SIGNATURE, UNKNOWN, table


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
