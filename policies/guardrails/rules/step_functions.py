"""State machines of Step Functions."""

import re
from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand
from guardrails.demands import Demand, demand_rule, on
from guardrails.iam import text
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.resource_types import STATE_MACHINE
from guardrails.settings import choice
from guardrails.subjects.literal_secrets import within
from guardrails.subjects.states import broken_references, definition, tasks
from guardrails.view import Resource, View

_LEVELS: Final = ("FATAL", "ERROR", "ALL")
_READS_SECRETS: Final = re.compile(
    r":(?:secretsmanager:(?:batchG|g)etSecretValue|ssm:getParameter|cognitoidentityprovider:)"
)
# Paths into the execution's data, and JSONata: what stands there is computed.
_PLACES: Final = ("$.", "$$.", "{%")
_FOREVER: Final = "a year, Step Functions' own limit"


@rule(
    "sfn-logging",
    "State machines log their executions, and no secrets with them",
    category="logging",
    severity=Severity.MEDIUM,
    applies_to=[STATE_MACHINE],
    why="Without logs nobody sees why an execution failed, and an express workflow has no other "
    "history.",
    remediation="Set logging_configuration with a level and a log group whose ARN ends in ':*'.",
    snippet="""aws.sfn.StateMachine(
    "orders",
    logging_configuration={
        "level": "ALL",
        "include_execution_data": False,
        "log_destination": pulumi.Output.concat(logs.arn, ":*"),
    },
)""",
    equivalents=["CKV_AWS_285", "FSBP:StepFunctions.1", "cdk-nag:SF1"],
    settings={"least_level": choice("ERROR", _LEVELS, "The least that has to be logged.")},
    notes="Step Functions",
)
def logging(machine: Resource, least_level: str) -> Iterator[Result]:
    """What a secret's value passes through must not be logged with its data."""
    configuration = machine["loggingConfiguration"]
    level, destination = configuration["level"], configuration["logDestination"]
    enough = _LEVELS[_LEVELS.index(least_level) :]
    yield from demand(
        level,
        level.text in enough,
        "Executions are not logged."
        if level.text not in _LEVELS
        else f"Executions are logged at {level.shown()}, and {least_level} is asked for.",
        f"logging_configuration={{'level': '{enough[-1]}', 'log_destination': <group ARN>:*}}",
    )
    if level.text in enough and destination.missing:
        yield Fail("The log goes nowhere.", destination.path, "'log_destination': <group ARN>:*")
    yield from _data(machine, configuration["includeExecutionData"])


def _data(machine: Resource, included: View) -> Iterator[Result]:
    if included.flag is not True:
        return
    document = definition(machine)
    if document.unknown:
        yield Undetermined(document.path)
    for name, state in tasks(document):
        if _READS_SECRETS.search(state["Resource"].text):
            yield Fail(
                f"What {_named(document, [name])} reads is a secret, and it is logged with the "
                "execution's data.",
                included.path,
                "'include_execution_data': False",
            )
            return


tracing = demand_rule(
    "sfn-tracing",
    "State machines are traced",
    Demand(
        (STATE_MACHINE,),
        "tracingConfiguration.enabled",
        on,
        "Executions are not traced, so nobody sees where the time of a slow one went.",
        "tracing_configuration={'enabled': True}",
        mended=True,
    ),
    category="logging",
    severity=Severity.LOW,
    why="A trace shows a request's way through all the functions and services of a workflow.",
    remediation="Set tracing_configuration={'enabled': True}.",
    snippet="""aws.sfn.StateMachine("orders", tracing_configuration={"enabled": True})""",
    equivalents=["CKV_AWS_284", "cdk-nag:SF2", "serverless-rules:WS5000"],
    notes="Step Functions",
)


@rule(
    "sfn-cmk",
    "State machines are encrypted with a KMS key of the account",
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[STATE_MACHINE],
    why="Inputs and outputs of every state are kept 90 days; the use of AWS's own key is not "
    "logged and cannot be taken away.",
    remediation="Set encryption_configuration with type CUSTOMER_MANAGED_KMS_KEY and a key.",
    snippet="""aws.sfn.StateMachine(
    "orders",
    encryption_configuration={
        "type": "CUSTOMER_MANAGED_KMS_KEY",
        "kms_key_id": key.arn,
        "kms_data_key_reuse_period_seconds": 300,
    },
)""",
    equivalents=["prowler:stepfunctions_statemachine_encrypted_with_cmk"],
    notes="Step Functions",
)
def customer_key(machine: Resource) -> Iterator[Result]:
    """A key that is given but not known yet is a key."""
    key = machine["encryptionConfiguration"]["kmsKeyId"]
    if key.missing:
        yield Fail(
            "Definitions and executions are encrypted with a key that AWS owns.",
            key.path,
            "encryption_configuration={'type': 'CUSTOMER_MANAGED_KMS_KEY', 'kms_key_id': key.arn}",
        )
    elif key.unknown and not key.path.endswith("kmsKeyId"):
        yield Undetermined(key.path)


@rule(
    "sfn-secret",
    "No definition of a state machine holds a credential",
    category="secrets",
    severity=Severity.HIGH,
    applies_to=[STATE_MACHINE],
    why="Everyone who may describe the state machine, or one of its executions, reads it.",
    remediation="Read the secret within the workflow, in the function that needs it, or give an "
    "HTTP task an EventBridge connection.",
    snippet="""definition = {
    "StartAt": "Pay",
    "States": {"Pay": {"Type": "Task", "Resource": pay.arn, "End": True, "TimeoutSeconds": 60}},
}""",
    equivalents=["prowler:stepfunctions_statemachine_no_secrets_in_definition"],
    notes="Step Functions",
)
def secret(machine: Resource) -> Iterator[Result]:
    """In the document where it is one, else in the text."""
    given = machine["definition"]
    if given.unknown:
        yield Undetermined(given.path)
        return
    document = definition(machine)
    for view, kind in within(given if document.value is None else document):
        if view.text.startswith(_PLACES):
            continue
        yield Fail(
            f"This looks like {kind}: everyone who may describe the state machine has it.",
            view.path,
            "read it from Secrets Manager where it is used, and revoke what stands there",
        )


@rule(
    "sfn-definition",
    "The definition of a state machine can be read, and each state that it names exists",
    category="validity",
    severity=Severity.HIGH,
    applies_to=[STATE_MACHINE],
    why="Step Functions refuses the state machine in the middle of a deployment.",
    remediation="Write the definition as a dictionary and give it to json.dumps; name only states "
    "of the same machine.",
    snippet="""aws.sfn.StateMachine("orders", definition=json.dumps(definition))""",
    own="The tools of the catalogue look at settings around the definition.",
    notes="Step Functions",
)
def readable(machine: Resource) -> Iterator[Result]:
    """JSON of at most 1 MB with states; what AWS refuses besides is left to it."""
    document = definition(machine)
    if document.unknown:
        yield Undetermined(document.path)
    elif document.value is None:
        yield Fail(
            "The definition is no JSON object with States of at most 1 MB.",
            document.path,
            "json.dumps({'StartAt': <name>, 'States': {...}})",
        )
    else:
        for view, name in broken_references(document):
            yield Fail(
                f"There is no state {text.shown(name)} next to it."
                if name and not view.secret
                else "What it names is no state next to it.",
                document.path if view.secret else view.path,
                "the name of a state of the same machine",
            )


@rule(
    "sfn-timeout",
    "Each task of a state machine ends in time",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=[STATE_MACHINE],
    why=f"A task that is never answered keeps its execution running for {_FOREVER}.",
    remediation="Give the state machine, or each task, TimeoutSeconds.",
    snippet="""definition = {"TimeoutSeconds": 3600, "StartAt": "Pay", "States": {...}}""",
    own="No tool of the catalogue looks into the states.",
    notes="Step Functions",
)
def timeouts(machine: Resource) -> Iterator[Result]:
    """An express workflow ends after five minutes by itself."""
    document = definition(machine)
    if machine["type"].text == "EXPRESS":
        return
    if document.unknown:
        yield Undetermined(document.path)
        return
    if not document["TimeoutSeconds"].missing:
        return
    endless = [
        name
        for name, state in tasks(document)
        if state["TimeoutSeconds"].missing and state["TimeoutSecondsPath"].missing
    ]
    if endless:
        yield Fail(
            f"Unanswered, {_named(document, endless)} may wait for {_FOREVER}.",
            document["TimeoutSeconds"].path,
            '"TimeoutSeconds": <seconds>, in the state machine or in each task',
        )


@rule(
    "sfn-retry",
    "Each task of a state machine is tried again, and its failure is caught",
    category="resilience",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    applies_to=[STATE_MACHINE],
    why="Services throttle and fail for moments: without Retry one such moment fails the whole "
    "execution, and without Catch nothing cleans up.",
    remediation="Give each task Retry with a backoff for passing errors, and Catch with the state "
    "that handles the rest.",
    snippet="""pay["Retry"] = [
    {"ErrorEquals": ["Lambda.ServiceException", "Lambda.TooManyRequestsException"],
     "IntervalSeconds": 2, "MaxAttempts": 5, "BackoffRate": 2, "JitterStrategy": "FULL"}
]
pay["Catch"] = [{"ErrorEquals": ["States.ALL"], "Next": "Refund"}]""",
    own="No tool of the catalogue looks into the states.",
    notes="Step Functions",
)
def retries(machine: Resource) -> Iterator[Result]:
    """One answer for the tasks without Retry, another for those without Catch."""
    document = definition(machine)
    if document.unknown:
        yield Undetermined(document.path)
        return
    for field, meaning in (
        ("Retry", "A passing error fails the execution at"),
        ("Catch", "Nothing handles a failure of"),
    ):
        without = [name for name, state in tasks(document) if state[field].missing]
        if without:
            yield Fail(
                f"{meaning} {_named(document, without)}: no {field}.",
                document["States"].path,
                f'"{field}": [...] in each task',
            )


def _named(document: View, names: list[str]) -> str:
    return "a task" if document.secret else text.names(names)


RULES = (logging, tracing, customer_key, secret, readable, timeouts, retries)
