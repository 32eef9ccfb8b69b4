"""Policies of queues, topics and buckets that refuse plain HTTP."""

from tests.policies.guardrails.rule_cases.buckets import BUCKET, BUCKET_V2, LOGS, unresolved
from tests.policies.guardrails.rule_cases.buckets import POLICY as BUCKET_POLICY
from tests.policies.guardrails.rule_cases.messaging import (
    QUEUE,
    QUEUE_HERE,
    QUEUE_POLICY,
    TOPIC,
    TOPIC_ARN,
    TOPIC_POLICY,
    URL,
)
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one, policy, urn


def deny_plain_http(action: str = "sqs:*", **changes: object) -> Properties:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        **changes,
    }


NARROWED = {
    "Bool": {"aws:SecureTransport": "false"},
    "StringEquals": {"aws:PrincipalAccount": "123456789012"},
}
LOGS_ARN = "arn:aws:s3:::logs"
TLS_ONLY = policy(deny_plain_http("s3:*"))
LOGS_TLS_ONLY = policy(deny_plain_http("s3:*", Resource=[LOGS_ARN, f"{LOGS_ARN}/*"]))
QUEUE_ARN = "arn:aws:sqs:eu-central-1:123456789012:jobs"
THERE = URL.replace("eu-central-1", "eu-west-1")
OWN = policy(
    {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:role/work"},
        "Action": "*",
        "Resource": [
            "arn:aws:sqs:eu-central-1:123456789012:jobs",
            TOPIC_ARN,
            "arn:aws:s3:::logs/*",
        ],
    }
)
TOPIC_HERE = one(TOPIC, {"name": "alerts"})

CASES = {
    "sqs-tls": Cases(
        "",
        fails=[
            ([QUEUE_HERE], ["policy"]),
            # Another queue's policy does not help this one.
            (
                [QUEUE_HERE, one(QUEUE_POLICY, {"queueUrl": f"{URL}-dead", "policy": OWN})],
                ["policy"],
            ),
            ([QUEUE_HERE, one(QUEUE_POLICY, {"queueUrl": URL, "policy": ""})], ["policy"]),
        ],
        passes=[
            [QUEUE_HERE, one(QUEUE_POLICY, {"queueUrl": URL, "policy": policy(deny_plain_http())})],
            [one(QUEUE, {"name": "jobs", "policy": OWN})],
        ],
        near_misses=[
            # The reference is unknown at preview, what it is computed from is not.
            [
                one(QUEUE, {}),
                one(
                    QUEUE_POLICY,
                    {"queueUrl": UNKNOWN, "policy": OWN},
                    depends={"queueUrl": [urn(QUEUE, "it")]},
                ),
            ],
            [
                one(QUEUE, {}),
                one(
                    QUEUE_POLICY,
                    {"queueUrl": UNKNOWN, "policy": OWN},
                    waits_for=[urn(QUEUE, "it")],
                ),
            ],
            # What it says is for `sqs-policy-tls`.
            [QUEUE_HERE, one(QUEUE_POLICY, {"queueUrl": URL, "policy": UNKNOWN})],
        ],
        undetermined=[
            (
                [QUEUE_HERE, one(QUEUE_POLICY, {"queueUrl": UNKNOWN, "policy": OWN})],
                "queueUrl",
            ),
            # The policy names a queue; this one's name is not known, so it may be the one.
            (
                [one(QUEUE, {"name": UNKNOWN}), one(QUEUE_POLICY, {"queueUrl": URL, "policy": ""})],
                "queueUrl",
            ),
        ],
    ),
    "sqs-policy-tls": Cases(
        QUEUE,
        fails=[
            ({"policy": OWN}, ["policy"]),
            ({"policy": policy(deny_plain_http("sqs:Send*"))}, ["policy"]),
            # Whoever read a message over TLS could delete it without.
            (
                {"policy": policy(deny_plain_http(Action=["sqs:SendMessage", "sqs:Receive*"]))},
                ["policy"],
            ),
            # The denial is of another queue, by name, by region, by account.
            (
                {"name": "jobs", "policy": policy(deny_plain_http(Resource=f"{QUEUE_ARN}-dead"))},
                ["policy"],
            ),
            (
                [
                    one(
                        QUEUE_POLICY,
                        {"queueUrl": THERE, "policy": policy(deny_plain_http(Resource=QUEUE_ARN))},
                    )
                ],
                ["policy"],
            ),
            ({"policy": policy(deny_plain_http(Effect="Allow"))}, ["policy"]),
            ({"policy": policy(deny_plain_http(Condition=NARROWED))}, ["policy"]),
            ({"policy": policy(deny_plain_http(Principal={"AWS": "123456789012"}))}, ["policy"]),
            ([one(QUEUE_POLICY, {"queueUrl": URL, "policy": OWN})], ["policy"]),
        ],
        passes=[
            {"policy": policy(deny_plain_http())},
            [one(QUEUE_POLICY, {"queueUrl": UNKNOWN, "policy": policy(deny_plain_http())})],
        ],
        near_misses=[
            {},
            {"policy": policy(deny_plain_http("SQS:*", Principal={"AWS": "*"}))},
            {"name": "jobs", "policy": policy(deny_plain_http(Resource=QUEUE_ARN))},
            {"name": UNKNOWN, "policy": policy(deny_plain_http(Resource=f"{QUEUE_ARN}-dead"))},
            [
                one(
                    QUEUE_POLICY,
                    {
                        "queueUrl": URL,
                        "policy": policy(deny_plain_http(Resource="arn:aws:sqs:*:*:jobs")),
                    },
                )
            ],
            {"policy": "no document"},
        ],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    ),
    "sns-tls": Cases(
        "",
        fails=[([TOPIC_HERE], ["policy"])],
        passes=[[TOPIC_HERE, one(TOPIC_POLICY, {"arn": TOPIC_ARN, "policy": OWN})]],
        near_misses=[[one(TOPIC, {"name": "alerts", "policy": UNKNOWN})]],
        undetermined=[([TOPIC_HERE, one(TOPIC_POLICY, {"arn": UNKNOWN, "policy": OWN})], "arn")],
    ),
    "sns-policy-tls": Cases(
        TOPIC,
        fails=[
            ({"policy": policy(deny_plain_http("sns:Subscribe"))}, ["policy"]),
            (
                {"name": "x", "policy": policy(deny_plain_http("sns:*", Resource=TOPIC_ARN))},
                ["policy"],
            ),
            ([one(TOPIC_POLICY, {"arn": TOPIC_ARN, "policy": OWN})], ["policy"]),
        ],
        passes=[{"policy": policy(deny_plain_http("sns:Publish"))}],
        near_misses=[
            {"policy": policy(deny_plain_http("SNS:publish", Principal={"AWS": "*"}))},
            {"name": "alerts", "policy": policy(deny_plain_http("sns:*", Resource=TOPIC_ARN))},
        ],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    ),
    "s3-tls": Cases(
        "",
        fails=[
            ([LOGS], ["policy"]),
            ([LOGS, one(BUCKET_POLICY, {"bucket": "other", "policy": TLS_ONLY})], ["policy"]),
        ],
        passes=[
            [LOGS, one(BUCKET_POLICY, {"bucket": "logs", "policy": OWN})],
            [
                one(BUCKET_V2, {"bucket": "logs"}),
                one(BUCKET_POLICY, {"bucket": "logs", "policy": OWN}),
            ],
        ],
        near_misses=[
            [LOGS, one(BUCKET_POLICY, {"bucket": "arn:aws:s3:::logs", "policy": TLS_ONLY})],
            [one(BUCKET, {}), unresolved(BUCKET_POLICY, {"policy": TLS_ONLY}, one(BUCKET, {}))],
            [one(BUCKET, {"bucket": UNKNOWN, "policy": TLS_ONLY})],
        ],
        undetermined=[
            ([LOGS, one(BUCKET_POLICY, {"bucket": UNKNOWN, "policy": TLS_ONLY})], "bucket"),
        ],
    ),
    "s3-policy-tls": Cases(
        BUCKET,
        fails=[
            ({"policy": policy(deny_plain_http("s3:G*"))}, ["policy"]),
            # Of the bucket without its objects, and of some of them.
            ({"policy": policy(deny_plain_http("s3:*", Resource=LOGS_ARN))}, ["policy"]),
            ({"policy": policy(deny_plain_http("s3:*", Resource=f"{LOGS_ARN}/a/*"))}, ["policy"]),
            # Of the objects without the bucket, which lists them.
            ({"policy": policy(deny_plain_http("s3:*", Resource=f"{LOGS_ARN}/*"))}, ["policy"]),
            ({"policy": policy(deny_plain_http(Action=["s3:GetObject*", "s3:Put*"]))}, ["policy"]),
            ([one(BUCKET_POLICY, {"bucket": "data", "policy": LOGS_TLS_ONLY})], ["policy"]),
            ([one(BUCKET_V2, {"policy": OWN})], ["policy"]),
            ([one(BUCKET_POLICY, {"bucket": "logs", "policy": OWN})], ["policy"]),
        ],
        passes=[{"policy": TLS_ONLY}, [one(BUCKET_POLICY, {"bucket": "x", "policy": TLS_ONLY})]],
        near_misses=[
            {},
            {"policy": LOGS_TLS_ONLY},
            [one(BUCKET_POLICY, {"bucket": "logs", "policy": LOGS_TLS_ONLY})],
            # Two statements, each for its part.
            {
                "policy": policy(
                    deny_plain_http("s3:List*", Resource=LOGS_ARN),
                    deny_plain_http("s3:*Object*", Resource=f"{LOGS_ARN}/*"),
                )
            },
            {"policy": policy(deny_plain_http("s3:*", Resource=f"{LOGS_ARN}*"))},
            [one("aws:s3/accessPoint:AccessPoint", {"policy": OWN})],
        ],
        undetermined=[({"policy": UNKNOWN}, "policy")],
    ),
}
