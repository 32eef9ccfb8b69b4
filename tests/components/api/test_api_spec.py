from typing import TYPE_CHECKING, Any

import pytest

from components.core.errors import LimitError
from tests.support.apis import FINDINGS, GET_ROOT, of, parse, refusal, route

if TYPE_CHECKING:
    from components.function import FunctionReference


def test_what_is_not_given_has_a_safe_default() -> None:
    spec = parse(of(GET_ROOT))

    assert spec.cors is None
    assert (spec.throttle.rate, spec.throttle.burst) == (50, 100)
    assert spec.stage == "v1"
    assert spec.log_retention_days == 365
    assert spec.routes[0].public_reason is None


def test_a_function_slower_than_the_gateway_waits_is_refused_with_its_route() -> None:
    slow: FunctionReference = {**FINDINGS, "timeout_seconds": 30}
    with pytest.raises(LimitError) as caught:
        parse(of(GET_ROOT, route("/slow", function=slow)))

    assert str(caught.value) == (
        "Api 'findings'.routes[1] (GET /slow).function.timeout_seconds: got 30; allowed: at most "
        "the 29 seconds that API Gateway waits. Lower the timeout of 'bulwark-test-findings', or "
        "let the route start work that goes on behind a queue."
    )


def test_a_function_is_reached_by_an_alias_only() -> None:
    latest: FunctionReference = {
        **FINDINGS,
        "alias_arn": "arn:aws:lambda:eu-central-1:123456789012:function:findings",
    }

    assert refusal(of(route("/", function=latest))) == (
        "Api 'findings'.routes[0] (GET /).function.alias_arn: got "
        "'arn:aws:lambda:eu-central-1:123456789012:function:findings'; allowed: the ARN of a "
        "function's alias."
    )


@pytest.mark.parametrize("method", ["GET", "DELETE", "HEAD", "OPTIONS"])
def test_a_request_without_a_body_has_no_schema(method: str) -> None:
    assert refusal(of(route("/a", method, body={"type": "object"}))) == (
        f"Api 'findings'.routes[0] ({method} /a).body: got {{'type': 'object'}}; allowed: no body "
        "for this method; only PATCH, POST and PUT carry one."
    )


def test_the_schema_of_a_body_is_checked() -> None:
    assert refusal(of(route("/a", "POST", body={"type": "text"}))) == (
        "Api 'findings'.routes[0] (POST /a).body.type: got 'text'; allowed: one of array, boolean, "
        "integer, number, object, string."
    )


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            {"authorization": "none"},
            (
                "authorization: got 'none'; allowed: iam, or none with a reason. Set "
                "`public_reason`, or leave `authorization` out."
            ),
        ),
        (
            {"authorization": "none", "public_reason": " "},
            (
                "authorization: got 'none'; allowed: iam, or none with a reason. Set "
                "`public_reason`, or leave `authorization` out."
            ),
        ),
        (
            {"public_reason": "health"},
            "public_reason: got 'health'; allowed: a reason only with the authorization none.",
        ),
        ({"authorization": "IAM"}, "authorization: got 'IAM'; allowed: one of iam, none."),
        (
            {"path_parameters": {"id": {}}},
            "path_parameters.id: got 'id'; allowed: the keys account.",
        ),
        (
            {"path_parameters": {"account": {"required": False}}},
            "path_parameters.account.required: got False; allowed: True, as it is in the path.",
        ),
        (
            {"query": {"a b": {}}},
            "query.a b: got 'a b'; allowed: a name of letters, digits, . _ $ and -.",
        ),
        ({"query": {"a": {"enum": []}}}, "query.a.enum: got []; allowed: at least one value, "),
        (
            {"query": {"a": {"enum": ["x", "x"]}}},
            "query.a.enum: got ['x', 'x']; allowed: at least one value, each once.",
        ),
        (
            {"query": {"a": {"pattern": "("}}},
            "query.a.pattern: got '('; allowed: a regular expression (missing ), ",
        ),
        (
            {"query": {"a": {"needed": True}}},
            (
                "query.a.needed: got 'needed'; allowed: the keys description, enum, pattern, "
                "required."
            ),
        ),
    ],
)
def test_what_a_route_does_not_take_is_refused(more: dict[str, Any], message: str) -> None:
    told = refusal(of(route("/{account}", **more)))

    assert told.startswith(f"Api 'findings'.routes[0] (GET /{{account}}).{message}")


def test_a_public_route_keeps_its_reason() -> None:
    public = route("/health", authorization="none", public_reason="the load balancer asks")

    assert parse(of(public)).routes[0].public_reason == "the load balancer asks"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"routes": []}, "routes: got []; allowed: at least one route."),
        ({"stage": "v 1"}, "stage: got 'v 1'; allowed: 1 to 128 letters, digits, _ and -."),
        ({"log_retention_days": 42}, "log_retention_days: got 42; allowed: one of 1, 3, 5, "),
        (
            {"throttle": {"rate": 0}},
            "throttle.rate: got 0; allowed: a whole number of requests per second from 1 to 10000.",
        ),
        (
            {"throttle": {"burst": 5001}},
            "throttle.burst: got 5001; allowed: a whole number of requests from 1 to 5000.",
        ),
        ({"throttle": {"limit": 1}}, "throttle.limit: got 'limit'; allowed: the keys burst, rate."),
        (
            {"rooutes": []},
            (
                "rooutes: got 'rooutes'; allowed: the keys cors, description, encryption_key, "
                "log_retention_days, routes, stage, throttle."
            ),
        ),
        (
            {"cors": {"allowed_origin": "*", "allow_credentials": True}},
            (
                "cors.allowed_origin: got '*'; allowed: an origin such as https://example.com "
                "where credentials are allowed. Name the origin, or leave `allow_credentials` out."
            ),
        ),
        (
            {"cors": {"allowed_origin": "https://a.example/"}},
            (
                "cors.allowed_origin: got 'https://a.example/'; allowed: * or an origin: "
                "https://example.com."
            ),
        ),
        (
            {"cors": {"allowed_origin": "*", "allowed_headers": ["*"]}},
            "cors.allowed_headers: got '*'; allowed: names of headers, no *.",
        ),
        (
            {"cors": {"allowed_origin": "*", "max_age_seconds": 86401}},
            (
                "cors.max_age_seconds: got 86401; allowed: a whole number of seconds from 0 to "
                "86400."
            ),
        ),
        (
            {"cors": {"allowed_origin": "*"}, "routes": [GET_ROOT, route("/a", "OPTIONS")]},
            (
                "routes[1]: got 'OPTIONS /a'; allowed: no route for OPTIONS where `cors` is set: "
                "the gateway answers it."
            ),
        ),
    ],
)
def test_what_an_api_does_not_take_is_refused(more: dict[str, Any], message: str) -> None:
    assert refusal(of(GET_ROOT, **more)).startswith(f"Api 'findings'.{message}")


@pytest.mark.parametrize(
    "cors",
    [
        {"allowed_origin": "*"},
        {"allowed_origin": "http://localhost:3000", "allow_credentials": True},
    ],
)
def test_an_origin_that_browsers_take_is_taken(cors: dict[str, Any]) -> None:
    spec = parse(of(GET_ROOT, cors=cors))

    assert spec.cors is not None
    assert spec.cors.allowed_origin == cors["allowed_origin"]
