import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import grpc
import pulumi
import pytest

from local.emulator.emulator import Emulator
from local.engine import values
from tests.support.provided import Engine, Resource

pytestmark = pytest.mark.e2e

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}

ALARM = {
    "name": "lives",
    "comparisonOperator": "GreaterThanThreshold",
    "evaluationPeriods": 1,
    "metricName": "Errors",
    "namespace": "AWS/Lambda",
    "period": 60,
    "statistic": "Sum",
}


def policy(action: str) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def live(engine: Engine, resource: Resource) -> dict[str, Any]:
    return values.read(engine.read(resource).inputs)[0]


def document(*paths: str) -> str:
    operation = {
        "responses": {"200": {"description": "fine"}},
        "x-amazon-apigateway-integration": {"type": "mock"},
    }
    return json.dumps({"openapi": "3.0.1", "paths": {path: {"get": operation} for path in paths}})


def zipped(folder: Path, answer: int) -> Mapping[str, Any]:
    path = folder / f"{answer}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("handler.py", f"def handler(event, context):\n    return {answer}\n")
    return {"code": pulumi.FileArchive(str(path)), "sourceCodeHash": str(answer)}


def test_a_queue_lives_and_goes(engine: Engine, emulator: Emulator) -> None:
    inputs = {"name": "lives", "visibilityTimeoutSeconds": 40, "delaySeconds": 5}
    queue = engine.create("aws:sqs/queue:Queue", "lives", inputs)
    assert live(engine, queue) == inputs

    changed = engine.update(queue, {"name": "lives", "visibilityTimeoutSeconds": 50})

    assert changed.outputs["arn"] == queue.outputs["arn"]
    assert "delaySeconds" not in changed.outputs
    sqs = emulator.client("sqs")
    attributes = sqs.get_queue_attributes(QueueUrl=queue.id, AttributeNames=["All"])["Attributes"]
    assert (attributes["VisibilityTimeout"], attributes["DelaySeconds"]) == ("50", "0")
    sqs.set_queue_attributes(QueueUrl=queue.id, Attributes={"VisibilityTimeout": "7"})
    assert live(engine, changed) == {"name": "lives", "visibilityTimeoutSeconds": 7}
    engine.delete(changed)
    assert engine.read(changed).id == ""
    engine.delete(changed)


def test_a_secret_input_is_a_secret_output(engine: Engine) -> None:
    inputs = {"name": "hushed", "policy": values.secret(policy("sqs:SendMessage"))}

    queue = engine.create("aws:sqs/queue:Queue", "hushed", inputs)

    assert values.read(queue.state)[1] == {"policy"}
    assert values.read(engine.read(queue).properties)[1] == {"policy"}
    engine.delete(queue)


def test_a_table_takes_another_index_and_loses_its_protection(
    engine: Engine, emulator: Emulator
) -> None:
    type_ = "aws:dynamodb/table:Table"
    base = {"name": "lives", "hashKey": "id", "billingMode": "PAY_PER_REQUEST"}
    table = engine.create(
        type_,
        "lives",
        {
            **base,
            "attributes": [{"name": "id", "type": "S"}],
            "deletionProtectionEnabled": True,
        },
    )
    with pytest.raises(grpc.RpcError, match="AWS's DeleteTable said"):
        engine.delete(table)

    table = engine.update(
        table,
        {
            **base,
            "attributes": [{"name": "id", "type": "S"}, {"name": "by", "type": "S"}],
            "globalSecondaryIndexes": [
                {"name": "by_owner", "hashKey": "by", "projectionType": "ALL"}
            ],
            "deletionProtectionEnabled": False,
        },
    )

    found = emulator.client("dynamodb").describe_table(TableName="lives")["Table"]
    assert [one["IndexName"] for one in found["GlobalSecondaryIndexes"]] == ["by_owner"]
    assert live(engine, table)["hashKey"] == "id"
    engine.delete(table)
    assert engine.read(table).id == ""


def test_a_role_and_its_policy_change_in_place(engine: Engine, emulator: Emulator) -> None:
    role = engine.create(
        "aws:iam/role:Role", "lives", {"name": "lives", "assumeRolePolicy": json.dumps(TRUST)}
    )
    inputs = {"role": role.id, "name": "own", "policy": policy("sqs:SendMessage")}
    own = engine.create("aws:iam/rolePolicy:RolePolicy", "own", inputs)
    assert live(engine, own) == inputs
    other = json.dumps({**TRUST, "Id": "other"})

    role = engine.update(role, {"name": "lives", "assumeRolePolicy": other})
    own = engine.update(own, {**inputs, "policy": policy("sqs:ReceiveMessage")})

    iam = emulator.client("iam")
    found = iam.get_role(RoleName="lives")["Role"]
    assert found["AssumeRolePolicyDocument"]["Id"] == "other"
    iam.put_role_policy(RoleName="lives", PolicyName="own", PolicyDocument=policy("s3:GetObject"))
    assert json.loads(live(engine, own)["policy"]) == json.loads(policy("s3:GetObject"))
    for resource in (own, role):
        engine.delete(resource)
        assert engine.read(resource).id == ""


def test_new_code_is_a_new_version_and_the_alias_follows(
    engine: Engine, emulator: Emulator, tmp_path: Path
) -> None:
    role = engine.create(
        "aws:iam/role:Role", "runs", {"name": "runs", "assumeRolePolicy": json.dumps(TRUST)}
    )
    inputs = {
        "name": "runs",
        "role": role.outputs["arn"],
        "handler": "handler.handler",
        "runtime": "python3.13",
        "publish": True,
    }
    function = engine.create(
        "aws:lambda/function:Function", "runs", {**inputs, **zipped(tmp_path, 1)}
    )
    alias = {"name": "live", "functionName": "runs"}
    pointer = engine.create("aws:lambda/alias:Alias", "live", {**alias, "functionVersion": "1"})
    assert function.outputs["version"] == "1"

    function = engine.update(function, {**inputs, **zipped(tmp_path, 2), "timeout": 9})
    pointer = engine.update(pointer, {**alias, "functionVersion": function.outputs["version"]})

    assert function.outputs["version"] == "2"
    answer = emulator.client("lambda").invoke(FunctionName="runs", Qualifier="live")
    assert answer["Payload"].read() == b"2"
    assert live(engine, function)["timeout"] == 9
    assert live(engine, pointer)["functionVersion"] == "2"
    for resource in (pointer, function, role):
        engine.delete(resource)
        assert engine.read(resource).id == ""


def test_an_api_takes_another_document(engine: Engine, emulator: Emulator) -> None:
    type_ = "aws:apigateway/restApi:RestApi"
    api = engine.create(type_, "lives", {"name": "lives", "body": document("/a", "/b/c")})

    api = engine.update(api, {"name": "renamed", "body": document("/b", "/d")})

    resources = emulator.client("apigateway").get_resources(restApiId=api.id)["items"]
    assert sorted(one["path"] for one in resources) == ["/", "/b", "/d"]
    assert live(engine, api)["name"] == "renamed"
    engine.delete(api)
    assert engine.read(api).id == ""


def test_a_change_that_the_table_cannot_make_is_refused_by_name(engine: Engine) -> None:
    type_ = "aws:scheduler/scheduleGroup:ScheduleGroup"
    group = engine.create(type_, "lives", {"name": "lives"})

    with pytest.raises(grpc.RpcError, match=f"{type_} cannot be changed in place"):
        engine.update(group, {"name": "lives", "unheardOf": True})

    assert engine.update(group, {"name": "lives", "tags": {"a": "b"}}).outputs["tagsAll"] == {
        "owner": "platform",
        "a": "b",
    }
    engine.delete(group)


def test_a_refusal_says_what_aws_said(engine: Engine) -> None:
    inputs = {"role": "nobody", "name": "own", "policy": policy("sqs:SendMessage")}

    with pytest.raises(grpc.RpcError) as caught:
        engine.create("aws:iam/rolePolicy:RolePolicy", "own", inputs)

    error = caught.value
    assert isinstance(error, grpc.Call)
    assert str(error.details()).startswith("AWS's PutRolePolicy said NoSuchEntity")
    assert "Traceback" not in str(error.details())


@pytest.mark.parametrize(
    ("type_", "inputs", "changed", "expected"),
    [
        (
            "aws:cloudwatch/logGroup:LogGroup",
            {"name": "/own/group", "retentionInDays": 7},
            {"name": "/own/group", "retentionInDays": 14},
            {"retentionInDays": 14},
        ),
        (
            "aws:sns/topic:Topic",
            {"name": "lives", "displayName": "one"},
            {"name": "lives", "displayName": "two"},
            {"displayName": "two"},
        ),
        (
            "aws:kms/key:Key",
            {"description": "one", "enableKeyRotation": False},
            {"description": "two", "enableKeyRotation": True},
            {"description": "two", "enableKeyRotation": True},
        ),
        (
            "aws:iam/policy:Policy",
            {"name": "lives", "policy": policy("sqs:SendMessage")},
            {"name": "lives", "policy": policy("sqs:DeleteMessage")},
            {"policy": policy("sqs:DeleteMessage")},
        ),
        (
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            {**ALARM, "threshold": 1},
            {**ALARM, "threshold": 2},
            {"threshold": 2},
        ),
    ],
)
def test_a_resource_is_made_changed_read_and_deleted(
    engine: Engine,
    type_: str,
    inputs: Mapping[str, Any],
    changed: Mapping[str, Any],
    expected: Mapping[str, Any],
) -> None:
    made = engine.create(type_, "lives", inputs)
    assert engine.read(made).inputs == made.inputs
    assert engine.read(made).properties == made.state

    made = engine.update(made, changed)

    empty = Resource(type_, "lives", made.id, values.struct({}), values.struct({}))
    found = values.read(engine.read(empty).properties)[0]
    assert {name: found[name] for name in expected} == expected
    engine.delete(made)
    assert engine.read(made).id == ""
