"""``bulwark check`` on exports of stacks that Bulwark did not build."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from local.cli import main
from tests.support import exports

pytestmark = pytest.mark.e2e

EACH = 3
TYPES = [f"{package}:{type_}" for package, types in exports.FOREIGN.items() for type_ in types]


def checked(
    folder: Path, capsys: pytest.CaptureFixture[str], *resources: Mapping[str, Any]
) -> tuple[int, str, dict[str, Any]]:
    """The exit code, the report for people, and that for programs."""
    file = folder / "stack.json"
    file.write_text(json.dumps(exports.export(*resources)))
    code = main(["check", str(file)])
    text = capsys.readouterr().out
    assert main(["check", str(file), "--json"]) == code
    return code, text, json.loads(capsys.readouterr().out)


def test_a_stack_of_other_peoples_is_judged_and_says_for_what_there_is_no_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [*exports.foreign(EACH), *exports.unusual(), *exports.role_with_policies()]

    code, text, report = checked(tmp_path, capsys, *others)

    assert (code, report["violations"], report["undetermined"]) == (0, [], [])
    assert report["types_without_rules"] == {
        "aws:gamelift/script:Script": 1,
        **dict.fromkeys(TYPES, EACH),
    }
    count = len(TYPES) * EACH + 1
    *_, without, last = text.splitlines()
    assert without == (
        f"no rule for {count} resources of {len(TYPES) + 1} types: azure-native 900, "
        "aws-native 12, kubernetes 9, gcp 6, random 6, aws 4, cloudflare 3, datadog 3, "
        "2 more packages (--json lists them)"
    )
    # The foreign ones; the script; two components, a provider, a reference, a network that is only
    # read; the role with its policies. What is on its way out is none of them.
    assert last == f"stack.json: {count + 5 + 3} resources, 0 violations"


def test_a_stack_that_rules_know_in_full_says_nothing_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, text, report = checked(tmp_path, capsys, *exports.role_with_policies())

    assert report["types_without_rules"] == {}
    assert "no rule" not in text


def test_what_a_role_tells_of_its_policies_is_no_declaration_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    role, old, new = exports.role_with_policies()
    role["inputs"]["inlinePolicies"] = role["outputs"]["inlinePolicies"]

    _, _, report = checked(tmp_path, capsys, role, old, new)

    assert [(one["rule"], one["name"]) for one in report["violations"]] == [
        ("policy-conflict", "new")
    ]


@pytest.mark.parametrize("secret", [exports.sealed(), "[secret]"])
def test_an_encrypted_document_is_a_secret_and_is_told_as_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secret: object
) -> None:
    policy = exports.resource("aws:iam/policy:Policy", "hidden", {"policy": secret}, {})

    code, text, report = checked(tmp_path, capsys, policy)

    assert code == 1
    (violation,) = report["violations"]
    assert violation["rule"] == "unknown-access-document"
    assert violation["message"] == (
        "The access document policy is a secret whose value is not here, so no rule can judge what "
        "it allows and nobody can review it."
    )
    assert "not judged, because a value is encrypted in the file, or not known:" in text


def test_the_account_and_the_region_are_those_of_the_provider_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trust = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
    }
    inputs = {"name": "reader", "assumeRolePolicy": exports.statements(trust)}
    role = exports.resource("aws:iam/role:Role", "reader", inputs, {})

    _, _, alone = checked(tmp_path, capsys, role)
    _, _, placed = checked(tmp_path, capsys, role, *exports.unusual())

    assert [one["rule"] for one in alone["violations"]] == ["trust-cross-account-root"]
    assert placed["violations"] == []


def test_a_stack_of_the_native_provider_is_judged_in_its_own_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = exports.resource(
        "aws-native:dynamodb:Table",
        "orders",
        {
            "billingMode": "PAY_PER_REQUEST",
            "deletionProtectionEnabled": True,
            "keySchema": [{"attributeName": "id", "keyType": "HASH"}],
            "sseSpecification": {"sseEnabled": True, "kmsMasterKeyId": "key"},
        },
        {"tableName": "orders-7f3a", "streamArn": None},
        protect=True,
    )
    queue = exports.resource(
        "aws-native:sqs:Queue",
        "work",
        {"redriveAllowPolicy": {"redrivePermission": "allowAll"}, "kmsMasterKeyId": "key"},
        {"queueUrl": "https://sqs.eu-central-1.amazonaws.com/123456789012/work-7f3a"},
    )
    policy = exports.resource(
        "aws-native:sqs:QueueInlinePolicy",
        "work",
        {
            "queue": "https://sqs.eu-central-1.amazonaws.com/123456789012/work-7f3a",
            "policyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "sqs:*",
                        "Resource": "arn:aws:sqs:eu-central-1:123456789012:work-7f3a",
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                ],
            },
        },
        {},
    )

    # A policy of its own, which the role tells again once its state is read from AWS.
    everything = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    outputs = {"policies": [{"policyName": "all", "policyDocument": everything}]}
    role = exports.resource("aws-native:iam:Role", "work", {"roleName": "work"}, outputs)

    code, text, report = checked(tmp_path, capsys, table, queue, policy, role)

    (violation,) = report["violations"]
    assert (code, report["types_without_rules"], report["undetermined"]) == (1, {}, [])
    assert (violation["rule"], violation["type"]) == ("ddb-pitr", "aws-native:dynamodb:Table")
    assert violation["path"] == "pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled"
    assert violation["fix"].endswith("(in aws.dynamodb.Table's words)")
    assert "no rule" not in text


def test_rules_of_another_pack_are_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text("name: other\nruntime: python\n")
    (pack / "__main__.py").write_text(
        "from pulumi_policy import PolicyPack, EnforcementLevel, ResourceValidationPolicy\n"
        "PolicyPack('other', [ResourceValidationPolicy('none', 'n', lambda a, r: None)],"
        " EnforcementLevel.ADVISORY)\n"
    )
    file = tmp_path / "stack.json"
    file.write_text(json.dumps(exports.export(*exports.foreign(1))))

    assert main(["check", str(file), "--json", "--policy-pack", str(pack)]) == 0
    assert json.loads(capsys.readouterr().out)["types_without_rules"] == {}


def test_an_older_name_of_a_type_is_judged_and_not_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = "aws:elasticloadbalancingv2/listener:Listener"
    inputs = {"protocol": "HTTP", "port": 80, "defaultActions": [{"type": "forward"}]}

    code, _, report = checked(tmp_path, capsys, exports.resource(older, "web", inputs, {}))

    assert code == 1
    assert [one["rule"] for one in report["violations"]] == ["alb-https"]
    assert report["types_without_rules"] == {}


def test_a_list_with_the_short_names_of_yaml_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps([{"type": "aws:sqs:Queue", "name": "q", "inputs": {}}]))

    assert main(["check", str(file), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert {one["type"] for one in report["violations"]} == {"aws:sqs/queue:Queue"}
