import re
import subprocess
import sys
from collections.abc import Mapping

import grpc
import pytest
from pulumi.output import UNKNOWN
from pulumi.runtime.proto import provider_pb2

from local.engine import values
from local.provider.server import serve
from tests.support.provided import Engine, Resource

pytestmark = pytest.mark.thorough

QUEUE = "aws:sqs/queue:Queue"
TABLE = "aws:dynamodb/table:Table"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
SOME, NONE = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
KIND = provider_pb2.PropertyDiff


def recorded(type_: str, inputs: Mapping[str, object]) -> Resource:
    struct = values.struct(inputs)
    return Resource(type_, "work", "id", struct, struct)


def test_a_preview_knows_the_inputs_and_nothing_that_aws_computes(previewer: Engine) -> None:
    queue = previewer.create(QUEUE, "work", {"name": "work", "delaySeconds": 5}, preview=True)

    assert queue.id == ""
    assert queue.outputs == {
        "name": "work",
        "delaySeconds": 5,
        "region": "eu-central-1",
        "tagsAll": {"owner": "platform"},
        "arn": UNKNOWN,
        "url": UNKNOWN,
    }


def test_an_unknown_input_stays_unknown_and_a_secret_stays_secret(previewer: Engine) -> None:
    inputs = {"role": UNKNOWN, "name": "p", "policy": values.secret("hush")}

    policy = previewer.create(ROLE_POLICY, "p", inputs, preview=True)

    assert values.read(policy.inputs) == (
        {"role": UNKNOWN, "name": "p", "policy": "hush"},
        {"policy"},
    )
    assert values.read(policy.state) == values.read(policy.inputs)


def test_a_secret_tag_makes_all_tags_secret(previewer: Engine) -> None:
    tags = values.secret({"pin": "1234"})

    table = previewer.create(TABLE, "t", {"name": "t", "hashKey": "id", "tags": tags}, preview=True)

    assert values.read(table.state)[1] == {"tags", "tagsAll"}


def test_a_name_is_chosen_where_there_is_none_and_then_kept(previewer: Engine) -> None:
    chosen = previewer.check(QUEUE, "work", {"fifoQueue": True})
    name = chosen.fields["name"].string_value

    assert re.fullmatch(r"work-[0-9a-f]{7}\.fifo", name)
    assert [one.string_value for one in chosen.fields["__defaults"].list_value.values] == ["name"]
    again = previewer.check(QUEUE, "work", {"fifoQueue": True, "delaySeconds": 1}, chosen)
    assert again.fields["name"].string_value == name
    assert set(previewer.check(QUEUE, "work", {"name": "given"}).fields) == {"name"}


def test_equal_inputs_are_no_change(previewer: Engine) -> None:
    inputs = {"name": "work", "delaySeconds": 5, "tags": {"a": "b"}}

    found = previewer.diff(recorded(QUEUE, inputs), inputs)

    assert (found.changes, list(found.diffs)) == (NONE, [])


def test_a_changed_attribute_is_changed_in_place(previewer: Engine) -> None:
    old = recorded(QUEUE, {"name": "work", "delaySeconds": 5, "maxMessageSize": 1024})

    found = previewer.diff(old, {"name": "work", "delaySeconds": 6, "policy": "{}"})

    assert found.changes == SOME
    assert list(found.replaces) == []
    assert {name: one.kind for name, one in found.detailedDiff.items()} == {
        "delaySeconds": KIND.UPDATE,
        "maxMessageSize": KIND.DELETE,
        "policy": KIND.ADD,
    }


def test_another_name_is_another_queue_beside_the_old_one(previewer: Engine) -> None:
    found = previewer.diff(recorded(QUEUE, {"name": "work"}), {"name": "other"})

    assert list(found.replaces) == ["name"]
    assert found.detailedDiff["name"].kind == KIND.UPDATE_REPLACE
    assert not found.deleteBeforeReplace


def test_another_key_of_a_table_with_the_same_name_deletes_it_first(previewer: Engine) -> None:
    found = previewer.diff(
        recorded(TABLE, {"name": "t", "hashKey": "id"}), {"name": "t", "hashKey": "other"}
    )

    assert list(found.replaces) == ["hashKey"]
    assert found.deleteBeforeReplace


def test_a_table_whose_name_was_chosen_is_made_before_the_old_one_goes(previewer: Engine) -> None:
    old = previewer.create(TABLE, "t", {"hashKey": "id"}, preview=True)

    found = previewer.diff(old, {"hashKey": "other"})

    assert list(found.replaces) == ["hashKey"]
    assert not found.deleteBeforeReplace


def test_an_unknown_input_counts_as_changed(previewer: Engine) -> None:
    inputs = {"name": "p", "role": "r", "policy": "{}"}

    found = previewer.diff(recorded(ROLE_POLICY, inputs), {**inputs, "policy": UNKNOWN})

    assert list(found.diffs) == ["policy"]


def test_a_file_is_compared_by_its_hash(previewer: Engine) -> None:
    def code(digest: str, path: dict[str, str]) -> dict[str, object]:
        archive = {values.SIGNATURE: values.ARCHIVE, "hash": digest, **path}
        return {"name": "f", "code": archive}

    type_ = "aws:lambda/function:Function"
    old, path = recorded(type_, code("a" * 64, {})), {"path": "build/f.zip"}

    assert previewer.diff(old, code("a" * 64, path)).changes == NONE
    assert list(previewer.diff(old, code("b" * 64, path)).diffs) == ["code"]


def test_another_region_of_the_provider_moves_its_resources() -> None:
    old = recorded(QUEUE, {"name": "work"})
    old.state = values.struct({"name": "work", "region": "eu-central-1"})

    with serve() as served, Engine.connected(served.port, {"region": "eu-west-1"}) as engine:
        found = engine.diff(old, {"name": "work"})

    assert list(found.replaces) == ["region"]


def test_each_connection_has_a_provider_of_its_own() -> None:
    token = "aws:index/getCallerIdentity:getCallerIdentity"  # noqa: S105 -- a function's name
    one, two = ({"allowedAccountIds": f'["{digit * 12}"]'} for digit in "12")

    with (
        serve() as served,
        Engine.connected(served.port, one) as first,
        Engine.connected(served.port, two) as second,
    ):
        accounts = [engine.invoke(token, {})["accountId"] for engine in (first, second)]

    assert accounts == ["111111111111", "222222222222"]


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("aws:index/getRegion:getRegion", {"region": "eu-central-1"}),
        ("aws:index/getPartition:getPartition", {"partition": "aws"}),
        ("aws:organizations/getOrganization:getOrganization", {"featureSet": "ALL"}),
    ],
)
def test_functions_are_answered(previewer: Engine, token: str, expected: dict[str, str]) -> None:
    answer = previewer.invoke(token, {})

    assert {name: answer[name] for name in expected} == expected


def test_a_function_without_an_answer_is_named(previewer: Engine) -> None:
    with pytest.raises(grpc.RpcError, match="aws:ec2/getVpc:getVpc is not answered here"):
        previewer.invoke("aws:ec2/getVpc:getVpc", {})


def test_configuration_that_is_not_json_is_refused(previewer: Engine) -> None:
    news = values.struct({"region": "eu-central-1", "allowedAccountIds": "1234"})

    response = previewer.stub.CheckConfig(provider_pb2.CheckRequest(news=news))

    assert [(one.property, one.reason) for one in response.failures] == [
        ("allowedAccountIds", "'1234' is not a list in JSON")
    ]


def test_without_an_emulator_nothing_is_made(previewer: Engine) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        previewer.create(QUEUE, "work", {"name": "work"})

    error = caught.value
    assert isinstance(error, grpc.Call)
    assert error.details() == (
        "work (aws:sqs/queue:Queue): this provider has no embedded AWS and serves previews only,"
        " so it cannot make it. Use `pulumi preview`, or deploy with"
        " `bulwark up --engine pulumi`."
    )


def test_an_update_keeps_what_it_does_not_change(previewer: Engine) -> None:
    type_ = "aws:lambda/function:Function"
    old = recorded(type_, {"name": "f", "timeout": 3, "memorySize": 128})
    old.state = values.struct({"name": "f", "timeout": 3, "arn": "arn:f", "version": "1"})

    after = previewer.update(old, {"name": "f", "timeout": 4}, preview=True).outputs

    assert after["arn"] == "arn:f"
    assert after["version"] == UNKNOWN
    assert after["timeout"] == 4
    assert "memorySize" not in after


def test_the_module_prints_its_port_and_ends_when_it_is_told_to() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "local.provider"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        port = int(process.stdout.readline())
        with Engine.connected(port) as engine:
            assert engine.check(QUEUE, "work", {"name": "work"}).fields["name"]
        process.terminate()
        assert process.wait(timeout=20) == 0
