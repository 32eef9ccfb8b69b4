"""What Lambda takes of a function: sizes, runtimes, layers."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from guardrails.answers import placed
from guardrails.graph import Graph
from guardrails.model import Fail, Result, Scope, Severity, Undetermined, rule
from guardrails.places import NOWHERE, spot, spot_in
from guardrails.resource_types import FUNCTION, ROLE
from guardrails.settings import texts
from guardrails.subjects import lambda_runtimes
from guardrails.view import Resource, View

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_RANGES: Final = (
    ("timeout", "timeout", range(1, 901), "seconds"),
    ("memorySize", "memory_size", range(128, 10_241), "MB"),
    ("ephemeralStorage.size", "ephemeral_storage={'size': ...}", range(512, 10_241), "MB"),
)
_ENVIRONMENT_BYTES: Final = 4 * 1024
_LAYERS: Final = 5

# What is unknown at preview are names and ARNs; hardly any is longer.
_LONGEST_UNKNOWN: Final = 256


@rule(
    "lambda-limits",
    "Functions stay within what Lambda takes",
    category="validity",
    severity=Severity.HIGH,
    applies_to=[FUNCTION],
    why="AWS refuses the function in the middle of a deployment.",
    remediation="Timeout 1 to 900 seconds, memory 128 to 10240 MB, /tmp 512 to 10240 MB, at most "
    "5 layers and 4 KB of environment; keep larger settings in SSM or AppConfig.",
    snippet="""aws.lambda_.Function("checkout", timeout=900, memory_size=10240)""",
    own="The tools of the catalogue read templates; some leave numbers to AWS, none counts the "
    "environment.",
    notes="Lambda",
)
def limits(function: Resource) -> Iterator[Result]:
    """A function on instances of the account's own may have more memory."""
    for path, option, allowed, unit in _RANGES:
        view = function.properties
        for name in path.split("."):
            view = view[name]
        if view.unknown:
            yield Undetermined(view.path)
        elif path == "memorySize" and not function["capacityProviderConfig"].missing:
            continue
        elif view.number is not None and not allowed[0] <= view.number <= allowed[-1]:
            yield Fail(
                f"Lambda takes {allowed[0]} to {allowed[-1]} {unit}, and {view.shown()} is given.",
                view.path,
                f"{option} from {allowed[0]} to {allowed[-1]}",
            )
    yield from _layers(function["layers"])
    yield from _environment(function["environment"]["variables"])


def _layers(layers: View) -> Iterator[Result]:
    count = len(layers.items())
    if layers.unknown:
        yield Undetermined(layers.path)
    elif count > _LAYERS:
        yield Fail(
            f"Lambda takes {_LAYERS} layers at most, and {count} are given.",
            layers.path,
            "put some layers together, or package the libraries with the code",
        )


def _environment(variables: View) -> Iterator[Result]:
    """Lambda counts the variables as JSON: quotes and commas included."""
    if variables.unknown:
        yield Undetermined(variables.path)
        return
    known: dict[str, str] = {}
    unknown = 0
    for name, view in variables.entries():
        known[name] = view.text
        unknown += view.unknown
    size = len(
        json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    )
    if size > _ENVIRONMENT_BYTES:
        yield Fail(
            f"Lambda takes an environment of {_ENVIRONMENT_BYTES} bytes, and {size} are given.",
            variables.path,
            "keep settings in SSM Parameter Store or AppConfig and pass their names",
        )
    elif size + unknown * _LONGEST_UNKNOWN > _ENVIRONMENT_BYTES:
        yield Undetermined(variables.path)


@rule(
    "lambda-runtime",
    "Functions run on a runtime that AWS still mends",
    category="serverless",
    severity=Severity.MEDIUM,
    applies_to=[FUNCTION],
    why="A deprecated runtime gets no security patches, and one day no update of the function.",
    remediation="Set runtime to a current one, such as python3.14 or nodejs24.x, or "
    "provided.al2023 for compiled code.",
    snippet="""aws.lambda_.Function("checkout", runtime="python3.14")""",
    equivalents=["CKV_AWS_363", "FSBP:Lambda.2", "cdk-nag:L1"],
    settings={
        "allowed_runtimes": texts(
            (), r"^[a-z0-9.-]+$", "The only runtimes to allow; empty for all that AWS mends."
        )
    },
    notes="Lambda",
)
def runtime(function: Resource, allowed_runtimes: Sequence[str]) -> Iterator[Result]:
    """A container image brings its own; a runtime that is not known is newer than the list."""
    view = function["runtime"]
    if function["packageType"].text == "Image" or not function["imageUri"].missing:
        return
    if view.unknown:
        yield Undetermined(view.path)
        return
    until = lambda_runtimes.DEPRECATED_ON.get(view.text)
    if until is not None and until <= lambda_runtimes.today():
        yield Fail(
            f"AWS has deprecated {view.shown()} on {until}: it gets no security patches.",
            view.path,
            "runtime=<a current one of the language>",
        )
    elif allowed_runtimes and view.text and view.text not in allowed_runtimes:
        yield Fail(
            f"The runtime {view.shown()} is not one that the configuration allows.",
            view.path,
            f"runtime='{allowed_runtimes[0]}'",
        )


# Layers that AWS publishes, each from one account in all regions:
# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-insights.html
# https://docs.powertools.aws.dev/lambda/python/latest/getting-started/install/
# https://docs.powertools.aws.dev/lambda/typescript/latest/getting-started/lambda-layers/
# https://aws-otel.github.io/docs/getting-started/lambda/
# https://aws-sdk-pandas.readthedocs.io/en/stable/layers.html
_AWS: Final = ("580247275435", "017000801446", "094274105915", "901920570463", "336392948345")
_LAYER_VERSION: Final = "aws:lambda/layerVersion:LayerVersion"
_LAYER: Final = re.compile(r"arn:[^:]*:lambda:[^:]*:(\d{12}):layer:[\w-]+(?::\d+)?")


@rule(
    "lambda-layer-foreign",
    "Functions take layers of their own account, or of accounts that are trusted",
    category="public-exposure",
    severity=Severity.HIGH,
    scope=Scope.STACK,
    applies_to=[FUNCTION],
    why="A layer is code that runs with the function's role, and its owner decides what it is.",
    remediation="Publish the layer in the account, or name its owner in trusted_accounts.",
    snippet="""layer = aws.lambda_.LayerVersion("libraries", layer_name="libraries")
aws.lambda_.Function("checkout", layers=[layer.arn])""",
    equivalents=["prowler:awslambda_function_using_cross_account_layers"],
    settings={
        "trusted_accounts": texts(
            _AWS, "^[0-9]{12}$", "Accounts whose layers may be used; some of AWS's by default."
        )
    },
    notes="Lambda",
)
def foreign_layer(graph: Graph, trusted_accounts: Sequence[str]) -> Iterator[Result]:
    """A layer that the same program makes is no stranger's, also while its ARN is unknown."""
    for function in graph.of(FUNCTION):
        yield from placed(function, _unknown_layers(graph, function["layers"], function))
        own = _account(graph, function)
        for layer in function["layers"].items():
            form = _LAYER.fullmatch(layer.text)
            if form is not None and form[1] not in (*trusted_accounts, own):
                yield from placed(function, [_foreign(layer, form[1], own)])


def _unknown_layers(graph: Graph, layers: View, function: Resource) -> Iterator[Result]:
    unknown = [layer for layer in layers.items() if layer.unknown]
    if len(graph.sources(function, layers, [_LAYER_VERSION])) < len(unknown):
        yield Undetermined(unknown[0].path)


def _foreign(layer: View, owner: str, own: str) -> Result:
    if not own:
        # Which account this is, nothing says.
        return Undetermined(layer.path)
    named = "another account" if layer.secret else f"the account {owner}"
    return Fail(
        f"The layer is of {named}, whose owner's code runs with the function's role.",
        layer.path,
        "a layer of the account's own, or its owner in the setting trusted_accounts",
    )


def _account(graph: Graph, function: Resource) -> str:
    """The account of a function: its provider's, its own ARN's, or its role's, where one says."""
    role = graph.target(function, function["role"], [ROLE])
    places = (
        spot(function),
        spot_in(function["role"].text) or NOWHERE,
        *([spot(role)] if role else ()),
    )
    return next((place.account for place in places if place.account), "")


RULES = (limits, runtime, foreign_layer)
