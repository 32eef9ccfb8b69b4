"""Lambda: https://docs.aws.amazon.com/lambda/latest/api/."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pulumi

from local.emulator.clients import Client
from local.emulator.resources.base import (
    READY_SECONDS,
    Aws,
    Inputs,
    Made,
    ResourceType,
    chosen,
    pascal,
)
from local.emulator.waiting import until

_FUNCTION = {
    "handler": "Handler",
    "runtime": "Runtime",
    "description": "Description",
    "timeout": "Timeout",
    "memorySize": "MemorySize",
    "architectures": "Architectures",
    "packageType": "PackageType",
    "publish": "Publish",
    "layers": "Layers",
    "kmsKeyArn": "KMSKeyArn",
}
_FUNCTION_OBJECTS = {
    "environment": "Environment",
    "deadLetterConfig": "DeadLetterConfig",
    "tracingConfig": "TracingConfig",
    "ephemeralStorage": "EphemeralStorage",
    "loggingConfig": "LoggingConfig",
}
_PERMISSION = {
    "action": "Action",
    "principal": "Principal",
    "sourceArn": "SourceArn",
    "sourceAccount": "SourceAccount",
    "principalOrgId": "PrincipalOrgID",
    "functionUrlAuthType": "FunctionUrlAuthType",
    "eventSourceToken": "EventSourceToken",
    "qualifier": "Qualifier",
}
_MAPPING = {
    "eventSourceArn": "EventSourceArn",
    "enabled": "Enabled",
    "batchSize": "BatchSize",
    "maximumBatchingWindowInSeconds": "MaximumBatchingWindowInSeconds",
    "functionResponseTypes": "FunctionResponseTypes",
    "startingPosition": "StartingPosition",
    "bisectBatchOnFunctionError": "BisectBatchOnFunctionError",
    "maximumRetryAttempts": "MaximumRetryAttempts",
    "maximumRecordAgeInSeconds": "MaximumRecordAgeInSeconds",
    "parallelizationFactor": "ParallelizationFactor",
    "tumblingWindowInSeconds": "TumblingWindowInSeconds",
    "kmsKeyArn": "KMSKeyArn",
}
_MAPPING_OBJECTS = {"filterCriteria": "FilterCriteria", "scalingConfig": "ScalingConfig"}


class Function(ResourceType):
    """A function, from a zip on this machine."""

    pulumi_type = "aws:lambda/function:Function"
    inert: ClassVar[Mapping[str, str]] = {
        "tracingConfig": "there is no X-Ray",
        "kmsKeyArn": "the key is recorded; the environment is not encrypted with it",
        "memorySize": "it is recorded; the function takes what it takes",
        "runtime": "the function runs on the Python that runs this",
        "architectures": "the function runs on this machine's processor",
    }
    later: ClassVar[frozenset[str]] = frozenset({"sourceCodeHash", "skipDestroy"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        functions = aws.client("lambda")
        function_name = aws.name(inputs)
        made = functions.create_function(
            FunctionName=function_name,
            Role=inputs["role"],
            Code={"ZipFile": _zip(inputs.get("code"))},
            Tags=aws.tags(inputs),
            **chosen(inputs, _FUNCTION),
            **pascal_chosen(inputs, _FUNCTION_OBJECTS),
        )
        _wait_until_active(functions, function_name)
        if inputs.get("reservedConcurrentExecutions", -1) >= 0:
            functions.put_function_concurrency(
                FunctionName=function_name,
                ReservedConcurrentExecutions=inputs["reservedConcurrentExecutions"],
            )
        arn = aws.arn("lambda", f"function:{function_name}")
        qualified = f"{arn}:{made['Version']}"
        return Made(
            function_name,
            {
                "name": function_name,
                "arn": arn,
                "version": made["Version"],
                "qualifiedArn": qualified,
                "invokeArn": _invocation(aws, arn),
                "qualifiedInvokeArn": _invocation(aws, qualified),
                "responseStreamingInvokeArn": _invocation(aws, arn, streaming=True),
                "lastModified": made["LastModified"],
                "codeSha256": made["CodeSha256"],
                "sourceCodeSize": made["CodeSize"],
            },
        )


class Alias(ResourceType):
    """An alias of a function."""

    pulumi_type = "aws:lambda/alias:Alias"
    inert: ClassVar[Mapping[str, str]] = {
        "routingConfig": "every call goes to the alias's main version"
    }

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        alias = aws.name(inputs)
        routing = inputs.get("routingConfig")
        weights = routing.get("additionalVersionWeights") if routing else None
        made = aws.client("lambda").create_alias(
            FunctionName=inputs["functionName"],
            Name=alias,
            FunctionVersion=inputs["functionVersion"],
            **chosen(inputs, {"description": "Description"}),
            **({"RoutingConfig": {"AdditionalVersionWeights": weights}} if weights else {}),
        )
        arn = made["AliasArn"]
        return Made(arn, {"name": alias, "arn": arn, "invokeArn": _invocation(aws, arn)})


class Permission(ResourceType):
    """A statement of a function's resource policy."""

    pulumi_type = "aws:lambda/permission:Permission"
    inert: ClassVar[Mapping[str, str]] = {
        "principal": "the statement is recorded; services invoke functions without it too"
    }

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        statement = inputs.get("statementId") or f"{aws.logical_name}-{aws.unique}"
        aws.client("lambda").add_permission(
            FunctionName=inputs["function"],
            StatementId=statement,
            **chosen(inputs, _PERMISSION),
        )
        return Made(statement, {"statementId": statement})


class EventSourceMapping(ResourceType):
    """A queue or a stream that invokes a function."""

    pulumi_type = "aws:lambda/eventSourceMapping:EventSourceMapping"

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        functions = aws.client("lambda")
        failure = (inputs.get("destinationConfig") or {}).get("onFailure")
        made = functions.create_event_source_mapping(
            FunctionName=inputs["functionName"],
            Tags=aws.tags(inputs),
            **chosen(inputs, _MAPPING),
            **pascal_chosen(inputs, _MAPPING_OBJECTS),
            **(
                {"DestinationConfig": {"OnFailure": {"Destination": failure["destinationArn"]}}}
                if failure
                else {}
            ),
        )
        return Made(
            made["UUID"],
            {
                "uuid": made["UUID"],
                "arn": aws.arn("lambda", f"event-source-mapping:{made['UUID']}"),
                "functionArn": made["FunctionArn"],
                "state": made["State"],
                "stateTransitionReason": made.get("StateTransitionReason", ""),
                "lastModified": str(made["LastModified"]),
            },
        )


class FunctionEventInvokeConfig(ResourceType):
    """What becomes of a function's asynchronous calls."""

    pulumi_type = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        optional = {
            "qualifier": "Qualifier",
            "maximumEventAgeInSeconds": "MaximumEventAgeInSeconds",
            "maximumRetryAttempts": "MaximumRetryAttempts",
        }
        aws.client("lambda").put_function_event_invoke_config(
            FunctionName=inputs["functionName"],
            **chosen(inputs, optional),
            **pascal_chosen(inputs, {"destinationConfig": "DestinationConfig"}),
        )
        qualifier = inputs.get("qualifier")
        return Made(":".join(filter(None, (inputs["functionName"], qualifier))))


def pascal_chosen(inputs: Inputs, names: Mapping[str, str]) -> dict[str, Any]:
    """The given objects among the inputs, with AWS's names inside too.

    The variables of an environment are the program's own names and stay as they are.
    """
    objects = {theirs: pascal(inputs[ours]) for ours, theirs in names.items() if ours in inputs}
    if "Environment" in objects:
        objects["Environment"] = {"Variables": inputs["environment"].get("variables", {})}
    return objects


def _zip(code: object) -> bytes:
    if not isinstance(code, pulumi.FileArchive):
        message = f"code is {type(code).__name__}; the local run takes a FileArchive of a zip file"
        raise TypeError(message)
    return Path(code.path).read_bytes()


def _wait_until_active(functions: Client, name: str) -> None:
    def active() -> bool:
        return functions.get_function_configuration(FunctionName=name)["State"] == "Active"

    until(f"function {name}", active, seconds=READY_SECONDS)


def _invocation(aws: Aws, arn: str, *, streaming: bool = False) -> str:
    version, call = ("2021-11-15", "response-streaming-") if streaming else ("2015-03-31", "")
    path = f"path/{version}/functions/{arn}/{call}invocations"
    return f"arn:aws:apigateway:{aws.place.region}:lambda:{path}"


TYPES = (Function(), Alias(), Permission(), EventSourceMapping(), FunctionEventInvokeConfig())
