"""What it takes several resources to tell of a Lambda function.

Its role, its log group, what invokes it, and where its failures go.
"""

from collections.abc import Iterator
from typing import Final

from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import FUNCTION, LOG_GROUP, ROLE
from guardrails.subjects.invocations import INVOKERS, Invocation, Way, invocations
from guardrails.view import Resource

_INVOKE_CONFIG: Final = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"


@rule(
    "lambda-role-shared",
    "Each function has a role of its own",
    category="least-privilege",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[FUNCTION],
    why="A shared role gives each function what the others need.",
    remediation="Create one role per function and grant it what that function does.",
    snippet="""role = aws.iam.Role("checkout", assume_role_policy=lambda_trust)
aws.lambda_.Function("checkout", role=role.arn)""",
    notes="Lambda",
    own="No tool of the catalogue compares the roles of several functions.",
)
def role_shared(graph: Graph) -> Iterator[Result]:
    """Functions are grouped by the role that they name, or that their ``role`` depends on."""
    by_role: dict[str, list[Resource]] = {}
    for function in graph.of(FUNCTION):
        role = graph.same_target(function, "role", [ROLE])
        if role:
            by_role.setdefault(role, []).append(function)
        elif function["role"].unknown:
            yield Undetermined("role", function.urn)
    for functions in by_role.values():
        for function in functions[1:]:
            yield Fail(
                f"The function shares its role with {functions[0].name!r}, so each may do what "
                "only the other has to.",
                "role",
                "a role of its own with the grants of this function",
                function.urn,
            )


@rule(
    "lambda-dlq",
    "What a function fails to do asynchronously is kept",
    category="resilience",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[FUNCTION],
    why="Lambda tries an event three times and then drops it without a trace.",
    remediation="Add a FunctionEventInvokeConfig with a failure destination for the qualifier that "
    "is invoked, or set dead_letter_config.",
    snippet="""aws.lambda_.FunctionEventInvokeConfig(
    "dispatch",
    function_name=function.name,
    qualifier=alias.name,
    destination_config={"on_failure": {"destination": failures.arn}},
)""",
    equivalents=[
        "CKV_AWS_116",
        "cdk-nag:LambdaDLQ",
        "cdk-nag:LambdaAsyncFailureDestination",
        "guard:lambda-dlq-check",
        "serverless-rules:ES1007",
        "prowler:awslambda_function_no_dead_letter_queue",
    ],
    notes="Lambda",
)
def dead_letters(graph: Graph) -> Iterator[Result]:
    """Functions that the stack has invoked asynchronously; others answer to who waits or polls.

    A failure destination is of one qualifier: that of ``$LATEST`` is none for an alias.
    """
    told: set[tuple[str, str | None]] = set()
    for one in invocations(graph):
        key = (one.function.urn, one.qualifier)
        if one.way is not Way.ASYNCHRONOUS or key in told:
            continue
        told.add(key)
        if one.function["deadLetterConfig"]["targetArn"].missing:
            yield from _destination(graph, one)


def _destination(graph: Graph, invoked: Invocation) -> Iterator[Result]:
    function, qualifier = invoked.function, invoked.qualifier
    attached = graph.attached(function, [_INVOKE_CONFIG], "functionName", [FUNCTION])
    keeping = [
        one
        for one in attached.found
        if not one["destinationConfig"]["onFailure"]["destination"].missing
    ]
    covered = {_qualifier(one) for one in keeping}
    if qualifier is not None and qualifier in covered:
        return
    if attached.maybe:
        yield Undetermined(attached.maybe[0][1], attached.maybe[0][0].urn)
    elif keeping and (qualifier is None or None in covered):
        yield Undetermined(invoked.view.path, invoked.holder.urn)
    else:
        shown = "<the one invoked>" if invoked.view.secret else qualifier
        what = f"its alias or version {shown!r}" if qualifier else "it"
        yield Fail(
            f"{invoked.holder.name!r} invokes {what} asynchronously, and an event that fails three "
            "times is dropped.",
            "deadLetterConfig.targetArn",
            "an aws.lambda_.FunctionEventInvokeConfig with on_failure"
            + (f" and qualifier={shown!r}" if qualifier else ""),
            function.urn,
        )


def _qualifier(config: Resource) -> str | None:
    view = config["qualifier"]
    if view.unknown:
        return None
    return "" if view.text == "$LATEST" else view.text


@rule(
    "lambda-log-retention",
    "The log group of each function is declared",
    category="logging",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[FUNCTION],
    why="Lambda makes a missing group itself: it never expires, has no key of your own, and "
    "outlives the function.",
    remediation="Declare aws.cloudwatch.LogGroup with the name /aws/lambda/<function> and a "
    "retention.",
    snippet="""aws.cloudwatch.LogGroup(
    "checkout",
    name="/aws/lambda/checkout",
    retention_in_days=365,
    kms_key_id=key.arn,
)""",
    equivalents=["cfn_nag:W58", "cdk-nag:LambdaLogging", "cdk-nag:LambdaLogLevel"],
    notes="CloudWatch",
)
def log_group(graph: Graph) -> Iterator[Result]:
    """How long the group keeps its events is ``log-retention``'s business."""
    groups = graph.of(LOG_GROUP)
    unnamed = [group for group in groups if group["name"].unknown]
    owners = [graph.sources(group, group["name"], [FUNCTION]) for group in unnamed]
    served = {function.urn for functions in owners for function in functions}
    loose = next((group for group, of in zip(unnamed, owners, strict=True) if not of), None)
    for function in graph.of(FUNCTION):
        given, name = function["loggingConfig"]["logGroup"], function["name"]
        wanted = given.text or (f"/aws/lambda/{name.text}" if name.text else "")
        if given.unknown:
            # It is computed from a group, which is declared then.
            if not graph.sources(function, given, [LOG_GROUP]):
                yield Undetermined(given.path, function.urn)
        elif function.urn in served or graph.named(wanted, [LOG_GROUP], function):
            continue
        elif loose is not None or not wanted:
            yield Undetermined("name", loose.urn if loose else function.urn)
        else:
            shown = "<its name>" if given.secret or name.secret else wanted
            yield Fail(
                f"The stack declares no log group {shown!r}, so Lambda makes one that keeps its "
                "events, and costs, for ever.",
                given.path if given.text else name.path,
                f"aws.cloudwatch.LogGroup(..., name={shown!r}, retention_in_days=365)",
                function.urn,
            )


@rule(
    "lambda-alias",
    "What invokes a function names an alias or a version of it",
    category="serverless",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=INVOKERS,
    why="$LATEST changes under running requests; an alias moves to a tried version, and back.",
    remediation="Publish versions, point an aws.lambda_.Alias at them, and name the alias's ARN.",
    snippet="""function = aws.lambda_.Function("checkout", publish=True)
live = aws.lambda_.Alias(
    "live", function_name=function.name, function_version=function.version
)
aws.lambda_.EventSourceMapping("orders", function_name=live.arn)""",
    own="No tool of the catalogue follows a reference to the function and its alias.",
    notes="Lambda",
)
def by_alias(graph: Graph) -> Iterator[Result]:
    """APIs, event sources, schedules and whatever else invokes functions of the same stack."""
    for one in invocations(graph):
        if one.qualifier is None:
            yield Undetermined(one.view.path, one.holder.urn)
        elif not one.qualifier:
            yield Fail(
                f"It invokes {one.function.name!r} as $LATEST, which each deployment changes at "
                "once for every request.",
                one.view.path,
                "the ARN of an aws.lambda_.Alias of the function",
                one.holder.urn,
            )


@rule(
    "lambda-api-timeout",
    "No function behind an API runs longer than the API waits",
    category="serverless",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=[FUNCTION],
    why="The caller has an error after 29 seconds while the function runs on, is paid for, and "
    "does the work a second time when the caller tries again.",
    remediation="Set a timeout of at most 29 seconds; let longer work go through a queue or Step "
    "Functions and answer with its id.",
    snippet="""aws.lambda_.Function("checkout", timeout=25)""",
    own="No tool of the catalogue holds a function's timeout against the API in front of it.",
    notes="API Gateway",
)
def api_timeout(graph: Graph) -> Iterator[Result]:
    """An integration's own limit counts; an asynchronous one does not wait."""
    shortest: dict[str, Invocation] = {}
    for one in invocations(graph):
        if one.way is Way.API:
            known = shortest.setdefault(one.function.urn, one)
            if one.wait_seconds < known.wait_seconds:
                shortest[one.function.urn] = one
    for one in shortest.values():
        timeout = one.function["timeout"]
        if timeout.unknown:
            yield Undetermined(timeout.path, one.function.urn)
        elif timeout.number is not None and timeout.number > one.wait_seconds:
            yield Fail(
                f"The function may run {timeout.shown()} seconds, and the API {one.holder.name!r} "
                f"waits {one.wait_seconds:g}: its caller has an error while the function runs on.",
                timeout.path,
                f"timeout={int(one.wait_seconds)} or less, and a queue for longer work",
                one.function.urn,
            )


RULES = (role_shared, dead_letters, log_group, by_alias, api_timeout)
