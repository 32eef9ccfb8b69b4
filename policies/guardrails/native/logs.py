"""CloudWatch Logs, CloudTrail and the access analyzer."""

from typing import Final

from guardrails.native.model import At, NativeType, Part
from guardrails.native.shapes import as_json, tags
from guardrails.resource_types import LOG_GROUP

_LOG_POLICY: Final = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"

_LOG_GROUP: Final = NativeType(
    "aws-native:logs:LogGroup",
    LOG_GROUP,
    {
        "name": "logGroupName",
        "arn": "arn",
        "kmsKeyId": "kmsKeyId",
        "retentionInDays": "retentionInDays",
        "logGroupClass": "logGroupClass",
        "tags": At("tags", tags),
    },
    parts=(
        Part(
            _LOG_POLICY,
            "resourcePolicyDocument",
            {"policyDocument": At("resourcePolicyDocument", as_json)},
        ),
    ),
    documents=("resourcePolicyDocument",),
)

_LOGS_POLICY: Final = NativeType(
    "aws-native:logs:ResourcePolicy",
    _LOG_POLICY,
    {"policyName": "policyName", "policyDocument": At("policyDocument", as_json)},
    documents=("policyDocument",),
)

_TRAIL: Final = NativeType(
    "aws-native:cloudtrail:Trail",
    "aws:cloudtrail/trail:Trail",
    {
        "name": "trailName",
        "arn": "arn",
        "s3BucketName": "s3BucketName",
        "kmsKeyId": "kmsKeyId",
        "cloudWatchLogsGroupArn": "cloudWatchLogsLogGroupArn",
        "enableLogFileValidation": "enableLogFileValidation",
        "enableLogging": "isLogging",
        "eventSelectors": "eventSelectors",
        "advancedEventSelectors": "advancedEventSelectors",
        "includeGlobalServiceEvents": "includeGlobalServiceEvents",
        "isMultiRegionTrail": "isMultiRegionTrail",
        "tags": At("tags", tags),
    },
)

_ANALYZER: Final = NativeType(
    "aws-native:accessanalyzer:Analyzer",
    "aws:accessanalyzer/analyzer:Analyzer",
    {"analyzerName": "analyzerName", "arn": "arn", "type": "type"},
)

TYPES: Final = (_LOG_GROUP, _LOGS_POLICY, _TRAIL, _ANALYZER)
