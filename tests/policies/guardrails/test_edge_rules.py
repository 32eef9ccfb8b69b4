"""What the rules of networks, edges, APIs and sign-ins say, and how their settings bear on it."""

from typing import Any

import pytest

from guardrails.graph import Graph
from guardrails.model import Fail, Result, Scope, Severity, Undetermined
from guardrails.pack import Pack
from tests.policies.guardrails.rule_cases import api_stages, cognito, edge, load_balancers
from tests.policies.guardrails.rule_cases.api_gateway import REST_API, SHOP, deployed
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Resource, by_id, one
from tests.policies.guardrails.rule_cases.network import GROUP, inward, opened

EVERYWHERE = ["0.0.0.0/0"]


def results(rule_id: str, *stack: Resource, **settings: Any) -> list[Result]:
    """What a rule finds, with ``settings`` in place of its defaults."""
    rule = by_id(rule_id)
    pack = Pack([rule])
    pack.configure({}, {rule_id: settings} if settings else {})
    if rule.scope is Scope.STACK:
        return [answer.result for answer in pack.judge_stack(stack)]
    return [answer.result for one in stack for answer in pack.judge(one)]


def group(*rules: object) -> Resource:
    return one(GROUP, inward(*rules))


def listener(policy: str) -> Resource:
    return one(load_balancers.LISTENER, load_balancers.https(policy))


def test_an_open_port_is_named_and_an_administrators_is_the_worst() -> None:
    (database,) = results("sg-open", group(opened(5432, 5432, EVERYWHERE)))
    (shell,) = results("sg-open", group(opened(22, 22, EVERYWHERE)))
    (several,) = results("sg-open", group(opened(1024, 10_000, EVERYWHERE)))

    assert database == Fail(
        "Port 5432 is open to the internet.",
        "ingress[0].cidrBlocks",
        "name the addresses or the security group that may connect",
    )
    assert isinstance(shell, Fail)
    assert shell.severity is Severity.CRITICAL
    assert isinstance(several, Fail)
    assert several.message == "Ports 1433, 1434, 3000, 3306 and 11 more are open to the internet."


def test_the_ports_of_high_risk_are_a_setting() -> None:
    games = group(opened(27_015, 27_015, EVERYWHERE, "udp"))

    assert results("sg-open", games) == []
    assert len(results("sg-open", games, high_risk_ports=["27015"])) == 1


def test_the_ports_that_everyone_may_reach_are_a_setting() -> None:
    mail = group(opened(465, 465, EVERYWHERE))

    assert len(results("sg-open-port", mail)) == 1
    assert results("sg-open-port", mail, public_ports=["443", "465"]) == []


def test_one_open_port_is_told_of_once() -> None:
    shell, other = opened(22, 22, EVERYWHERE), opened(8443, 8443, EVERYWHERE)
    stack = group(shell, other)

    assert [one.path for one in results("sg-open", stack)] == ["ingress[0].cidrBlocks"]
    assert [one.path for one in results("sg-open-port", stack)] == ["ingress[1].cidrBlocks"]


@pytest.mark.parametrize(
    ("policy", "minimum", "message"),
    [
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "1.2", None),
        (
            "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "1.3",
            'The policy "ELBSecurityPolicy-TLS13-1-2-2021-06" takes TLS before 1.3.',
        ),
        ("ELBSecurityPolicy-TLS13-1-3-2021-06", "1.3", None),
        ("", "1.2", "The default policy takes TLS before 1.2."),
        (
            "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
            "1.2",
            'The policy "ELBSecurityPolicy-TLS-1-2-Ext-2018-06" takes ciphers of TLS 1.0.',
        ),
    ],
)
def test_the_oldest_version_of_tls_is_a_setting(
    policy: str, minimum: str, message: str | None
) -> None:
    found = results("alb-https", listener(policy), minimum_tls=minimum)

    advised = f"ssl_policy='ELBSecurityPolicy-TLS13-1-{minimum[-1]}-2021-06'"
    assert found == ([Fail(message, "sslPolicy", advised)] if message else [])


@pytest.mark.parametrize(
    ("type_", "properties", "changes"),
    [
        (load_balancers.BALANCER, {}, {"dropInvalidHeaderFields": True}),
        (
            load_balancers.LISTENER,
            load_balancers.https(load_balancers.OLD),
            {"sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"},
        ),
        # Whether to redirect or to encrypt is not for a rule to say.
        (load_balancers.LISTENER, load_balancers.http(load_balancers.FORWARD), {}),
        (load_balancers.CLASSIC, {"listeners": [{"lbProtocol": "http"}]}, {}),
    ],
)
def test_what_mends_a_load_balancer(
    type_: str, properties: dict[str, Any], changes: dict[str, object]
) -> None:
    rule = by_id("alb-https")
    assert rule.remedy is not None

    assert rule.remedy(one(type_, properties), minimum_tls="1.2") == changes

    for path, value in changes.items():
        assert results("alb-https", one(type_, {**properties, path: value})) == []


def test_the_weakest_policy_of_a_distribution_is_a_setting() -> None:
    stack = one(edge.DISTRIBUTION, edge.distribution())

    assert results("cloudfront-tls", stack) == []
    assert results("cloudfront-tls", stack, minimum_policy="TLSv1.3_2025") == [
        Fail(
            "Viewers may use weaker TLS than TLSv1.3_2025 asks for.",
            "viewerCertificate.minimumProtocolVersion",
            "minimum_protocol_version='TLSv1.3_2025'",
        )
    ]


def test_a_second_factor_may_be_left_to_the_user() -> None:
    pool = one(cognito.USER_POOL, {"mfaConfiguration": "OPTIONAL"})

    assert results("cognito-mfa", pool, least="OPTIONAL") == []
    assert results("cognito-mfa", pool) == [
        Fail(
            "Users may do without a second factor: whoever has a password is in.",
            "mfaConfiguration",
            "mfa_configuration='ON', software_token_mfa_configuration={'enabled': True}",
        )
    ]


def test_a_longer_password_may_be_asked_for_also_of_pools_without_a_policy() -> None:
    (found,) = results("cognito-password", one(cognito.USER_POOL, {}), minimum_length=14)

    assert found == Fail(
        "Passwords of 8 characters are taken; guessing them is a matter of time.",
        "passwordPolicy.minimumLength",
        "minimum_length=14",
    )


def test_classes_that_are_missing_are_told_of_together() -> None:
    policy = {"minimumLength": 8, "requireNumbers": True, "requireUppercase": UNKNOWN}

    assert results("cognito-password", one(cognito.USER_POOL, {"passwordPolicy": policy})) == [
        Fail(
            "Passwords of few kinds of characters are taken, and soon guessed.",
            "passwordPolicy.requireLowercase",
            "require_lowercase=True, require_symbols=True",
        )
    ]


def test_an_api_whose_callers_sign_needs_a_web_acl_where_the_setting_says_so() -> None:
    body = api_stages.document(api_stages.SIGNED, **api_stages.ASKS)
    stack = [one(REST_API, {"body": body}, "shop"), api_stages.LIVE]

    assert results("apigw-waf", *stack) == []
    assert [one.path for one in results("apigw-waf", *stack, signed_too=True)] == ["arn"]


def test_a_secret_in_a_stage_variable_is_not_shown() -> None:
    variables = {"user": "AKIA" + "Q3EGRQ7KJ2SXHZ4B"}

    assert results("apigw-stage-secret", one(api_stages.STAGE, {"variables": variables})) == [
        Fail(
            "The stage variable holds an AWS access key in plain text.",
            "variables.user",
            "the secret's name in its place; the function reads it from Secrets Manager",
        )
    ]


def test_an_endpoint_may_be_of_any_allowed_type() -> None:
    api = one(REST_API, {"endpointConfiguration": {"types": "REGIONAL"}})

    assert results("apigw-endpoint-type", api) == []
    assert results("apigw-endpoint-type", api, allowed_types=["PRIVATE"]) == [
        Fail(
            "The endpoint is of the type REGIONAL; allowed: PRIVATE.",
            "endpointConfiguration.types",
            "endpoint_configuration={'types': 'PRIVATE'}",
        )
    ]


def test_a_body_in_yaml_is_read_as_one_in_json() -> None:
    body = "paths:\n  /a:\n    post:\n      requestBody: {content: {}}\n"

    (found,) = results("apigw-validation", one(REST_API, {"body": body}))

    assert found.path == "body.paths./a.post"


def test_a_deployment_that_is_too_early_says_what_it_may_lack() -> None:
    stack = list(deployed())

    assert results("apigw-deployment-stale", *stack) == [
        Fail(
            "The deployment may be made before the method 'get' and 1 more, and then lacks it.",
            "restApi",
            "opts=ResourceOptions(depends_on=[<every method and integration>])",
            stack[-1].urn,
        )
    ]


@pytest.mark.parametrize("known", [True, False])
def test_settings_are_those_of_the_stage_that_they_name(*, known: bool) -> None:
    """By the ids of a deployed stack, and by what they are computed from before it is."""
    stages, settings = [], []
    for api in ("a", "b"):
        reference = api if known else UNKNOWN
        rest = one(REST_API, {"id": api} if known else {}, api)
        depends = {} if known else {"restApi": [rest.urn]}
        place = {"restApi": reference, "stageName": "v1"}
        stages += [rest, one(api_stages.STAGE, place, api, depends=depends)]
        values = {"methodPath": "*/*", "settings": {"loggingLevel": "ERROR"}}
        settings.append(one(api_stages.SETTINGS, {**place, **values}, api, depends=depends))

    assert results("apigw-exec-log", *stages, *settings) == []
    assert [
        found.urn
        for found in results("apigw-exec-log", *stages, settings[0])
        if isinstance(found, Fail)
    ] == [stages[-1].urn]


def test_a_web_acl_of_another_stage_does_not_count_by_its_name() -> None:
    association = one(
        api_stages.ASSOCIATION, {"resourceArn": "arn:aws:apigateway:eu::/restapis/b/stages/v1"}
    )
    arn = "arn:aws:apigateway:eu::/restapis/a/stages/v1"
    stack = Graph([SHOP, one(api_stages.STAGE, {"arn": arn}), association])

    (found,) = by_id("apigw-waf").check(stack, signed_too=False)

    assert isinstance(found, Fail)


def test_what_is_associated_somewhere_unknown_is_undetermined() -> None:
    association = one(api_stages.ASSOCIATION, {"resourceArn": UNKNOWN}, "somewhere")

    assert results("apigw-waf", SHOP, api_stages.LIVE, association) == [
        Undetermined("resourceArn", association.urn)
    ]


def test_an_arn_may_be_that_of_a_stage_whose_own_is_not_known_yet() -> None:
    arn = "arn:aws:apigateway:eu::/restapis/a/stages/live"
    association = one(api_stages.ASSOCIATION, {"resourceArn": arn}, "somewhere")

    assert results("apigw-waf", SHOP, api_stages.LIVE, association) == [
        Undetermined("resourceArn", association.urn)
    ]
