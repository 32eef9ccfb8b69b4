"""Who may invoke Lambda functions, and their URLs."""

from collections.abc import Iterator

from guardrails.answers import demand, placed
from guardrails.graph import Graph, short_name
from guardrails.iam import arn, wildcard
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import FUNCTION, PERMISSION
from guardrails.view import Resource, View

_URL = "aws:lambda/functionUrl:FunctionUrl"
# A skill is named by its token, an account or an organization by itself.
_SOURCES = ("sourceArn", "sourceAccount", "principalOrgId", "eventSourceToken")
_INVOKING = ("lambda:invokefunction", "lambda:invokefunctionurl")


@rule(
    "lambda-permission-source",
    "A service may invoke a function for a named resource only",
    category="least-privilege",
    severity=Severity.HIGH,
    applies_to=[PERMISSION],
    why="A service acts for every AWS customer: without a source, anyone's bucket, rule or API "
    "can invoke the function.",
    remediation="Set source_arn to the ARN of the resource that invokes; for S3 also "
    "source_account, for its ARNs name no account.",
    snippet="""aws.lambda_.Permission(
    "nightly",
    action="lambda:InvokeFunction",
    function=function.name,
    principal="events.amazonaws.com",
    source_arn=rule.arn,
)""",
    notes="Lambda",
    equivalents=[
        "CKV_AWS_364",
        "trivy:AWS-0067",
        "pulumi-compliance:aws-lambda-permission-configure-source-arn",
    ],
)
def permission_source(permission: Resource) -> Iterator[Result]:
    """Only services, which ``*`` is about too; an account or a role is bounded by itself."""
    principal, source = permission["principal"], permission["sourceArn"]
    if principal.unknown:
        yield Undetermined(principal.path)
        return
    if not principal.text.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        if principal.text == "*" and not _is_of_any_account(source):
            yield from _without_account(permission, source)
        return
    named = [view for view in map(permission.__getitem__, _SOURCES) if not view.missing]
    if not named:
        yield Fail(
            f"{principal.text} may invoke the function for any resource of any account.",
            source.path,
            "source_arn=<the ARN of the resource that invokes>",
        )
    elif _is_of_any_account(source) and len(named) == 1:
        yield Fail(
            f"The source {source.shown()} names no account's resource, so {principal.text} may "
            "invoke the function for any account.",
            source.path,
            "source_arn=<the ARN of the resource that invokes>",
        )
    else:
        yield from _without_account(permission, source)


def _without_account(permission: Resource, source: View) -> Iterator[Result]:
    """The ARNs of buckets name no account."""
    parts = arn.split(source.text)
    bounds = permission["sourceAccount"], permission["principalOrgId"]
    if parts and not parts.account and all(one.missing or one.text == "*" for one in bounds):
        yield Fail(
            "An S3 ARN names no account: whoever takes over the bucket's name can invoke the "
            "function.",
            permission["sourceAccount"].path,
            "source_account=<the account of the bucket>",
        )


def _is_of_any_account(source: View) -> bool:
    """Whether a source matches resources of accounts that nobody named; an S3 bucket has none."""
    parts = arn.split(source.text)
    if parts is None:
        return source.text == "*"
    if parts.account:
        return wildcard.has_wildcard(parts.account)
    return wildcard.has_wildcard(parts.resource.partition("/")[0])


@rule(
    "lambda-public-permission",
    "No function may be invoked by anyone",
    category="public-exposure",
    severity=Severity.CRITICAL,
    scope=Scope.STACK,
    applies_to=[PERMISSION],
    why="The principal * is every AWS account, and the whole internet through a function URL.",
    remediation="Name the service, account or role in principal, or bound * by principal_org_id.",
    snippet="""aws.lambda_.Permission("partner", principal="123456789012")""",
    notes="Lambda",
    equivalents=[
        "CKV_AWS_301",
        "FSBP:Lambda.1",
        "cdk-nag:LambdaFunctionPublicAccessProhibited",
        "guard:lambda-no-wildcard-principal",
        "cfn_nag:F13",
        "serverless-rules:WS1002",
    ],
)
def public_permission(graph: Graph) -> Iterator[Result]:
    """``*`` is bounded by an organization, an account, or a source that names an account.

    What opens a URL is left to ``lambda-url-auth``, which tells of the URL.
    """
    for permission in graph.of(PERMISSION):
        if not _opens_url(graph, permission):
            yield from placed(permission, _public(permission))


def _public(permission: Resource) -> Iterator[Result]:
    principal = permission["principal"]
    if principal.unknown:
        yield Undetermined(principal.path)
        return
    if principal.text != "*":
        return
    source = permission["sourceArn"]
    bounds = (permission["principalOrgId"], permission["sourceAccount"], source)
    for bound in bounds:
        if bound.unknown:
            yield Undetermined(bound.path)
            return
    if all(bound.text in ("", "*") or bound is source for bound in bounds) and (
        source.missing or _is_of_any_account(source)
    ):
        yield Fail(
            "The principal * lets every AWS account invoke the function.",
            principal.path,
            "principal=<the service or account that invokes>",
        )


def _opens_url(graph: Graph, permission: Resource) -> bool:
    """Whether a permission is for callers of a URL that the stack leaves open."""
    by_url = permission["action"].text.lower() == "lambda:invokefunctionurl"
    if not (by_url or permission["invokedViaFunctionUrl"].flag is True):
        return False
    function = short_name(graph.same_target(permission, "function", [FUNCTION]))
    return bool(function) and any(
        short_name(graph.same_target(url, "functionName", [FUNCTION])) == function
        for url in graph.of(_URL)
        if any(isinstance(answer, Fail) for answer in url_auth.check(url))
    )


@rule(
    "lambda-url-auth",
    "Function URLs ask for IAM authorization",
    category="public-exposure",
    severity=Severity.CRITICAL,
    applies_to=[_URL],
    why="With NONE the function answers the whole internet, without limits or a firewall.",
    remediation="Set authorization_type='AWS_IAM', or put an API in front.",
    snippet="""aws.lambda_.FunctionUrl(
    "checkout", function_name=function.name, authorization_type="AWS_IAM"
)""",
    notes="Lambda",
    equivalents=[
        "CKV_AWS_258",
        "cdk-nag:LambdaFunctionUrlAuth",
        "prowler:awslambda_function_url_public",
    ],
)
def url_auth(url: Resource) -> Iterator[Result]:
    """The property is required, so there is no default to count."""
    authorization = url["authorizationType"]
    yield from demand(
        authorization,
        authorization.text == "AWS_IAM",
        f"The URL's authorization is {authorization.shown()}: anyone on the internet may call it.",
        "authorization_type='AWS_IAM'",
    )


@rule(
    "lambda-permission-action",
    "A permission on a function lets invoke it, and nothing more",
    category="least-privilege",
    severity=Severity.MEDIUM,
    applies_to=[PERMISSION],
    why="Who may do more than invoke can change the function's code and act as its role.",
    remediation="Set action='lambda:InvokeFunction'; for what manages the function, use a role.",
    snippet="""aws.lambda_.Permission("nightly", action="lambda:InvokeFunction")""",
    equivalents=["guard:lambda-permission-invoke-function-action", "cfn_nag:W24"],
    notes="Lambda",
)
def permission_action(permission: Resource) -> Iterator[Result]:
    """A function URL has an action of its own."""
    action = permission["action"]
    yield from demand(
        action,
        action.text.lower() in _INVOKING,
        f"The action {action.shown()} is more than to invoke the function, or something else.",
        "action='lambda:InvokeFunction'",
    )


@rule(
    "lambda-url-cors",
    "Function URLs answer the pages of named origins",
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=[_URL],
    why="With the origin * the scripts of every page on the internet read the function's answers.",
    remediation="Name the origins in cors={'allow_origins': [...]}.",
    snippet="""aws.lambda_.FunctionUrl(
    "checkout",
    function_name=function.name,
    authorization_type="AWS_IAM",
    cors={"allow_origins": ["https://shop.example.com"], "allow_methods": ["POST"]},
)""",
    equivalents=["CKV2_AWS_75", "prowler:awslambda_function_url_cors_policy"],
    notes="Lambda",
)
def url_cors(url: Resource) -> Iterator[Result]:
    """Worse where browsers send the visitor's credentials along."""
    origins = url["cors"]["allowOrigins"]
    if origins.unknown:
        yield Undetermined(origins.path)
        return
    sent = url["cors"]["allowCredentials"].flag is True
    for origin in origins.items():
        if origin.unknown:
            yield Undetermined(origin.path)
        elif origin.text == "*":
            yield Fail(
                "Scripts of every page on the internet may read the answers"
                + (", with the visitor's credentials." if sent else "."),
                origin.path,
                "cors={'allow_origins': ['https://<the page's host>']}",
                severity=Severity.HIGH if sent else None,
            )


RULES = (permission_source, public_permission, permission_action, url_auth, url_cors)
