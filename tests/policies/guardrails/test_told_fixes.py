"""A fix, followed to the letter, mends what it is for and breaks nothing else."""

from typing import Any

from tests.policies.guardrails.rule_cases.model import one
from tests.support.found import found

REST_API = "aws:apigateway/restApi:RestApi"


def test_the_limits_of_a_stage_are_set_where_its_kind_takes_them() -> None:
    rest = one("aws:apigateway/stage:Stage", {"stageName": "live"})
    http = one("aws:apigatewayv2/stage:Stage", {"name": "live"})

    (of_rest,) = found("apigw-throttle", rest)
    (of_http,) = found("apigw-throttle", http)

    assert of_rest.fix.startswith("aws.apigateway.MethodSettings(..., method_path='*/*', settings=")
    assert of_http.fix.startswith("default_route_settings={'throttling_rate_limit': ")


def open_method(api: dict[str, Any]) -> str:
    method = {"restApi": "a1", "httpMethod": "GET", "authorization": "NONE"}
    declared = one(REST_API, {"id": "a1", **api})
    (told,) = found("apigw-method-auth", declared, one("aws:apigateway/method:Method", method))
    return told.message


def test_a_private_api_is_not_open_to_the_internet() -> None:
    private = {"endpointConfiguration": {"types": "PRIVATE"}}

    assert open_method({}) == "Anyone on the internet may call this without credentials."
    assert open_method(private) == (
        "Whoever reaches the API's VPC endpoints may call this without credentials."
    )
