import json
from typing import Any

import pulumi
import pytest
from pulumi.provider.experimental.analyzer import Analyzer

from components.api import Api, ApiAccount, ApiArgs, RouteArgs, openapi
from components.core.errors import SpecError
from components.function import FunctionReference
from components.key import Key
from tests.support.engine import Registered, Registry, is_unknown, register

KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/1234"
API = "aws:apigateway/restApi:RestApi"
DEPLOYMENT = "aws:apigateway/deployment:Deployment"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
METHOD_SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
POLICY = "aws:iam/rolePolicy:RolePolicy"
ROLE = "aws:iam/role:Role"
STAGE = "aws:apigateway/stage:Stage"


def alias_arn(name: str) -> str:
    return f"arn:aws:lambda:eu-central-1:123456789012:function:bulwark-test-{name}:live"


def function(name: str = "findings") -> FunctionReference:
    return {
        "name": f"bulwark-test-{name}",
        "alias_arn": alias_arn(name),
        "timeout_seconds": 10,
        "grants": [],
    }


def route(path: str, behind: FunctionReference | None = None) -> RouteArgs:
    return {"method": "GET", "path": path, "function": behind or function()}


def of(*routes: RouteArgs, **more: Any) -> ApiArgs:
    args: Any = {
        "routes": list(routes),
        "encryption_key": {"arn": KEY_ARN, "alias": "alias/bulwark-test-data"},
    }
    return args | more


def registered(args: ApiArgs) -> Registry:
    return register(lambda: Api("findings", args))


def body_of(registry: Registry) -> dict[str, Any]:
    return json.loads(registry.one(API).inputs["body"])


@pytest.mark.parametrize("count", [10, 100])
def test_the_number_of_resources_does_not_grow_with_the_routes(count: int) -> None:
    functions = [function(name) for name in ("a", "b", "c")]
    routes = [route(f"/{n}/{{id}}", functions[n % 3]) for n in range(count)]

    registry = registered(of(*routes, cors={"allowed_origin": "*"}))

    assert registry.types() == {
        "bulwark:index:Api": 1,
        "bulwark:index:Role": 1,
        ROLE: 1,
        POLICY: 1,
        API: 1,
        DEPLOYMENT: 1,
        STAGE: 1,
        METHOD_SETTINGS: 1,
        LOG_GROUP: 2,
    }
    assert len(body_of(registry)["paths"]) == count


def test_the_api_is_regional_and_carries_the_one_document() -> None:
    registry = registered(of(route("/findings"), description="What the audit found"))

    api = registry.one(API)
    assert {**api.inputs, "body": ...} == {
        "name": "bulwark-test-findings",
        "description": "What the audit found",
        "endpointConfiguration": {"types": "REGIONAL"},
        "body": ...,
    }
    body = body_of(registry)
    assert body["info"] == {
        "title": "bulwark-test-findings",
        "version": "1.0",
        "description": "What the audit found",
    }
    assert body["paths"]["/findings"]["get"]["x-amazon-apigateway-integration"]["credentials"] == (
        "arn:aws:iam::123456789012:role/bulwark-test-findings-invoke"
    )


def test_api_gateway_may_invoke_the_aliases_behind_the_routes_and_nothing_else() -> None:
    routes = [route("/a", function("a")), route("/b", function("b")), route("/c", function("a"))]

    registry = registered(of(*routes))

    assert json.loads(registry.one(ROLE).inputs["assumeRolePolicy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "apigateway.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ]
    assert json.loads(registry.one(POLICY).inputs["policy"])["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["lambda:InvokeFunction"],
            "Resource": [alias_arn("a"), alias_arn("b")],
        }
    ]


def test_the_stage_traces_and_logs_every_request_as_json_without_a_header() -> None:
    registry = registered(of(route("/"), stage="live", log_retention_days=30))

    stage = registry.one(STAGE)
    access_log = stage.inputs["accessLogSettings"]
    assert {**stage.inputs, "accessLogSettings": ...} == {
        "restApi": "findings-id",
        "deployment": "findings-id",
        "stageName": "live",
        "xrayTracingEnabled": True,
        "accessLogSettings": ...,
    }
    assert stage.delete_before_replace
    assert access_log["destinationArn"] == f"arn:aws:mock:::{LOG_GROUP}/findings-access"
    fields = json.loads(access_log["format"])
    assert (
        fields
        | {
            "caller": "$context.identity.userArn",
            "integrationError": "$context.integrationErrorMessage",
            "latencyMs": "$context.responseLatency",
            "requestId": "$context.requestId",
            "route": "$context.resourcePath",
            "status": "$context.status",
        }
        == fields
    )
    assert not [value for value in fields.values() if "header" in value or "body" in value.lower()]
    assert all(value.startswith("$context.") for value in fields.values())


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("findings-access", "/aws/apigateway/bulwark-test-findings"),
        ("findings-execution", "API-Gateway-Execution-Logs_findings-id/live"),
    ],
)
def test_both_logs_are_encrypted_and_expire_and_exist_before_the_stage(
    what: str, name: str
) -> None:
    registry = registered(of(route("/"), stage="live", log_retention_days=30))

    log_group = registry.one(LOG_GROUP, what)
    assert log_group.inputs == {"name": name, "retentionInDays": 30, "kmsKeyId": KEY_ARN}
    assert log_group.urn in registry.one(STAGE).dependencies


def test_every_route_is_throttled_and_measured_and_its_data_stays_out_of_the_logs() -> None:
    registry = registered(of(route("/"), throttle={"rate": 5, "burst": 7}))

    assert registry.one(METHOD_SETTINGS).inputs == {
        "restApi": "findings-id",
        "stageName": "v1",
        "methodPath": "*/*",
        "settings": {
            "metricsEnabled": True,
            "loggingLevel": "ERROR",
            "dataTraceEnabled": False,
            "throttlingRateLimit": 5,
            "throttlingBurstLimit": 7,
        },
    }


def deployment_of(args: ApiArgs) -> Registered:
    return registered(args).one(DEPLOYMENT)


def test_a_deployment_is_made_exactly_when_the_document_changes() -> None:
    first, second = route("/a"), route("/b")
    registry = registered(of(first, second))
    deployed = registry.one(DEPLOYMENT)

    assert deployed.inputs == {
        "restApi": "findings-id",
        "triggers": {"body": openapi.digest(registry.one(API).inputs["body"])},
    }
    # The old one goes last: the stage still points to it.
    assert not deployed.delete_before_replace
    unchanged = [
        of(second, first),
        of(first, second, throttle={"rate": 1}),
        of(first, second, stage="v2"),
        of(first, second, log_retention_days=7),
    ]
    changed = [
        of(first),
        of(first, {**second, "summary": "b"}),
        of(first, route("/b", function("other"))),
        of(first, second, cors={"allowed_origin": "*"}),
        of(first, second, description="new"),
    ]
    assert [deployment_of(args).inputs for args in unchanged] == [deployed.inputs] * 4
    assert deployed.inputs["triggers"] not in [
        deployment_of(args).inputs["triggers"] for args in changed
    ]


def test_the_document_and_the_access_documents_are_known_at_preview() -> None:
    def program() -> None:
        key = Key("data", {"description": "x"})
        args = of(route("/a"))
        args["encryption_key"] = key.reference
        ApiAccount("account", {})
        Api("findings", args)

    registry = register(program, preview=True)

    assert isinstance(registry.one(API).inputs["body"], str)
    assert isinstance(registry.one(DEPLOYMENT).inputs["triggers"]["body"], str)
    policies = [one.inputs["policy"] for one in registry.all(POLICY)]
    trusts = [one.inputs["assumeRolePolicy"] for one in registry.all(ROLE)]
    assert [type(one) for one in (*policies, *trusts)] == [str] * 4
    assert is_unknown(registry.one(LOG_GROUP, "findings-access").inputs["kmsKeyId"])


def test_the_api_waits_for_its_role_with_its_policy_and_for_the_aliases() -> None:
    def program() -> None:
        # Any resource stands in for the alias that the reference comes from.
        alias = Key("alias", {"description": "x"})
        behind = function()
        behind["ready"] = alias.alias
        Api("findings", of(route("/a", behind)))

    registry = register(program)

    waits = set(registry.one(API).dependencies)
    assert registry.one(POLICY).urn in waits
    assert registry.one("aws:kms/alias:Alias").urn in waits


def test_the_api_comes_after_the_account_that_it_depends_on() -> None:
    def program() -> None:
        account = ApiAccount("account", {})
        Api("findings", of(route("/a")), pulumi.ResourceOptions(depends_on=[account]))

    registry = register(program)

    account = registry.one("aws:apigateway/account:Account")
    assert account.urn in registry.one("bulwark:index:Api").dependencies
    order = [one.type for one in registry.resources]
    assert order.index(account.type) < order.index(STAGE)


def test_the_outputs_are_the_apis_id_and_stage_and_where_it_answers() -> None:
    registry = registered(of(route("/a")))

    outputs = registry.outputs[registry.one("bulwark:index:Api").urn]
    # Only AWS makes up the URL; the test engine has none.
    assert outputs == {"api_id": "findings-id", "stage": "v1"}
    preview = register(lambda: Api("findings", of(route("/a"))), preview=True)
    assert is_unknown(preview.outputs[preview.one("bulwark:index:Api").urn]["url"])


def test_a_wrong_route_registers_nothing_in_aws() -> None:
    def program() -> None:
        with pytest.raises(SpecError, match="allowed: one of iam, none"):
            Api("findings", of({**route("/a"), "authorization": "AWS_IAM"}))

    assert register(program).types() == {"bulwark:index:Api": 1}


def test_the_arguments_can_be_served_to_other_languages() -> None:
    analyzed = Analyzer("bulwark").analyze([Api, ApiAccount])

    api = analyzed["component_definitions"]["Api"]
    assert set(api.inputs) == {
        "cors",
        "description",
        "encryptionKey",
        "logRetentionDays",
        "routes",
        "stage",
        "throttle",
    }
    assert set(api.outputs) == {"url", "apiId", "stage"}
    described = [
        (name, key, definition.description)
        for name, type_ in analyzed["type_definitions"].items()
        for key, definition in type_.properties.items()
    ]
    assert [one for one in described if not one[2]] == []
