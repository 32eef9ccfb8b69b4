"""What a Lambda function is by itself; ``function_joins`` is about what is around it."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand, sets
from guardrails.demands import Demand, demand_rule, given
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.resource_types import FUNCTION
from guardrails.subjects.literal_secrets import within
from guardrails.view import Resource

_LEAST_ZONES: Final = 2


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
    notes="Lambda",
    snippet="""aws.lambda_.Function("checkout", tracing_config={"mode": "Active"})""",
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
    notes="Lambda",
    snippet="""aws.lambda_.Function("checkout", timeout=10, memory_size=256)""",
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


@rule(
    "lambda-env-cmk",
    "The environment of a function is encrypted with a KMS key of the account",
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[FUNCTION],
    why="Without a key of your own whoever may read the function's configuration reads its "
    "variables in the clear.",
    remediation="Set kms_key_arn=key.arn.",
    snippet="""aws.lambda_.Function(
    "checkout",
    environment={"variables": {"ORDERS_TABLE_NAME": orders.name}},
    kms_key_arn=key.arn,
)""",
    equivalents=["CKV_AWS_173", "prowler:awslambda_function_env_vars_not_encrypted_with_cmk"],
    notes="Lambda",
)
def environment_key(function: Resource) -> Iterator[Result]:
    """A key that is given but not known yet is a key; without variables there is nothing."""
    key, variables = function["kmsKeyArn"], function["environment"]["variables"]
    if key.missing and variables.unknown:
        yield Undetermined(variables.path)
    elif key.missing and any(True for _ in variables.entries()):
        yield Fail(
            "The environment is encrypted with AWS's key, for whoever may read the function's "
            "configuration to read.",
            key.path,
            "kms_key_arn=key.arn",
        )


@rule(
    "lambda-env-secret",
    "No function has a credential in its environment",
    category="secrets",
    severity=Severity.HIGH,
    applies_to=[FUNCTION],
    why="Variables are shown by the console and the API, and every library in the function "
    "reads them.",
    remediation="Keep it in Secrets Manager and give the function its ARN and "
    "secretsmanager:GetSecretValue on that ARN.",
    snippet="""aws.lambda_.Function(
    "checkout", environment={"variables": {"PAYMENTS_SECRET_ARN": secret.arn}}
)""",
    equivalents=["CKV_AWS_45", "prowler:awslambda_function_no_secrets_in_variables"],
    notes="Lambda",
)
def environment_secret(function: Resource) -> Iterator[Result]:
    """Literals only: what is computed is none, and the program's secrets are encrypted there."""
    for view, kind in within(function["environment"]["variables"]):
        yield Fail(
            f"The variable looks like {kind}: whoever sees the function's configuration has it.",
            view.path,
            "pass the ARN of a secret of Secrets Manager, and revoke what stands there",
        )


@rule(
    "lambda-vpc",
    "Functions run in a VPC, in two zones at least",
    category="public-exposure",
    severity=Severity.LOW,
    level=Level.DISABLED,
    applies_to=[FUNCTION],
    why="In a VPC, security groups and endpoints decide what a function reaches; a function that "
    "calls AWS alone needs none.",
    remediation="Set vpc_config with subnets of two availability zones.",
    snippet="""aws.lambda_.Function(
    "checkout",
    vpc_config={"subnet_ids": [one.id, other.id], "security_group_ids": [group.id]},
)""",
    equivalents=[
        "CKV_AWS_117",
        "FSBP:Lambda.3",
        "FSBP:Lambda.5",
        "cdk-nag:LambdaInsideVPC",
        "cfn_nag:W89",
    ],
    notes="Lambda",
)
def in_vpc(function: Resource) -> Iterator[Result]:
    """Two subnets may be of one zone: only a single one is told."""
    subnets = function["vpcConfig"]["subnetIds"]
    count = len(subnets.items())
    yield from demand(
        subnets,
        count >= _LEAST_ZONES,
        "A function in one subnet fails with its availability zone."
        if count
        else "The function runs outside of any VPC of the account.",
        "vpc_config={'subnet_ids': [<of two zones>], 'security_group_ids': [...]}",
    )


def _is_zipped(function: Resource) -> bool:
    return function["packageType"].text != "Image" and function["imageUri"].missing


code_signing = demand_rule(
    "lambda-code-signing",
    "Functions run signed code only",
    Demand(
        (FUNCTION,),
        "codeSigningConfigArn",
        given,
        "Lambda takes code from whoever may update the function, signed or not.",
        "code_signing_config_arn=signing.arn",
        when=_is_zipped,
    ),
    category="least-privilege",
    severity=Severity.LOW,
    level=Level.DISABLED,
    why="A signature tells that the code is what was built, whoever deploys it.",
    remediation="Set code_signing_config_arn to a CodeSigningConfig that enforces signatures; "
    "container images cannot be signed so.",
    snippet="""aws.lambda_.Function("checkout", code_signing_config_arn=signing.arn)""",
    equivalents=["CKV_AWS_272"],
    notes="Lambda",
)


@rule(
    "lambda-concurrency",
    "Functions have a concurrency of their own",
    category="resilience",
    severity=Severity.LOW,
    # AWS refuses to reserve any where less than 100 would be left, as in new accounts:
    # https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
    level=Level.DISABLED,
    applies_to=[FUNCTION],
    why="One function under load takes the concurrency of the whole account from all others.",
    remediation="Set reserved_concurrent_executions to what the function needs at most.",
    snippet="""aws.lambda_.Function("checkout", reserved_concurrent_executions=20)""",
    equivalents=[
        "CKV_AWS_115",
        "cdk-nag:LambdaConcurrency",
        "guard:lambda-concurrency-check",
        "cfn_nag:W92",
    ],
    notes="Lambda",
)
def concurrency(function: Resource) -> Iterator[Result]:
    """-1 is the provider's word for none; with 0 the function never runs."""
    reserved = function["reservedConcurrentExecutions"]
    number = reserved.number
    yield from demand(
        reserved,
        number is not None and number > 0,
        "With a reserved concurrency of 0 the function never runs."
        if number == 0
        else "The function may take the concurrency of the whole account.",
        "reserved_concurrent_executions=<what it needs at most>",
    )


RULES = (
    tracing,
    timeout_and_memory,
    environment_key,
    environment_secret,
    in_vpc,
    code_signing,
    concurrency,
)
