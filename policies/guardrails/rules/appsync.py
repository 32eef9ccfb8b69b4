"""AppSync: GraphQL APIs, event APIs and their caches."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand, placed
from guardrails.graph import Graph
from guardrails.model import Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import GRAPHQL_API
from guardrails.subjects.web_acls import unguarded
from guardrails.view import Resource, View

_EVENT_API: Final = "aws:appsync/api:Api"
_CACHE: Final = "aws:appsync/apiCache:ApiCache"
_LEVELS: Final = ("ERROR", "INFO", "DEBUG", "ALL")


@rule(
    "appsync-auth-waf-log",
    "AppSync APIs know their callers, log, trace, stand behind a WAF and encrypt their cache",
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[GRAPHQL_API, _EVENT_API, _CACHE],
    why="An API key is in every copy of an app: it tells nobody apart and keeps nobody out.",
    remediation="Authenticate by IAM, a user pool, OpenID or a function; set log_config, "
    "xray_enabled=True and a web ACL.",
    snippet="aws.appsync.GraphQLApi(..., authentication_type='AWS_IAM', xray_enabled=True,\n"
    "    log_config={'cloudwatch_logs_role_arn': role.arn, 'field_log_level': 'ERROR',\n"
    "        'exclude_verbose_content': True})",
    equivalents=[
        "CKV_AWS_193",
        "CKV_AWS_194",
        "CKV_AWS_214",
        "CKV_AWS_215",
        "CKV2_AWS_33",
        "FSBP:AppSync.1",
        "FSBP:AppSync.2",
        "FSBP:AppSync.5",
        "cdk-nag:ASC3",
        "serverless-rules:WS3000",
    ],
)
def auth_waf_and_log(graph: Graph) -> Iterator[Result]:
    """A private API is behind no WAF; caches are encrypted unless they were told not to."""
    for api in graph.of(GRAPHQL_API):
        yield from placed(api, _graphql(api))
        visibility = api["visibility"]
        if visibility.unknown:
            yield Undetermined(visibility.path, api.urn)
        elif visibility.text != "PRIVATE":
            message = "Nothing refuses known attacks before they reach the resolvers."
            yield from unguarded(graph, api, message)
    for api in graph.of(_EVENT_API):
        yield from placed(api, _events(api))
    for cache in graph.of(_CACHE):
        yield from placed(cache, _cache(cache))


def _graphql(api: Resource) -> Iterator[Result]:
    others = (one["authenticationType"] for one in api["additionalAuthenticationProviders"].items())
    yield from _keyless(api["authenticationType"], *others)
    verbose = api["logConfig"]["excludeVerboseContent"]
    yield from _logged(api["logConfig"]["fieldLogLevel"], "field_log_level")
    if not api["logConfig"].missing and not api["logConfig"].unknown:
        yield from demand(
            verbose,
            verbose.flag is True,
            "The log holds headers, arguments and answers: credentials and data.",
            "exclude_verbose_content=True",
        )
    yield from _traced(api)


def _events(api: Resource) -> Iterator[Result]:
    config = api["eventConfig"]
    yield from _keyless(*(one["authType"] for one in config["authProviders"].items()))
    yield from _logged(config["logConfig"]["logLevel"], "log_level")


def _keyless(*kinds: View) -> Iterator[Result]:
    for kind in kinds:
        yield from demand(
            kind,
            kind.text != "API_KEY",
            "An API key, which is in every copy of an app, is all that a caller needs.",
            "authenticate by AWS_IAM, AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_LAMBDA",
        )


def _logged(level: View, name: str) -> Iterator[Result]:
    yield from demand(
        level,
        level.text in _LEVELS,
        "There is no log: nobody can tell later what failed and who asked.",
        f"log_config={{'cloudwatch_logs_role_arn': role.arn, '{name}': 'ERROR'}}",
    )


def _traced(api: Resource) -> Iterator[Result]:
    traced = api["xrayEnabled"]
    message = "Requests are not traced: nobody sees which resolver is slow."
    yield from demand(traced, traced.flag is True, message, "xray_enabled=True")


def _cache(cache: Resource) -> Iterator[Result]:
    for name, text in (
        ("atRestEncryptionEnabled", "at_rest_encryption_enabled"),
        ("transitEncryptionEnabled", "transit_encryption_enabled"),
    ):
        # AWS encrypts every cache since 2026.
        switch = cache[name]
        message = "The cache is told to keep answers in the clear."
        yield from demand(switch, switch.flag is not False, message, f"{text}=True")


RULES = (auth_waf_and_log,)
