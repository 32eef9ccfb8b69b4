"""State machines."""

import json

from guardrails.values import Secret
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties

MACHINE = "aws:sfn/stateMachine:StateMachine"
LOGS = "arn:aws:logs:eu-central-1:123456789012:log-group:orders:*"
INVOKE = "arn:aws:states:::lambda:invoke"
READ_SECRET = "arn:aws:states:::aws-sdk:secretsmanager:getSecretValue"  # noqa: S105 -- an action
# Put together here, so that no scanner takes this file for a leak.
ACCESS_KEY = "AKIA" + "IOSFODNN7EXAMPLE"


def machine(states: object, *, type_: str = "STANDARD", **more: object) -> Properties:
    document = {"StartAt": "Pay", "States": states, **more}
    return {"definition": json.dumps(document), "type": type_}


def task(**more: object) -> Properties:
    return {"Type": "Task", "Resource": INVOKE, "End": True, **more}


def logged(level: object, resource: str = INVOKE, **more: object) -> Properties:
    given = {"level": level, "logDestination": LOGS, **more}
    return {**machine({"Pay": task(Resource=resource)}), "loggingConfiguration": given}


ROBUST = {"Retry": [{"ErrorEquals": ["X"]}], "Catch": [{"ErrorEquals": ["X"], "Next": "Pay"}]}
NESTED = {
    "Pay": {
        "Type": "Parallel",
        "Branches": [{"StartAt": "In", "States": {"In": task()}}],
        "End": True,
    }
}
MAPPED = {
    "Pay": {
        "Type": "Map",
        "ItemProcessor": {"StartAt": "In", "States": {"In": task()}},
        "End": True,
    }
}
CHOSEN = {
    "Pay": {"Type": "Choice", "Choices": [{"Next": "Done"}, {"Next": "Lost"}], "Default": "Gone"},
    "Done": {"Type": "Succeed"},
}

CASES = {
    "sfn-logging": Cases(
        MACHINE,
        fails=[
            (machine({"Pay": task()}), ["loggingConfiguration.level"]),
            (logged("OFF"), ["loggingConfiguration.level"]),
            (logged("FATAL"), ["loggingConfiguration.level"]),
            (logged("ALL", logDestination=None), ["loggingConfiguration.logDestination"]),
            (
                logged("ALL", READ_SECRET, includeExecutionData=True),
                ["loggingConfiguration.includeExecutionData"],
            ),
        ],
        passes=[logged("ALL"), logged("ERROR")],
        near_misses=[
            logged("ALL", logDestination=UNKNOWN),
            logged("ALL", includeExecutionData=True),
            logged("ALL", READ_SECRET, includeExecutionData=False),
        ],
        undetermined=[
            ({"loggingConfiguration": UNKNOWN}, "loggingConfiguration"),
            (
                {
                    "definition": UNKNOWN,
                    "loggingConfiguration": {
                        "level": "ALL",
                        "logDestination": LOGS,
                        "includeExecutionData": True,
                    },
                },
                "definition",
            ),
        ],
    ),
    "sfn-tracing": Cases(
        MACHINE,
        fails=[
            ({}, ["tracingConfiguration.enabled"]),
            ({"tracingConfiguration": {"enabled": False}}, ["tracingConfiguration.enabled"]),
        ],
        passes=[{"tracingConfiguration": {"enabled": True}}],
        near_misses=[{"tracingConfiguration": [{"enabled": True}]}],
        undetermined=[({"tracingConfiguration": UNKNOWN}, "tracingConfiguration")],
    ),
    "sfn-cmk": Cases(
        MACHINE,
        fails=[
            ({}, ["encryptionConfiguration.kmsKeyId"]),
            (
                {"encryptionConfiguration": {"type": "AWS_OWNED_KEY"}},
                ["encryptionConfiguration.kmsKeyId"],
            ),
        ],
        passes=[{"encryptionConfiguration": {"kmsKeyId": "alias/orders"}}],
        near_misses=[{"encryptionConfiguration": {"kmsKeyId": UNKNOWN}}],
        undetermined=[({"encryptionConfiguration": UNKNOWN}, "encryptionConfiguration")],
    ),
    "sfn-secret": Cases(
        MACHINE,
        fails=[
            (
                machine({"Pay": task(Parameters={"password": "hunter2"})}),
                ["definition.States.Pay.Parameters.password"],
            ),
            (machine({}, Comment=ACCESS_KEY), ["definition.Comment"]),
            ({"definition": f"{{ {ACCESS_KEY} "}, ["definition"]),
        ],
        passes=[machine({"Pay": task()})],
        near_misses=[
            machine({"Pay": task(Parameters={"password.$": "$.password"})}),
            {"definition": Secret(json.dumps({"Comment": ACCESS_KEY}))},
        ],
        undetermined=[({"definition": UNKNOWN}, "definition")],
    ),
    "sfn-definition": Cases(
        MACHINE,
        fails=[
            ({}, ["definition"]),
            ({"definition": "{"}, ["definition"]),
            ({"definition": "[" * 100_000}, ["definition"]),
            ({"definition": '{"States": []}'}, ["definition"]),
            ({"definition": " " * 1_048_577}, ["definition"]),
            ({"definition": '{"States": {}}'}, ["definition.StartAt"]),
            (machine({"Pay": task(Next="Ship")}), ["definition.States.Pay.Next"]),
            (
                machine(CHOSEN),
                ["definition.States.Pay.Default", "definition.States.Pay.Choices[1].Next"],
            ),
            (
                machine({"Pay": task(Catch=[{"Next": 7}])}),
                ["definition.States.Pay.Catch[0].Next"],
            ),
        ],
        passes=[machine({"Pay": task()}), machine(NESTED), machine(MAPPED)],
        near_misses=[machine({"Pay": task(**ROBUST)}), machine({"Pay": "no state"})],
        undetermined=[({"definition": UNKNOWN}, "definition")],
    ),
    "sfn-timeout": Cases(
        MACHINE,
        fails=[
            (machine({"Pay": task()}), ["definition.TimeoutSeconds"]),
            (machine(NESTED), ["definition.TimeoutSeconds"]),
            (machine(MAPPED), ["definition.TimeoutSeconds"]),
        ],
        passes=[
            machine({"Pay": task(TimeoutSeconds=60)}),
            machine({"Pay": task()}, TimeoutSeconds=3600),
        ],
        near_misses=[
            machine({"Pay": task()}, type_="EXPRESS"),
            machine({"Pay": task(TimeoutSecondsPath="$.seconds")}),
            machine({"Pay": {"Type": "Pass", "End": True}}),
            {"definition": "{"},
        ],
        undetermined=[({"definition": UNKNOWN}, "definition")],
    ),
    "sfn-retry": Cases(
        MACHINE,
        fails=[
            (machine({"Pay": task()}), ["definition.States", "definition.States"]),
            (machine({"Pay": task(Retry=ROBUST["Retry"])}), ["definition.States"]),
            (machine({"Pay": task(Catch=ROBUST["Catch"])}), ["definition.States"]),
        ],
        passes=[machine({"Pay": task(**ROBUST)})],
        near_misses=[machine({"Pay": {"Type": "Wait", "Seconds": 5, "End": True}})],
        undetermined=[({"definition": UNKNOWN}, "definition")],
    ),
}
