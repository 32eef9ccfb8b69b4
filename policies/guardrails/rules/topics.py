"""SNS topics and subscriptions; who may use them is in ``resource_policies``."""

from collections.abc import Iterator

from guardrails.demands import Demand, demand_rule, none_of, own_key
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.resource_types import TOPIC
from guardrails.view import Resource, View

_SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
# To people, by mail or telephone, nothing is delivered a second time.
_SYSTEMS = ("sqs", "lambda", "firehose", "http", "https")
_SERVICES = ("application", "firehose", "http", "lambda", "sqs")


@rule(
    "sns-sse",
    "Topics are encrypted with KMS",
    category="encryption-at-rest",
    severity=Severity.HIGH,
    applies_to=[TOPIC],
    why="Without a key, messages wait for their delivery without encryption by KMS.",
    remediation="Set kms_master_key_id=key.arn; services that publish need a key of the account.",
    snippet="aws.sns.Topic(..., kms_master_key_id=key.arn)",
    equivalents=[
        "CKV_AWS_26",
        "FSBP:SNS.1",
        "cdk-nag:SNSEncryptedKMS",
        "trivy:AWS-0095",
        "guard:sns-encrypted-kms",
        "cfn_nag:W47",
    ],
)
def topic_encrypted(topic: Resource) -> Iterator[Result]:
    """A key that is given but not known yet is a key."""
    key = topic["kmsMasterKeyId"]
    if key.missing:
        yield Fail(
            "The topic has no KMS key, so its messages are not encrypted by one.",
            key.path,
            "kms_master_key_id=key.arn",
        )


customer_key = demand_rule(
    "sns-cmk",
    "Topics are encrypted with a KMS key of the account",
    Demand(
        (TOPIC,),
        "kmsMasterKeyId",
        own_key,
        "The topic is encrypted with a key of AWS's: it cannot be taken away.",
        "kms_master_key_id=key.arn",
        # A topic without any key is for `sns-sse`.
        when=lambda topic: not topic["kmsMasterKeyId"].missing,
    ),
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="AWS's key for SNS cannot be taken away, and neither S3 nor EventBridge can publish with "
    "it.",
    remediation="Set kms_master_key_id=key.arn; the key's policy has to allow the services that "
    "publish.",
    snippet="aws.sns.Topic(..., kms_master_key_id=key.arn)",
    equivalents=["trivy:AWS-0136"],
)

http_subscription = demand_rule(
    "sns-http-subscription",
    "Topics deliver nothing over plain HTTP",
    Demand(
        (_SUBSCRIPTION,),
        "protocol",
        none_of("http"),
        "Messages travel to this endpoint in the clear.",
        "protocol='https', endpoint='https://...'",
    ),
    category="encryption-in-transit",
    severity=Severity.HIGH,
    why="Anyone on the way to a plain endpoint reads and changes the messages.",
    remediation="Set protocol='https' and an endpoint that starts with https://.",
    snippet="aws.sns.TopicSubscription(..., protocol='https', endpoint='https://example.com/in')",
    equivalents=["prowler:sns_subscription_not_using_http_endpoints"],
)


@rule(
    "sns-redrive",
    "Subscriptions put aside what could not be delivered",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=[_SUBSCRIPTION],
    why="What SNS cannot deliver within its retries is gone, for this subscriber only and without "
    "a word.",
    remediation="Set redrive_policy to the ARN of a queue that the topic may send to.",
    snippet="""aws.sns.TopicSubscription(
    ..., redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead.arn})
)""",
    equivalents=["cdk-nag:SNSRedrivePolicy", "serverless-rules:ES7000"],
    notes="SQS/SNS",
)
def redrive(subscription: Resource) -> Iterator[Result]:
    """Not asked of mail, text messages and pushes to people."""
    policy, protocol = subscription["redrivePolicy"], subscription["protocol"]
    if policy.unknown or not policy.json()["deadLetterTargetArn"].missing:
        return
    if protocol.unknown:
        yield Undetermined(protocol.path)
    elif protocol.text in _SYSTEMS:
        yield Fail(
            "What SNS cannot deliver to this subscriber is lost.",
            policy.path,
            "redrive_policy={'deadLetterTargetArn': dead.arn}, as JSON",
        )


@rule(
    "sns-delivery-log",
    "Topics log what they could not deliver",
    category="logging",
    severity=Severity.LOW,
    level=Level.DISABLED,
    applies_to=[TOPIC],
    why="SNS says nowhere else why a subscriber got no message.",
    remediation="Set <service>_failure_feedback_role_arn for the services that subscribe.",
    snippet="aws.sns.Topic(..., lambda_failure_feedback_role_arn=role.arn)",
    equivalents=["FSBP:SNS.2"],
)
def delivery_log(topic: Resource) -> Iterator[Result]:
    """One service that is logged is enough: which of them subscribe, the topic does not tell."""
    if all(_failures(topic, service).missing for service in _SERVICES):
        yield Fail(
            "Nothing tells why a message was not delivered.",
            _failures(topic, "lambda").path,
            "<service>_failure_feedback_role_arn=role.arn",
        )


def _failures(topic: Resource, service: str) -> View:
    return topic[f"{service}FailureFeedbackRoleArn"]


RULES = (topic_encrypted, customer_key, http_subscription, redrive, delivery_log)
