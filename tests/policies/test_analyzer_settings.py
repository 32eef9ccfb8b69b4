"""Levels and settings of the pack, as Pulumi's engine hands them over."""

from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import analyzer_pb2

from tests.support.analyzer import PLAIN, struct, table


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
