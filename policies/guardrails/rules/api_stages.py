"""Stages of APIs: their caches, limits and variables, and what stands before and behind them."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand, placed, sets
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import HTTP_STAGE, REST_API, REST_STAGE
from guardrails.settings import flag
from guardrails.subjects.literal_secrets import within
from guardrails.subjects.openapi import integrations, only_signed, read
from guardrails.subjects.stages import METHOD_SETTINGS, Named, Stages, uncovered
from guardrails.subjects.web_acls import unguarded
from guardrails.view import Resource, View

_DEPLOYMENT: Final = "aws:apigateway/deployment:Deployment"
_METHOD: Final = "aws:apigateway/method:Method"
_INTEGRATION: Final = "aws:apigateway/integration:Integration"


@rule(
    "apigw-cache-encrypted",
    "What a stage caches is encrypted",
    category="encryption-at-rest",
    severity=Severity.MEDIUM,
    applies_to=[METHOD_SETTINGS],
    why="A cache holds the answers that callers had to be authorized for.",
    remediation="Set cache_data_encrypted=True beside caching_enabled.",
    snippet="aws.apigateway.MethodSettings(..., settings={'caching_enabled': True,\n"
    "    'cache_data_encrypted': True})",
    notes="API Gateway",
    equivalents=[
        "CKV_AWS_308",
        "FSBP:APIGateway.5",
        "cdk-nag:APIGWCacheEnabledAndEncrypted",
        "AWSGuard:apiGatewayMethodCachedAndEncrypted",
        "trivy:AWS-0190",
        "cfn_nag:W87",
    ],
    remedy=sets({"settings.cacheDataEncrypted": True}),
)
def cache_encrypted(settings: Resource) -> Iterator[Result]:
    """Only where answers are cached: they are not by default."""
    caching = settings["settings"]["cachingEnabled"]
    encrypted = settings["settings"]["cacheDataEncrypted"]
    if encrypted.flag is True or not (caching.flag is True or caching.unknown):
        return
    yield from demand(
        caching if caching.unknown else encrypted,
        False,  # noqa: FBT003 -- it is on, and unencrypted
        "Answers are cached in the clear.",
        "cache_data_encrypted=True",
    )


@rule(
    "apigw-waf",
    "Stages of REST APIs stand behind a WAF",
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[REST_STAGE],
    why="A WAF refuses known attacks and floods before they cost an invocation.",
    remediation="Associate a web ACL with the stage.",
    snippet="aws.wafv2.WebAclAssociation(..., resource_arn=stage.arn, web_acl_arn=acl.arn)",
    notes="API Gateway",
    equivalents=["CKV2_AWS_29", "FSBP:APIGateway.4", "cdk-nag:APIG3"],
    settings={
        "signed_too": flag(default=False, description="Also where every caller signs its requests.")
    },
)
def waf(graph: Graph, *, signed_too: bool) -> Iterator[Result]:
    """REST APIs: HTTP APIs take no web ACL, and private ones are reached from within.

    An API whose callers all sign their requests refuses strangers by itself.
    """
    stages = Stages(graph)
    for stage in stages.all:
        api = stages.api(stage)
        if stage["webAclArn"].text or (api and _is_private(api)):
            continue
        if api and not signed_too and _all_sign(graph, api):
            continue
        message = "Nothing refuses known attacks and floods before they reach the integrations."
        yield from unguarded(graph, stage, message)


def _is_private(api: Resource) -> bool:
    return any(one.text == "PRIVATE" for one in api["endpointConfiguration"]["types"].items())


def _all_sign(graph: Graph, api: Resource) -> bool:
    document = read(api["body"])
    if document.value is not None:
        return only_signed(document)
    methods = graph.attached(api, [_METHOD], "restApi", [REST_API]).found
    asked = [one["authorization"].text for one in methods if one["httpMethod"].text != "OPTIONS"]
    return bool(asked) and set(asked) == {"AWS_IAM"}


@rule(
    "apigw-client-cert",
    "Servers behind an API know that it is the API that calls",
    category="encryption-in-transit",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[REST_STAGE],
    why="A server on the internet that asks for no certificate answers whoever finds it.",
    remediation="Set client_certificate_id, and let the servers ask for that certificate.",
    snippet="aws.apigateway.Stage(..., client_certificate_id=certificate.id)",
    equivalents=["CKV2_AWS_51", "FSBP:APIGateway.2", "cdk-nag:APIGWSSLEnabled"],
)
def client_certificate(graph: Graph) -> Iterator[Result]:
    """Only servers over HTTP are shown it: functions and AWS's services check a signature."""
    stages = Stages(graph)
    for stage in stages.all:
        certificate, api = stage["clientCertificateId"], stages.api(stage)
        if not certificate.missing or api is None:
            continue
        declared = graph.attached(api, [_INTEGRATION], "restApi", [REST_API]).found
        calls = [one.properties for one in declared] + [*integrations(read(api["body"]))]
        unknown = [(one.urn, one["type"].path) for one in declared if one["type"].unknown]
        unknown += [(api.urn, api["body"].path)] if api["body"].unknown else []
        if any(map(_is_http, calls)):
            message = "The servers behind the API cannot tell its calls from anyone's."
            fix = "client_certificate_id=certificate.id"
            yield Fail(message, certificate.path, fix, stage.urn)
        elif unknown:
            yield Undetermined(unknown[0][1], unknown[0][0])


def _is_http(integration: View) -> bool:
    over_http = integration["type"].text.upper() in ("HTTP", "HTTP_PROXY")
    return over_http and integration["connectionType"].text != "VPC_LINK"


@rule(
    "apigw-throttle",
    "Stages limit how many requests they take",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[REST_STAGE, METHOD_SETTINGS, HTTP_STAGE],
    why="Without a limit of its own one API uses up the account's, and every other API with it.",
    remediation="Set throttling_rate_limit and throttling_burst_limit for every method or route.",
    snippet="aws.apigateway.MethodSettings(..., method_path='*/*',\n"
    "    settings={'throttling_rate_limit': 50, 'throttling_burst_limit': 100})",
    notes="API Gateway",
    equivalents=[
        "cdk-nag:APIGWDefaultThrottling",
        "serverless-rules:ES2003",
        "cfn_nag:W64",
        "cfn_nag:W68",
    ],
)
def throttle(graph: Graph) -> Iterator[Result]:
    """Method settings for every method, a usage plan, or a stage's default route settings."""
    stages = Stages(graph)
    limited: list[Named] = []
    for one, stage, view in stages.settings_of_every_method():
        rate = one["settings"]["throttlingRateLimit"]
        if rate.unknown and (stage or view):
            limited.append((one, None, view or rate))
        elif _is_limit(rate):
            limited.append((one, stage, view))
    for plan, stage, view in stages.plans():
        if not plan["throttleSettings"].missing:
            limited.append((plan, stage, view))
    message = "Nothing limits the stage but the account's quota, which all APIs share."
    limits = "{'throttling_rate_limit': <a second>, 'throttling_burst_limit': <at once>}"
    own = f"aws.apigateway.MethodSettings(..., method_path='*/*', settings={limits})"
    yield from uncovered(stages, limited, message, own)
    for stage in graph.of(HTTP_STAGE):
        rate = stage["defaultRouteSettings"]["throttlingRateLimit"]
        fix = f"default_route_settings={limits}"
        yield from placed(stage, demand(rate, _is_limit(rate), message, fix))


def _is_limit(rate: View) -> bool:
    return rate.number is not None and rate.number > 0


@rule(
    "apigw-stage-secret",
    "Stage variables hold no secrets",
    category="secrets",
    severity=Severity.HIGH,
    applies_to=[REST_STAGE, HTTP_STAGE, _DEPLOYMENT],
    why="Stage variables are shown to whoever may look at the API.",
    remediation="Keep the secret in Secrets Manager, and let the function read it.",
    snippet="aws.apigateway.Stage(..., variables={'secret_name': secret.name})",
    notes="API Gateway",
    equivalents=["prowler:apigateway_restapi_no_secrets_in_stage_variables"],
)
def stage_secret(stage: Resource) -> Iterator[Result]:
    """A secret of the program as well: API Gateway keeps it in plain text."""
    variables = stage["stageVariables" if stage.type == HTTP_STAGE else "variables"]
    fix = "the secret's name in its place; the function reads it from Secrets Manager"
    if variables.unknown:
        yield Undetermined(variables.path)
        return
    for view in (variables,) if variables.secret else (value for _, value in variables.entries()):
        if view.secret:
            yield Fail("A secret of the program becomes plain text here.", view.path, fix)
    for value, kind in within(variables):
        yield Fail(f"The stage variable holds {kind} in plain text.", value.path, fix)


RULES = (
    cache_encrypted,
    waf,
    client_certificate,
    throttle,
    stage_secret,
)
