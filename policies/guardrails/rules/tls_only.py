"""Queues, topics and buckets that are reached by TLS only."""

from collections.abc import Iterator

from guardrails.graph import Graph
from guardrails.model import Result, Scope, Severity, rule
from guardrails.resource_types import (
    BUCKET_POLICY,
    BUCKETS,
    QUEUE,
    QUEUE_POLICY,
    TOPIC,
    TOPIC_POLICY,
)
from guardrails.subjects.transport import Policed, adds_denial, policy_missing, tls_only

_QUEUES = Policed(
    types=(QUEUE,),
    policy_type=QUEUE_POLICY,
    reference="queueUrl",
    denied="sqs:*",
    arn=":sqs:",
    parts={
        "": (
            "sqs:SendMessage",
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:PurgeQueue",
        )
    },
    noun="queue",
)
# SNS takes no `sns:*` in a topic's policy.
_TOPICS = Policed(
    types=(TOPIC,),
    policy_type=TOPIC_POLICY,
    reference="arn",
    denied="sns:Publish",
    arn=":sns:",
    parts={"": ("sns:Publish",)},
    noun="topic",
)
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
_BUCKETS = Policed(
    types=BUCKETS,
    policy_type=BUCKET_POLICY,
    reference="bucket",
    denied="s3:*",
    arn=":s3:::",
    parts={
        "": ("s3:ListBucket", "s3:ListBucketVersions"),
        "/*": (
            "s3:GetObject",
            "s3:GetObjectVersion",
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:DeleteObjectVersion",
        ),
    },
    noun="bucket",
)
_CATEGORY = "encryption-in-transit"
_WHY_QUEUES = "SQS answers plain HTTP too, where anyone on the way reads and changes messages."
_WHY_TOPICS = "SNS answers plain HTTP too, where anyone on the way reads and changes messages."
_WHY_BUCKETS = "S3 answers plain HTTP too, where anyone on the way reads and changes objects."
_STATEMENT = """{
    "Effect": "Deny",
    "Principal": "*",
    "Action": "%s",
    "Resource": %s,
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}"""


@rule(
    "sqs-tls",
    "Queues have a policy that can refuse plain HTTP",
    category=_CATEGORY,
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[QUEUE],
    why=_WHY_QUEUES,
    remediation="Attach a QueuePolicy that denies sqs:* to everyone when aws:SecureTransport is "
    "false.",
    snippet="aws.sqs.QueuePolicy(..., queue_url=queue.url, policy=tls_only)",
    equivalents=["cdk-nag:SQS4"],
)
def queue_has_policy(graph: Graph) -> Iterator[Result]:
    """The queue's own policy or its ``QueuePolicy``."""
    yield from policy_missing(graph, _QUEUES)


@rule(
    "sns-tls",
    "Topics have a policy that can refuse plain HTTP",
    category=_CATEGORY,
    severity=Severity.MEDIUM,
    scope=Scope.STACK,
    applies_to=[TOPIC],
    why=_WHY_TOPICS,
    remediation="Attach a TopicPolicy that denies sns:Publish to everyone when "
    "aws:SecureTransport is false.",
    snippet="aws.sns.TopicPolicy(..., arn=topic.arn, policy=tls_only)",
    equivalents=["cdk-nag:SNS3"],
)
def topic_has_policy(graph: Graph) -> Iterator[Result]:
    """The topic's own policy or its ``TopicPolicy``."""
    yield from policy_missing(graph, _TOPICS)


@rule(
    "s3-tls",
    "Buckets have a policy that can refuse plain HTTP",
    category=_CATEGORY,
    severity=Severity.HIGH,
    scope=Scope.STACK,
    applies_to=BUCKETS,
    why=_WHY_BUCKETS,
    remediation="Attach a BucketPolicy that denies s3:* to everyone when aws:SecureTransport is "
    "false, on the bucket and on its objects.",
    snippet="aws.s3.BucketPolicy(..., bucket=bucket.id, policy=tls_only)",
    equivalents=[
        "CKV_AWS_379",
        "FSBP:S3.5",
        "cdk-nag:S10",
        "guard:s3-bucket-ssl-requests-only",
    ],
)
def bucket_has_policy(graph: Graph) -> Iterator[Result]:
    """The bucket's own policy or its ``BucketPolicy``."""
    yield from policy_missing(graph, _BUCKETS)


queue_tls = rule(
    "sqs-policy-tls",
    "Policies of queues refuse requests that do not come over TLS",
    category=_CATEGORY,
    severity=Severity.MEDIUM,
    applies_to=[QUEUE, QUEUE_POLICY],
    why=_WHY_QUEUES,
    remediation="Deny sqs:* to everyone when aws:SecureTransport is false.",
    snippet=_STATEMENT % ("sqs:*", "queue_arn"),
    equivalents=["cdk-nag:SQS4"],
    remedy=adds_denial(_QUEUES),
)(tls_only(_QUEUES))

topic_tls = rule(
    "sns-policy-tls",
    "Policies of topics refuse messages that do not come over TLS",
    category=_CATEGORY,
    severity=Severity.MEDIUM,
    applies_to=[TOPIC, TOPIC_POLICY],
    why=_WHY_TOPICS,
    remediation="Deny sns:Publish to everyone when aws:SecureTransport is false.",
    snippet=_STATEMENT % ("sns:Publish", "topic_arn"),
    equivalents=["cdk-nag:SNS3"],
    remedy=adds_denial(_TOPICS),
)(tls_only(_TOPICS))

bucket_tls = rule(
    "s3-policy-tls",
    "Policies of buckets refuse requests that do not come over TLS",
    category=_CATEGORY,
    severity=Severity.HIGH,
    applies_to=[*BUCKETS, BUCKET_POLICY],
    why=_WHY_BUCKETS,
    remediation="Deny s3:* to everyone when aws:SecureTransport is false, on the bucket and on its "
    "objects.",
    snippet=_STATEMENT % ("s3:*", '[bucket_arn, f"{bucket_arn}/*"]'),
    equivalents=[
        "CKV_AWS_379",
        "FSBP:S3.5",
        "cdk-nag:S10",
        "guard:s3-bucket-ssl-requests-only",
    ],
    remedy=adds_denial(_BUCKETS),
)(tls_only(_BUCKETS))

RULES = (
    queue_has_policy,
    queue_tls,
    topic_has_policy,
    topic_tls,
    bucket_has_policy,
    bucket_tls,
)
