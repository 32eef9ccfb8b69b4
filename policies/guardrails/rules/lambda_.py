"""Lambda functions, their URLs and who may invoke them."""

from collections.abc import Iterator

from guardrails.answers import demand, sets
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import FUNCTION, PERMISSION, ROLE
from guardrails.view import Resource, View

_URL = "aws:lambda/functionUrl:FunctionUrl"
# A skill is named by its token, an account or an organization by itself.
_SOURCES = ("sourceArn", "sourceAccount", "principalOrgId", "eventSourceToken")


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
    equivalents=[
        "CKV_AWS_364",
        "trivy:AWS-0067",
        "pulumi-compliance:aws-lambda-permission-configure-source-arn",
    ],
)
def permission_source(permission: Resource) -> Iterator[Result]:
    """Only service principals; an account or a role is bounded by itself."""
    principal = permission["principal"]
    if principal.unknown:
        yield Undetermined(principal.path)
        return
    if not principal.text.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return
    source = permission["sourceArn"]
    named = [view for view in map(permission.__getitem__, _SOURCES) if not view.missing]
    if not named:
        yield Fail(
            f"{principal.text} may invoke the function for any resource of any account.",
            source.path,
            "source_arn=<the ARN of the resource that invokes>",
        )
    elif source.text == "*" and len(named) == 1:
        yield Fail(
            f"The source {source.shown()} names no resource, so {principal.text} may invoke the "
            "function for any account.",
            source.path,
            "source_arn=<the ARN of the resource that invokes>",
        )
    elif _names_no_account(source) and permission["sourceAccount"].missing:
        yield Fail(
            "An S3 ARN names no account: whoever takes over the bucket's name can invoke the "
            "function.",
            permission["sourceAccount"].path,
            "source_account=<the account of the bucket>",
        )


def _names_no_account(source: View) -> bool:
    return source.text.startswith(("arn:aws:s3:::", "arn:aws-cn:s3:::", "arn:aws-us-gov:s3:::"))


@rule(
    "lambda-public-permission",
    "No function may be invoked by anyone",
    category="public-exposure",
    severity=Severity.CRITICAL,
    applies_to=[PERMISSION],
    why="The principal * is every AWS account, and the whole internet through a function URL.",
    remediation="Name the service, account or role in principal, or bound * by principal_org_id.",
    equivalents=[
        "CKV_AWS_301",
        "FSBP:Lambda.1",
        "cdk-nag:LambdaFunctionPublicAccessProhibited",
        "guard:lambda-no-wildcard-principal",
        "cfn_nag:F13",
        "serverless-rules:WS1002",
    ],
)
def public_permission(permission: Resource) -> Iterator[Result]:
    """``*`` is bounded by an organization, an account, or a source that names an account."""
    principal = permission["principal"]
    if principal.unknown:
        yield Undetermined(principal.path)
        return
    if principal.text != "*":
        return
    bounds = (permission["principalOrgId"], permission["sourceAccount"], permission["sourceArn"])
    for bound in bounds:
        if bound.unknown:
            yield Undetermined(bound.path)
            return
    if all(bound.text in ("", "*") for bound in bounds):
        yield Fail(
            "The principal * lets every AWS account invoke the function.",
            principal.path,
            "principal=<the service or account that invokes>",
        )


@rule(
    "lambda-url-auth",
    "Function URLs ask for IAM authorization",
    category="public-exposure",
    severity=Severity.CRITICAL,
    applies_to=[_URL],
    why="With NONE the function answers the whole internet, without limits or a firewall.",
    remediation="Set authorization_type='AWS_IAM', or put an API in front.",
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
    "lambda-role-shared",
    "Each function has a role of its own",
    category="least-privilege",
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[FUNCTION],
    why="A shared role gives each function what the others need.",
    remediation="Create one role per function and grant it what that function does.",
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
    "lambda-tracing",
    "Functions are traced",
    category="logging",
    severity=Severity.LOW,
    applies_to=[FUNCTION],
    why="Without a trace nobody sees where a slow or failed request was lost.",
    remediation="Set tracing_config={'mode': 'Active'}.",
    equivalents=[
        "CKV_AWS_50",
        "cdk-nag:LambdaTracing",
        "trivy:AWS-0066",
        "serverless-rules:WS1000",
        "pulumi-compliance:aws-lambda-function-enable-tracing-config",
    ],
    remedy=sets({"tracingConfig.mode": "Active"}),
)
def tracing(function: Resource) -> Iterator[Result]:
    """The default, ``PassThrough``, traces only what a caller already traces."""
    mode = function["tracingConfig"]["mode"]
    yield from demand(
        mode,
        mode.text == "Active",
        "The function is traced only when its caller traces, so a lost request leaves no trail.",
        "tracing_config={'mode': 'Active'}",
    )


@rule(
    "lambda-timeout-memory",
    "Functions say how long they may run and how much memory they have",
    category="serverless",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[FUNCTION],
    why="AWS's defaults (3 seconds, 128 MB) fit hardly any function and fail under load first.",
    remediation="Set timeout and memory_size from what the function measures.",
    equivalents=[
        "cdk-nag:LambdaDefaultTimeout",
        "cdk-nag:LambdaDefaultMemorySize",
        "serverless-rules:ES1005",
        "serverless-rules:ES1006",
    ],
)
def timeout_and_memory(function: Resource) -> Iterator[Result]:
    """The provider fills in AWS's defaults and lists what it filled in as ``__defaults``."""
    filled_in = {view.text for view in function["__defaults"].items()}
    for name, option, default, unit in (
        ("timeout", "timeout", 3, "seconds"),
        ("memorySize", "memory_size", 128, "MB"),
    ):
        view = function[name]
        if view.unknown:
            yield Undetermined(view.path)
        elif view.missing or name in filled_in:
            yield Fail(
                f"Nothing is said, so AWS's default of {default} {unit} holds.",
                view.path,
                f"{option}=<{unit} that the function needs>",
            )


RULES = (
    permission_source,
    public_permission,
    url_auth,
    role_shared,
    tracing,
    timeout_and_memory,
)
