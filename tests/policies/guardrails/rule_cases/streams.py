"""Streams, their delivery, and alarms."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Resource, one, urn

STREAM = "aws:kinesis/stream:Stream"
VIDEO = "aws:kinesis/videoStream:VideoStream"
FIREHOSE = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/1"
TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:alerts"
SILENT = one(ALARM, {"name": "errors"})


def over(rule: object) -> Resource:
    """A composite alarm that tells somebody."""
    return one(COMPOSITE, {"alarmName": "all", "alarmRule": rule, "alarmActions": [TOPIC_ARN]})


CASES = {
    "kinesis-cmk": Cases(
        STREAM,
        fails=[
            ({"encryptionType": "KMS", "kmsKeyId": "alias/aws/kinesis"}, ["kmsKeyId"]),
            (
                {
                    "encryptionType": "KMS",
                    "kmsKeyId": "arn:aws:kms:eu-central-1:123456789012:alias/aws/kinesis",
                },
                ["kmsKeyId"],
            ),
        ],
        passes=[{"encryptionType": "KMS", "kmsKeyId": KEY_ARN}],
        near_misses=[
            {},
            {"encryptionType": "KMS", "kmsKeyId": UNKNOWN},
            {"encryptionType": "KMS", "kmsKeyId": "alias/kinesis"},
        ],
        always_known="a key that is given but not known yet is a key",
    ),
    "kinesis-video-cmk": Cases(
        VIDEO,
        fails=[({}, ["kmsKeyId"]), ({"kmsKeyId": "alias/aws/kinesisvideo"}, ["kmsKeyId"])],
        passes=[{"kmsKeyId": KEY_ARN}],
        near_misses=[{"kmsKeyId": UNKNOWN}],
        always_known="a key that is given but not known yet is a key",
    ),
    "firehose-sse": Cases(
        FIREHOSE,
        fails=[
            ({}, ["serverSideEncryption.enabled"]),
            (
                {"serverSideEncryption": {"enabled": False, "keyArn": KEY_ARN}},
                ["serverSideEncryption.enabled"],
            ),
        ],
        passes=[{"serverSideEncryption": {"enabled": True}}],
        near_misses=[
            {"kinesisSourceConfiguration": {"kinesisStreamArn": UNKNOWN}},
            {"mskSourceConfiguration": UNKNOWN},
        ],
        undetermined=[({"serverSideEncryption": UNKNOWN}, "serverSideEncryption")],
    ),
    "firehose-cmk": Cases(
        FIREHOSE,
        fails=[({"serverSideEncryption": {"enabled": True}}, ["serverSideEncryption.keyType"])],
        passes=[{"serverSideEncryption": {"enabled": True, "keyType": "CUSTOMER_MANAGED_CMK"}}],
        near_misses=[
            {},
            {"serverSideEncryption": {"enabled": True}, "kinesisSourceConfiguration": {}},
        ],
        undetermined=[
            (
                {"serverSideEncryption": {"enabled": True, "keyType": UNKNOWN}},
                "serverSideEncryption.keyType",
            )
        ],
    ),
    "alarm-action": Cases(
        "",
        fails=[
            ([SILENT], ["alarmActions"]),
            ([one(ALARM, {"alarmActions": []})], ["alarmActions"]),
            (
                [one(ALARM, {"alarmActions": [TOPIC_ARN], "actionsEnabled": False})],
                ["actionsEnabled"],
            ),
            ([one(COMPOSITE, {"alarmName": "all", "alarmRule": "ALARM(x)"})], ["alarmActions"]),
            ([SILENT, over('ALARM("more-errors")')], ["alarmActions"]),
        ],
        passes=[[one(ALARM, {"alarmActions": [TOPIC_ARN]})]],
        near_misses=[
            [one(ALARM, {"alarmActions": [UNKNOWN]})],
            [one(ALARM, {"okActions": UNKNOWN})],
            [SILENT, over('ALARM("errors") OR ALARM("latency")')],
            [SILENT, over("NOT OK(errors)")],
            [one(ALARM, {"name": "errors (5xx)"}), over('ALARM("errors (5xx)")')],
            [
                SILENT,
                over(f"ALARM({TOPIC_ARN.replace('sns', 'cloudwatch')[:-6]}alarm:errors)"),
            ],
            [
                SILENT,
                one(
                    COMPOSITE,
                    {"alarmRule": UNKNOWN, "alarmActions": [TOPIC_ARN]},
                    depends={"alarmRule": [urn(ALARM, "it")]},
                ),
            ],
        ],
        undetermined=[
            ([one(ALARM, {"actionsEnabled": UNKNOWN, "okActions": ["x"]})], "actionsEnabled"),
            ([SILENT, over(UNKNOWN)], "alarmRule"),
        ],
    ),
}
