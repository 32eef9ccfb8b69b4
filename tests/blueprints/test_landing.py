import json
from dataclasses import replace
from typing import Any

import pytest

from blueprints import landing
from blueprints.config import StackConfig
from blueprints.endpoint import ACCOUNT, SERVICES, Endpoint
from components.core.deployment import Deployment
from components.core.errors import ConfigError
from local.engine import values
from tests.support.engine import Answers, Registry, register

CONFIG = StackConfig(
    blueprint="auditor",
    region="eu-central-1",
    account_id=None,
    organization_stack=None,
    account_name=None,
    access_role=None,
    tags={"owner": "me"},
    settings={},
)


def landed(config: StackConfig, answers: Answers | None = None) -> tuple[Deployment, Registry]:
    found: list[Deployment] = []

    async def program() -> None:
        found.append(await landing.resolve(config))

    registry = register(program, preview=True, answers=answers)
    return found[0], registry


def organization(outputs: dict[str, Any]) -> Answers:
    return {"pulumi:pulumi:StackReference": lambda inputs: {**inputs, "outputs": outputs}}


def test_a_named_account_is_taken_without_asking() -> None:
    place, registry = landed(replace(CONFIG, account_id="111122223333"))

    assert place == Deployment("bulwark", "test", "111122223333", "eu-central-1")
    assert registry.resources == []


def test_the_account_comes_from_the_organizations_stack_also_at_preview() -> None:
    config = replace(CONFIG, organization_stack="org", account_name="dev")

    place, _ = landed(config, organization({"accounts": {"dev": "111122223333"}}))

    assert place.account_id == "111122223333"


def test_an_account_that_the_organization_does_not_have_is_refused() -> None:
    config = replace(CONFIG, organization_stack="org", account_name="dve")

    with pytest.raises(ConfigError) as caught:
        landed(config, organization({"accounts": {"dev": "111122223333"}}))

    assert str(caught.value) == (
        "the output accounts of stack organization/bulwark/org: got 'dve'; allowed: an account in "
        "it (dev). Deploy it first (pulumi up -s org), or set bulwark:accountId."
    )


def test_the_policies_over_the_account_are_declared_with_what_aws_attaches_itself() -> None:
    config = replace(CONFIG, organization_stack="org", account_name="dev")
    told = {
        "documents": {"deny-root-user": '{"Statement":[]}', "tear-down-only": "{}"},
        "accounts": {"dev": [["deny-root-user"], []], "old": [["tear-down-only"]]},
    }
    outputs = {"accounts": {"dev": "111122223333"}, "service_control_policies": told}

    _, registry = landed(config, organization(outputs))

    (declared,) = registry.all("bulwark:index:InheritedPolicies")
    root, unit = declared.inputs["levels"]
    assert [one["name"] for one in root] == ["FullAWSAccess", "deny-root-user"]
    assert [one["name"] for one in unit] == ["FullAWSAccess"]
    assert root[1]["content"] == '{"Statement":[]}'
    assert json.loads(root[0]["content"])["Statement"] == [
        {"Effect": "Allow", "Action": "*", "Resource": "*"}
    ]


def test_an_organization_that_tells_no_policies_yet_declares_none() -> None:
    config = replace(CONFIG, organization_stack="org", account_name="dev")

    _, registry = landed(config, organization({"accounts": {"dev": "111122223333"}}))

    assert registry.all("bulwark:index:InheritedPolicies") == []


@pytest.mark.parametrize(
    "told",
    [[], {"documents": {}}, {"documents": {}, "accounts": {"dev": [["gone"]]}}, {"accounts": 1}],
)
def test_policies_of_another_shape_are_refused(told: object) -> None:
    config = replace(CONFIG, organization_stack="org", account_name="dev")
    outputs = {"accounts": {"dev": "111122223333"}, "service_control_policies": told}

    with pytest.raises(ConfigError) as caught:
        landed(config, organization(outputs))

    assert str(caught.value).startswith(
        "the output service_control_policies of stack organization/bulwark/org: got "
    )
    assert str(caught.value).endswith(" Deploy the organization's stack again.")


def test_without_a_name_the_caller_is_asked() -> None:
    question = "aws:index/getCallerIdentity:getCallerIdentity"

    place, _ = landed(CONFIG, {question: lambda _: {"accountId": "444455556666"}})

    assert place.account_id == "444455556666"


@pytest.mark.parametrize(
    ("region", "partition"),
    [("eu-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_a_region_tells_its_partition(region: str, partition: str) -> None:
    assert landing.partition(region) == partition


def test_the_provider_touches_one_account_only_and_tags_everything() -> None:
    place = Deployment("bulwark", "test", "111122223333", "eu-central-1")
    config = replace(CONFIG, access_role="OrganizationAccountAccessRole")

    provider = register(lambda: landing.provider(config, place)).one("pulumi:providers:aws")

    assert provider.inputs == {
        "region": "eu-central-1",
        "allowedAccountIds": '["111122223333"]',
        "assumeRoles": (
            '[{"roleArn": "arn:aws:iam::111122223333:role/OrganizationAccountAccessRole", '
            '"sessionName": "bulwark-test"}]'
        ),
        "defaultTags": '{"tags": {"owner": "me", "project": "bulwark", "stack": "test"}}',
        "skipCredentialsValidation": "false",
        "skipRegionValidation": "true",
    }


def test_as_the_caller_the_provider_assumes_no_role() -> None:
    place = Deployment("bulwark", "test", "111122223333", "eu-central-1")

    provider = register(lambda: landing.provider(CONFIG, place)).one("pulumi:providers:aws")

    assert "assumeRoles" not in provider.inputs


def test_with_an_endpoint_the_provider_works_there_and_nowhere_else() -> None:
    place = Deployment("bulwark", "test", ACCOUNT, "eu-central-1")
    config = replace(CONFIG, endpoint=Endpoint("https://127.0.0.1:4566", "/tls.crt"))

    provider = register(lambda: landing.provider(config, place)).one("pulumi:providers:aws")

    (endpoints,) = json.loads(provider.inputs["endpoints"])
    assert endpoints == {name.removesuffix("_"): "https://127.0.0.1:4566" for name in SERVICES}
    assert {key: one for key, one in provider.inputs.items() if key != "endpoints"} == {
        "accessKey": values.secret("000000000000"),
        "allowedAccountIds": '["000000000000"]',
        "customCaBundle": "/tls.crt",
        "defaultTags": '{"tags": {"owner": "me", "project": "bulwark", "stack": "test"}}',
        "region": "eu-central-1",
        "s3UsePathStyle": "true",
        "secretKey": values.secret("embedded"),
        "skipCredentialsValidation": "true",
        "skipMetadataApiCheck": "true",
        "skipRegionValidation": "true",
    }
