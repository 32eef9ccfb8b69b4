import pytest

from local.emulator.backend import EmulatorBackend, ResourceError
from local.emulator.clients import Place
from local.emulator.emulator import Emulator
from tests.support.emulated import ClientOf, declared

pytestmark = pytest.mark.e2e


def test_a_type_that_the_table_lacks_is_reported_and_has_plausible_outputs(
    backend: EmulatorBackend,
) -> None:
    created = backend.create(
        declared("aws:glacier/vault:Vault", "archive", {"name": "old", "tags": {"a": "b"}})
    )

    assert created.id == "old"
    assert created.outputs == {
        "name": "old",
        "arn": "arn:aws:glacier:eu-central-1:000000000000:vault/old",
        "region": "eu-central-1",
        "tags": {"a": "b"},
        "tagsAll": {"a": "b"},
    }
    [note] = backend.report.not_emulated
    assert (note.name, note.type) == ("archive", "aws:glacier/vault:Vault")
    assert note.reason == "the local run's resource table lacks this type"
    assert backend.report.made == 0


def test_a_type_that_no_emulator_has_is_reported_with_the_reason(
    backend: EmulatorBackend,
) -> None:
    type_ = "aws:organizations/resourcePolicy:ResourcePolicy"

    backend.create(declared(type_, "delegation", {"content": "{}"}))

    [note] = backend.report.not_emulated
    assert note.reason == "moto has no PutResourcePolicy"


def test_inputs_without_effect_are_reported_with_what_does_not_happen(
    backend: EmulatorBackend,
) -> None:
    inputs = {"name": "noted", "kmsMasterKeyId": "alias/x", "httpFailureFeedbackRoleArn": "arn"}

    backend.create(declared("aws:sns/topic:Topic", "noted", inputs))

    assert [(note.property, note.reason) for note in backend.report.notes] == [
        ("httpFailureFeedbackRoleArn", "the local run does not pass it on"),
        ("kmsMasterKeyId", "the key is recorded; messages are not encrypted with it"),
    ]
    assert backend.report.not_emulated == []
    assert backend.report.made == 1


def test_a_refusal_says_what_aws_said(
    backend: EmulatorBackend,
) -> None:
    resource = declared(
        "aws:iam/rolePolicy:RolePolicy", "grants", {"name": "g", "role": "nobody", "policy": "{}"}
    )

    with pytest.raises(ResourceError) as caught:
        backend.create(resource)

    assert str(caught.value).startswith("AWS's PutRolePolicy said NoSuchEntity: ")


@pytest.mark.parametrize(
    ("type_", "inputs", "reason"),
    [
        ("aws:iam/role:Role", {"name": "r"}, "the input 'assumeRolePolicy' is missing"),
        (
            "aws:lambda/function:Function",
            {"role": "r", "code": "text"},
            "code is str; the local run takes a FileArchive of a zip file",
        ),
        (
            "aws:apigateway/restApi:RestApi",
            {"body": "{"},
            "AWS's PutRestApi said BadRequestException: Expecting property name",
        ),
        ("aws:sqs/queue:Queue", {"name": 7, "tags": {"a": 1}}, "Parameter validation failed"),
    ],
)
def test_inputs_that_nothing_can_be_made_of_are_refused(
    backend: EmulatorBackend, type_: str, inputs: dict[str, object], reason: str
) -> None:
    with pytest.raises(ResourceError) as caught:
        backend.create(declared(type_, "odd", inputs))

    assert str(caught.value).startswith(reason)


def test_a_provider_decides_the_account_the_region_and_the_default_tags(
    backend: EmulatorBackend, emulator: Emulator, client: ClientOf
) -> None:
    provider = {
        "allowedAccountIds": '["222222222222"]',
        "region": "us-east-1",
        "defaultTags": '{"tags": {"owner": "platform", "stack": "local"}}',
    }
    inputs = {"name": "there", "tags": {"owner": "team"}}

    queue = backend.create(declared("aws:sqs/queue:Queue", "q", inputs, provider_inputs=provider))

    assert queue.outputs["arn"] == "arn:aws:sqs:us-east-1:222222222222:there"
    assert queue.outputs["tagsAll"] == {"owner": "team", "stack": "local"}
    there = emulator.client("sqs", Place("222222222222", "us-east-1"))
    [url] = there.list_queues()["QueueUrls"]
    assert there.list_queue_tags(QueueUrl=url)["Tags"] == {"owner": "team", "stack": "local"}
    here = client("sqs").list_queues(QueueNamePrefix="there")
    assert here.get("QueueUrls", []) == []


def test_a_region_of_the_resource_itself_goes_before_the_providers(
    backend: EmulatorBackend,
) -> None:
    queue = backend.create(
        declared("aws:sqs/queue:Queue", "q", {"name": "far", "region": "eu-west-1"})
    )

    assert queue.outputs["arn"] == "arn:aws:sqs:eu-west-1:000000000000:far"


def test_a_function_of_the_provider_that_nobody_answers_is_left_to_the_engine(
    backend: EmulatorBackend,
) -> None:
    assert backend.invoke("aws:ec2/getVpc:getVpc", {}) is None


def test_progress_is_told_after_each_resource(emulator: Emulator) -> None:
    told: list[str] = []
    backend = EmulatorBackend(emulator, on_made=lambda resource: told.append(resource.name))

    backend.create(declared("aws:sqs/queue:Queue", "told", {"name": "told"}))

    assert told == ["told"]
