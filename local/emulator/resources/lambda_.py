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
    differing,
    pascal_chosen,
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
_CODE = frozenset({"code", "sourceCodeHash", "architectures"})
# What UpdateFunctionConfiguration takes of it.
_SETTINGS = {
    ours: theirs
    for ours, theirs in _FUNCTION.items()
    if ours not in {"architectures", "packageType", "publish"}
}


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
    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "namePrefix", "packageType"})
    revised: ClassVar[Mapping[str, frozenset[str]]] = {
        "version": frozenset(),
        "qualifiedArn": frozenset(),
        "qualifiedInvokeArn": frozenset(),
        "lastModified": frozenset(),
        "codeSha256": _CODE,
        "sourceCodeSize": _CODE,
    }

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        functions = aws.client("lambda")
        function_name = aws.name(inputs)
        made = functions.create_function(
            FunctionName=function_name,
            Role=inputs["role"],
            Code={"ZipFile": _zip(inputs.get("code"))},
            Tags=aws.tags(inputs),
            **chosen(inputs, _FUNCTION),
            **_objects(inputs),
        )
        _wait_until_active(functions, function_name)
        if inputs.get("reservedConcurrentExecutions", -1) >= 0:
            _reserve(functions, function_name, inputs["reservedConcurrentExecutions"])
        return Made(function_name, {"name": function_name, **_outputs(aws, made)})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        functions = aws.client("lambda")
        found = functions.get_function_configuration(FunctionName=made_id)
        concurrency = functions.get_function_concurrency(FunctionName=made_id)
        return {
            "name": made_id,
            "role": found["Role"],
            "codeSha256": found["CodeSha256"],
            "reservedConcurrentExecutions": concurrency.get("ReservedConcurrentExecutions"),
            "environment": {"variables": found.get("Environment", {}).get("Variables", {})},
            **{ours: found.get(theirs) for ours, theirs in _SETTINGS.items()},
        }

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        functions = aws.client("lambda")
        changed = differing(old, new)
        if changed & {"role", *_SETTINGS, *_FUNCTION_OBJECTS}:
            cleared = {_FUNCTION_OBJECTS[one]: {} for one in changed & _FUNCTION_OBJECTS.keys()}
            functions.update_function_configuration(
                FunctionName=made_id,
                Role=new["role"],
                **chosen(new, _SETTINGS),
                **{**cleared, **_objects(new)},
            )
            _wait_until_active(functions, made_id)
        if changed & _CODE:
            functions.update_function_code(
                FunctionName=made_id,
                ZipFile=_zip(new.get("code")),
                **chosen(new, {"architectures": "Architectures"}),
            )
            _wait_until_active(functions, made_id)
        if "reservedConcurrentExecutions" in changed:
            _reserve(functions, made_id, new.get("reservedConcurrentExecutions", -1))
        publish = (
            functions.publish_version
            if new.get("publish")
            else functions.get_function_configuration
        )
        return _outputs(aws, publish(FunctionName=made_id))

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        if not state.get("skipDestroy"):
            aws.client("lambda").delete_function(FunctionName=made_id)


class Alias(ResourceType):
    """An alias of a function."""

    pulumi_type = "aws:lambda/alias:Alias"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "namePrefix", "functionName"})
    inert: ClassVar[Mapping[str, str]] = {
        "routingConfig": "every call goes to the alias's main version"
    }

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        alias = aws.name(inputs)
        made = aws.client("lambda").create_alias(
            FunctionName=inputs["functionName"], Name=alias, **_alias(inputs)
        )
        arn = made["AliasArn"]
        return Made(arn, {"name": alias, "arn": arn, "invokeArn": _invocation(aws, arn)})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        found = aws.client("lambda").get_alias(**_names(made_id))
        told = {"functionVersion": found["FunctionVersion"], "name": found["Name"]}
        return {**told, "arn": made_id, "description": found.get("Description")}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        aws.client("lambda").update_alias(**_names(made_id), **_alias(new))
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("lambda").delete_alias(**_names(made_id))


def _alias(inputs: Inputs) -> dict[str, Any]:
    routing = inputs.get("routingConfig") or {}
    weights = routing.get("additionalVersionWeights")
    return {
        "FunctionVersion": inputs["functionVersion"],
        **chosen(inputs, {"description": "Description"}),
        **({"RoutingConfig": {"AdditionalVersionWeights": weights}} if weights else {}),
    }


def _names(arn: str) -> dict[str, str]:
    *_, function, alias = arn.split(":")
    return {"FunctionName": function, "Name": alias}


def _outputs(aws: Aws, made: Mapping[str, Any]) -> dict[str, Any]:
    arn = aws.arn("lambda", f"function:{made['FunctionName']}")
    qualified = f"{arn}:{made['Version']}"
    return {
        "arn": arn,
        "version": made["Version"],
        "qualifiedArn": qualified,
        "invokeArn": _invocation(aws, arn),
        "qualifiedInvokeArn": _invocation(aws, qualified),
        "responseStreamingInvokeArn": _invocation(aws, arn, streaming=True),
        "lastModified": made["LastModified"],
        "codeSha256": made["CodeSha256"],
        "sourceCodeSize": made["CodeSize"],
    }


def _reserve(functions: Client, name: str, executions: int) -> None:
    if executions < 0:
        functions.delete_function_concurrency(FunctionName=name)
    else:
        functions.put_function_concurrency(
            FunctionName=name, ReservedConcurrentExecutions=executions
        )


def _objects(inputs: Mapping[str, Any]) -> dict[str, Any]:
    # The variables of an environment are the program's own names and stay as they are.
    objects = pascal_chosen(inputs, _FUNCTION_OBJECTS)
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


TYPES = (Function(), Alias())
