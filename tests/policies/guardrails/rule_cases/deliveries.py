"""What becomes of messages and events that nobody could take, and how they travel."""

import json

from tests.policies.guardrails.rule_cases.messaging import QUEUE, TOPIC, TOPIC_ARN, URL
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Resource, one, urn

SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
REDRIVE = "aws:sqs/redrivePolicy:RedrivePolicy"
REDRIVE_ALLOW = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"
FUNCTION = "aws:lambda/function:Function"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
SCHEDULE = "aws:scheduler/schedule:Schedule"
BUS = "aws:cloudwatch/eventBus:EventBus"
PIPE = "aws:pipes/pipe:Pipe"
KEY_ARN = "arn:aws:kms:eu-central-1:123456789012:key/1"
DEAD_ARN = "arn:aws:sqs:eu-central-1:123456789012:dead"
TO_DEAD = json.dumps({"deadLetterTargetArn": DEAD_ARN, "maxReceiveCount": 5})
PIPED = {"kinesisStreamParameters": {"deadLetterConfig": {"arn": DEAD_ARN}}}


def queue(name: str = "jobs", **properties: object) -> Resource:
    return one(QUEUE, {"name": name, **properties}, name)


def allowing(permission: str) -> str:
    return json.dumps({"redrivePermission": permission})


DEAD = queue("dead")
JOBS = queue(redrivePolicy=TO_DEAD)

CASES = {
    "sqs-dlq": Cases(
        "",
        fails=[
            ([queue()], ["redrivePolicy"]),
            ([queue(redrivePolicy="{}")], ["redrivePolicy"]),
            ([queue(redrivePolicy="no JSON")], ["redrivePolicy"]),
            ([queue(redriveAllowPolicy=allowing("denyAll"))], ["redrivePolicy"]),
            ([JOBS, queue("other")], ["redrivePolicy"]),
        ],
        passes=[[JOBS, DEAD], [JOBS, queue("dead", redriveAllowPolicy=allowing("allowAll"))]],
        near_misses=[
            [queue(redriveAllowPolicy=allowing("byQueue"))],
            [queue(), one(REDRIVE, {"queueUrl": URL, "redrivePolicy": TO_DEAD})],
            [
                queue(),
                one(REDRIVE_ALLOW, {"queueUrl": URL, "redriveAllowPolicy": allowing("allowAll")}),
            ],
            [DEAD, one(SUBSCRIPTION, {"redrivePolicy": TO_DEAD})],
            [DEAD, one(FUNCTION, {"deadLetterConfig": {"targetArn": DEAD_ARN}})],
            [DEAD, one(TARGET, {"deadLetterConfig": {"arn": DEAD_ARN}})],
            [DEAD, one(SCHEDULE, {"target": {"deadLetterConfig": {"arn": DEAD_ARN}}})],
            [DEAD, one(PIPE, {"sourceParameters": PIPED})],
            # The ARN is unknown at preview, what it is computed from is not.
            [
                queue(),
                DEAD,
                one(
                    REDRIVE,
                    {"queueUrl": URL, "redrivePolicy": UNKNOWN},
                    depends={"redrivePolicy": [DEAD.urn]},
                ),
            ],
            [
                one(QUEUE, {}),
                one(
                    QUEUE,
                    {"redrivePolicy": UNKNOWN},
                    "source",
                    depends={"redrivePolicy": [urn(QUEUE, "it")]},
                ),
            ],
            [
                one(QUEUE, {}),
                one(
                    FUNCTION,
                    {"deadLetterConfig": {"targetArn": UNKNOWN}},
                    depends={"deadLetterConfig": [urn(QUEUE, "it")]},
                ),
            ],
        ],
        undetermined=[
            ([queue(redriveAllowPolicy=UNKNOWN)], "redriveAllowPolicy"),
            ([queue(), one(REDRIVE, {"queueUrl": UNKNOWN, "redrivePolicy": TO_DEAD})], "queueUrl"),
            (
                [queue(), one(TARGET, {"deadLetterConfig": {"arn": UNKNOWN}})],
                "deadLetterConfig.arn",
            ),
        ],
    ),
    "sns-cmk": Cases(
        TOPIC,
        fails=[({"kmsMasterKeyId": "alias/aws/sns"}, ["kmsMasterKeyId"])],
        passes=[{"kmsMasterKeyId": KEY_ARN}],
        near_misses=[{}, {"kmsMasterKeyId": UNKNOWN}, {"kmsMasterKeyId": "alias/sns"}],
        always_known="a key that is given but not known yet is a key",
    ),
    "sns-http-subscription": Cases(
        SUBSCRIPTION,
        fails=[({"protocol": "http", "endpoint": "http://example.com"}, ["protocol"])],
        passes=[{"protocol": "https", "endpoint": "https://example.com"}],
        near_misses=[{"protocol": "lambda"}, {"protocol": "https", "endpoint": UNKNOWN}],
        undetermined=[({"protocol": UNKNOWN}, "protocol")],
    ),
    "sns-redrive": Cases(
        SUBSCRIPTION,
        fails=[
            ({"protocol": "lambda", "topic": TOPIC_ARN}, ["redrivePolicy"]),
            ({"protocol": "sqs", "redrivePolicy": "{}"}, ["redrivePolicy"]),
        ],
        passes=[{"protocol": "lambda", "redrivePolicy": TO_DEAD}],
        near_misses=[{"protocol": "email"}, {"protocol": "lambda", "redrivePolicy": UNKNOWN}],
        undetermined=[({"protocol": UNKNOWN}, "protocol")],
    ),
    "sns-delivery-log": Cases(
        TOPIC,
        fails=[
            ({}, ["lambdaFailureFeedbackRoleArn"]),
            ({"sqsSuccessFeedbackRoleArn": "arn"}, ["lambdaFailureFeedbackRoleArn"]),
        ],
        passes=[{"sqsFailureFeedbackRoleArn": "arn:aws:iam::123456789012:role/log"}],
        near_misses=[{"lambdaFailureFeedbackRoleArn": UNKNOWN}],
        always_known="a role that is given but not known yet is a role",
    ),
    "event-target-dlq": Cases(
        TARGET,
        fails=[
            ({"arn": "x"}, ["deadLetterConfig.arn"]),
            ([one(SCHEDULE, {"target": {"arn": "x"}})], ["target.deadLetterConfig.arn"]),
        ],
        passes=[{"deadLetterConfig": {"arn": DEAD_ARN}}],
        near_misses=[
            {"deadLetterConfig": {"arn": UNKNOWN}},
            [one(SCHEDULE, {"target": {"deadLetterConfig": {"arn": UNKNOWN}}})],
        ],
        undetermined=[({"deadLetterConfig": UNKNOWN}, "deadLetterConfig")],
    ),
    "event-bus-cmk": Cases(
        BUS,
        fails=[({}, ["kmsKeyIdentifier"]), ([one(PIPE, {})], ["kmsKeyIdentifier"])],
        passes=[{"kmsKeyIdentifier": KEY_ARN}],
        near_misses=[{"kmsKeyIdentifier": UNKNOWN}],
        always_known="a key that is given but not known yet is a key",
    ),
    "scheduler-cmk": Cases(
        SCHEDULE,
        fails=[({"target": {"input": "{}"}}, ["kmsKeyArn"])],
        passes=[{"target": {"input": "{}"}, "kmsKeyArn": KEY_ARN}],
        near_misses=[
            {"target": {"arn": "x"}},
            {"target": {"input": UNKNOWN}, "kmsKeyArn": UNKNOWN},
        ],
        always_known="a key that is given but not known yet is a key",
    ),
}
