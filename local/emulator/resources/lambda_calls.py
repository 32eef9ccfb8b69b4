"""Who calls a function, and what becomes of it: https://docs.aws.amazon.com/lambda/latest/api/."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from local.emulator.resources.base import (
    Aws,
    Inputs,
    Made,
    ResourceType,
    chosen,
    pascal_chosen,
)

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
_MAPPING_SOURCE = {"eventSourceArn": "EventSourceArn", "startingPosition": "StartingPosition"}
_MAPPING = {
    "enabled": "Enabled",
    "batchSize": "BatchSize",
    "maximumBatchingWindowInSeconds": "MaximumBatchingWindowInSeconds",
    "functionResponseTypes": "FunctionResponseTypes",
    "bisectBatchOnFunctionError": "BisectBatchOnFunctionError",
    "maximumRetryAttempts": "MaximumRetryAttempts",
    "maximumRecordAgeInSeconds": "MaximumRecordAgeInSeconds",
    "parallelizationFactor": "ParallelizationFactor",
    "tumblingWindowInSeconds": "TumblingWindowInSeconds",
    "kmsKeyArn": "KMSKeyArn",
}
_MAPPING_OBJECTS = {"filterCriteria": "FilterCriteria", "scalingConfig": "ScalingConfig"}


class Permission(ResourceType):
    """A statement of a function's resource policy."""

    pulumi_type = "aws:lambda/permission:Permission"
    inert: ClassVar[Mapping[str, str]] = {
        "principal": "the statement is recorded; services invoke functions without it too"
    }
    identity = "statementId"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"function", "statementId", *_PERMISSION})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        statement = inputs.get("statementId") or f"{aws.logical_name}-{aws.unique}"
        aws.client("lambda").add_permission(
            FunctionName=inputs["function"],
            StatementId=statement,
            **chosen(inputs, _PERMISSION),
        )
        return Made(statement, {"statementId": statement})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        policy = aws.client("lambda").get_policy(
            FunctionName=state["function"], **chosen(state, {"qualifier": "Qualifier"})
        )["Policy"]
        found = [one for one in json.loads(policy)["Statement"] if one.get("Sid") == made_id]
        return {"action": found[0]["Action"]} if found else None

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("lambda").remove_permission(
            FunctionName=state["function"],
            StatementId=made_id,
            **chosen(state, {"qualifier": "Qualifier"}),
        )


class EventSourceMapping(ResourceType):
    """A queue or a stream that invokes a function."""

    pulumi_type = "aws:lambda/eventSourceMapping:EventSourceMapping"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"eventSourceArn", "startingPosition"})
    revised: ClassVar[Mapping[str, frozenset[str]]] = {
        "functionArn": frozenset({"functionName"}),
        "state": frozenset({"enabled"}),
        "lastModified": frozenset(),
    }

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        made = aws.client("lambda").create_event_source_mapping(
            Tags=aws.tags(inputs), **chosen(inputs, _MAPPING_SOURCE), **_mapping(inputs)
        )
        uuid = made["UUID"]
        arn = aws.arn("lambda", f"event-source-mapping:{uuid}")
        return Made(uuid, {"uuid": uuid, "arn": arn, **_mapping_outputs(made)})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        found = aws.client("lambda").get_event_source_mapping(UUID=made_id)
        told = {"eventSourceArn": "EventSourceArn", "batchSize": "BatchSize"}
        return {ours: found.get(theirs) for ours, theirs in told.items()}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        made = aws.client("lambda").update_event_source_mapping(UUID=made_id, **_mapping(new))
        return _mapping_outputs(made)

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("lambda").delete_event_source_mapping(UUID=made_id)


class FunctionEventInvokeConfig(ResourceType):
    """What becomes of a function's asynchronous calls."""

    pulumi_type = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"functionName", "qualifier"})

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

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        found = aws.client("lambda").get_function_event_invoke_config(**_target(state))
        told = {
            "maximumEventAgeInSeconds": "MaximumEventAgeInSeconds",
            "maximumRetryAttempts": "MaximumRetryAttempts",
        }
        return {ours: found.get(theirs) for ours, theirs in told.items()}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        self.create(aws, new)  # PutFunctionEventInvokeConfig replaces the whole
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("lambda").delete_function_event_invoke_config(**_target(state))


def _target(state: Inputs) -> dict[str, Any]:
    return {
        "FunctionName": state["functionName"],
        **chosen(state, {"qualifier": "Qualifier"}),
    }


def _mapping(inputs: Inputs) -> dict[str, Any]:
    failure = (inputs.get("destinationConfig") or {}).get("onFailure")
    destination = {"OnFailure": {"Destination": failure["destinationArn"]}} if failure else None
    return {
        "FunctionName": inputs["functionName"],
        **chosen(inputs, _MAPPING),
        **pascal_chosen(inputs, _MAPPING_OBJECTS),
        **({"DestinationConfig": destination} if destination else {}),
    }


def _mapping_outputs(made: Mapping[str, Any]) -> dict[str, str]:
    return {
        "functionArn": made["FunctionArn"],
        "state": made["State"],
        "stateTransitionReason": made.get("StateTransitionReason", ""),
        "lastModified": str(made["LastModified"]),
    }


TYPES = (Permission(), EventSourceMapping(), FunctionEventInvokeConfig())
