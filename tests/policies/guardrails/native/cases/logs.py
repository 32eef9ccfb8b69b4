"""CloudWatch Logs, CloudTrail and the access analyzer."""

import json
from typing import Any, Final

from tests.policies.guardrails.native.asked import Declared
from tests.policies.guardrails.native.cases.model import (
    ACCOUNT,
    REGION,
    UNKNOWN,
    Case,
    document,
    native,
)

_LOG_ARN: Final = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/route53/example.com:*"

_QUERIES: Final = {
    "Sid": "Queries",
    "Effect": "Allow",
    "Principal": {"Service": "route53.amazonaws.com"},
    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
    "Resource": _LOG_ARN,
    "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
}

_TRAIL: Final[dict[str, Any]] = {
    "trailName": "audit",
    "s3BucketName": "elsewhere",
    "isLogging": True,
    "isMultiRegionTrail": True,
    "enableLogFileValidation": True,
    "kmsKeyId": UNKNOWN,
    "cloudWatchLogsLogGroupArn": UNKNOWN,
    "cloudWatchLogsRoleArn": UNKNOWN,
}

_ANALYZER: Final = native("accessanalyzer:Analyzer", "outside", {"type": "ACCOUNT"})
# The native provider has no type for it.
_DISKS: Final = Declared("aws:ebs/encryptionByDefault:EncryptionByDefault", {}, "disks")

CASES: Final[dict[str, Case]] = {
    "logs:LogGroup": Case(
        good=[native("logs:LogGroup", properties={"retentionInDays": 365, "kmsKeyId": UNKNOWN})],
        bad=[
            native(
                "logs:LogGroup",
                properties={
                    "retentionInDays": 7,
                    "resourcePolicyDocument": document(
                        {**_QUERIES, "Principal": "*", "Condition": {}}
                    ),
                },
            )
        ],
        found=[
            ("log-cmk", "kmsKeyId"),
            ("log-retention", "retentionInDays"),
            ("resource-policy-public", "resourcePolicyDocument.Statement[0].Principal"),
        ],
    ),
    "logs:ResourcePolicy": Case(
        good=[
            native(
                "logs:ResourcePolicy",
                properties={"policyName": "dns", "policyDocument": json.dumps(document(_QUERIES))},
            )
        ],
        bad=[
            native(
                "logs:ResourcePolicy",
                properties={
                    "policyName": "dns",
                    "policyDocument": document(
                        {key: value for key, value in _QUERIES.items() if key != "Condition"}
                    ),
                },
            )
        ],
        found=[
            ("resource-policy-service-source", "policyDocument.Statement[0].Principal.Service[0]"),
        ],
    ),
    "cloudtrail:Trail": Case(
        good=[native("cloudtrail:Trail", properties=_TRAIL), _ANALYZER, _DISKS],
        bad=[
            native(
                "cloudtrail:Trail",
                properties={
                    "s3BucketName": "elsewhere",
                    "isLogging": False,
                    "includeGlobalServiceEvents": False,
                },
            ),
            _ANALYZER,
        ],
        found=[
            ("ebs-default-on", "enabled"),
            ("trail-cmk", "kmsKeyId"),
            ("trail-cwlogs", "cloudWatchLogsLogGroupArn"),
            ("trail-multiregion", "includeGlobalServiceEvents"),
            ("trail-multiregion", "isLogging"),
            ("trail-multiregion", "isMultiRegionTrail"),
            ("trail-validation", "enableLogFileValidation"),
        ],
    ),
    "accessanalyzer:Analyzer": Case(
        good=[native("cloudtrail:Trail", properties=_TRAIL), _ANALYZER, _DISKS],
        bad=[native("cloudtrail:Trail", properties=_TRAIL), _DISKS],
        found=[
            ("access-analyzer-on", "analyzerName"),
        ],
    ),
}
