"""Lambda and Step Functions."""

from typing import Final

from guardrails.native.model import At, Lacking, NativeType
from guardrails.native.shapes import as_json, tags, unread
from guardrails.resource_types import ALIAS, EVENT_SOURCE, FUNCTION, PERMISSION, STATE_MACHINE

_FUNCTION: Final = NativeType(
    "aws-native:lambda:Function",
    FUNCTION,
    {
        "name": "functionName",
        "arn": "arn",
        "role": "role",
        "runtime": "runtime",
        "handler": "handler",
        "timeout": "timeout",
        "memorySize": "memorySize",
        "packageType": "packageType",
        "imageUri": "code.imageUri",
        "environment": "environment",
        "kmsKeyArn": "kmsKeyArn",
        "deadLetterConfig": "deadLetterConfig",
        "tracingConfig": "tracingConfig",
        "vpcConfig": "vpcConfig",
        "layers": "layers",
        "codeSigningConfigArn": "codeSigningConfigArn",
        "reservedConcurrentExecutions": "reservedConcurrentExecutions",
        "ephemeralStorage": "ephemeralStorage",
        "loggingConfig": "loggingConfig",
        "capacityProviderConfig": "capacityProviderConfig",
        "tags": At("tags", tags),
    },
)

_PERMISSION: Final = NativeType(
    "aws-native:lambda:Permission",
    PERMISSION,
    {
        "function": "functionName",
        "action": "action",
        "principal": "principal",
        "principalOrgId": "principalOrgId",
        "sourceAccount": "sourceAccount",
        "sourceArn": "sourceArn",
        "eventSourceToken": "eventSourceToken",
        "functionUrlAuthType": "functionUrlAuthType",
        "invokedViaFunctionUrl": "invokedViaFunctionUrl",
        "qualifier": Lacking("functionName"),
    },
    documents=("principal", "action", "sourceArn"),
)

_EVENT_SOURCE: Final = NativeType(
    "aws-native:lambda:EventSourceMapping",
    EVENT_SOURCE,
    {
        "functionName": "functionName",
        "eventSourceArn": "eventSourceArn",
        "enabled": "enabled",
        "batchSize": "batchSize",
        "bisectBatchOnFunctionError": "bisectBatchOnFunctionError",
        "destinationConfig.onFailure.destinationArn": "destinationConfig.onFailure.destination",
        "filterCriteria": "filterCriteria",
        "functionResponseTypes": "functionResponseTypes",
        "maximumBatchingWindowInSeconds": "maximumBatchingWindowInSeconds",
        "maximumRecordAgeInSeconds": "maximumRecordAgeInSeconds",
        "maximumRetryAttempts": "maximumRetryAttempts",
        "startingPosition": "startingPosition",
        "queues": "queues",
        "topics": "topics",
        "amazonManagedKafkaEventSourceConfig": "amazonManagedKafkaEventSourceConfig",
        "documentDbEventSourceConfig": "documentDbEventSourceConfig",
        "selfManagedEventSource": "selfManagedEventSource",
    },
)

_INVOKE_CONFIG: Final = NativeType(
    "aws-native:lambda:EventInvokeConfig",
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    {
        "functionName": "functionName",
        "qualifier": "qualifier",
        "destinationConfig": "destinationConfig",
    },
)

_ALIAS: Final = NativeType(
    "aws-native:lambda:Alias",
    ALIAS,
    {"name": "name", "arn": "aliasArn", "functionName": "functionName"},
)

_URL: Final = NativeType(
    "aws-native:lambda:Url",
    "aws:lambda/functionUrl:FunctionUrl",
    {
        "functionName": "targetFunctionArn",
        "qualifier": "qualifier",
        "authorizationType": "authType",
        "cors": "cors",
    },
)

_LAYER_PERMISSION: Final = NativeType(
    "aws-native:lambda:LayerVersionPermission",
    "aws:lambda/layerVersionPermission:LayerVersionPermission",
    {
        "layerName": "layerVersionArn",
        "action": "action",
        "principal": "principal",
        "organizationId": "organizationId",
    },
    documents=("principal", "action", "organizationId"),
)

_LOGGING: Final = "loggingConfiguration"

_STATE_MACHINE: Final = NativeType(
    "aws-native:stepfunctions:StateMachine",
    STATE_MACHINE,
    {
        "name": "stateMachineName",
        "arn": "arn",
        "roleArn": "roleArn",
        "type": "stateMachineType",
        "definition": (
            "definitionString",
            At("definition", as_json),
            At("definitionS3Location", unread),
        ),
        "encryptionConfiguration.kmsKeyId": "encryptionConfiguration.kmsKeyId",
        f"{_LOGGING}.level": f"{_LOGGING}.level",
        f"{_LOGGING}.includeExecutionData": f"{_LOGGING}.includeExecutionData",
        f"{_LOGGING}.logDestination": (
            f"{_LOGGING}.destinations.cloudWatchLogsLogGroup.logGroupArn"
        ),
        "tracingConfiguration": "tracingConfiguration",
        "tags": At("tags", tags),
    },
)

TYPES: Final = (
    _FUNCTION,
    _PERMISSION,
    _EVENT_SOURCE,
    _INVOKE_CONFIG,
    _ALIAS,
    _URL,
    _LAYER_PERMISSION,
    _STATE_MACHINE,
)
