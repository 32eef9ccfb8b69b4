"""SNS: https://docs.aws.amazon.com/sns/latest/api/."""

from collections.abc import Mapping
from typing import ClassVar

from local.emulator.resources.base import Aws, Inputs, Made, ResourceType, text

_ATTRIBUTES = {
    "displayName": "DisplayName",
    "policy": "Policy",
    "deliveryPolicy": "DeliveryPolicy",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "fifoTopic": "FifoTopic",
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "signatureVersion": "SignatureVersion",
    "tracingConfig": "TracingConfig",
}
_SUBSCRIPTION_ATTRIBUTES = {
    "deliveryPolicy": "DeliveryPolicy",
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "rawMessageDelivery": "RawMessageDelivery",
    "redrivePolicy": "RedrivePolicy",
    "subscriptionRoleArn": "SubscriptionRoleArn",
}


class Topic(ResourceType):
    """A topic."""

    pulumi_type = "aws:sns/topic:Topic"
    inert: ClassVar[Mapping[str, str]] = {
        "kmsMasterKeyId": "the key is recorded; messages are not encrypted with it",
        "tracingConfig": "there is no X-Ray",
    }

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        topic_name = aws.name(inputs)
        arn = aws.client("sns").create_topic(
            Name=topic_name, Attributes=_texts(inputs, _ATTRIBUTES), Tags=aws.tag_list(inputs)
        )["TopicArn"]
        return Made(arn, {"name": topic_name, "arn": arn, "owner": aws.place.account_id})


class TopicPolicy(ResourceType):
    """The policy of a topic."""

    pulumi_type = "aws:sns/topicPolicy:TopicPolicy"

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        aws.client("sns").set_topic_attributes(
            TopicArn=inputs["arn"],
            AttributeName="Policy",
            AttributeValue=text(inputs["policy"]),
        )
        return Made(inputs["arn"], {"owner": aws.place.account_id})


class TopicSubscription(ResourceType):
    """A subscription to a topic."""

    pulumi_type = "aws:sns/topicSubscription:TopicSubscription"
    inert: ClassVar[Mapping[str, str]] = {
        "endpoint": "mails and texts are not sent; queues, functions and HTTP are served"
    }

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        sns = aws.client("sns")
        arn = sns.subscribe(
            TopicArn=inputs["topic"],
            Protocol=inputs["protocol"],
            Endpoint=inputs["endpoint"],
            Attributes=_texts(inputs, _SUBSCRIPTION_ATTRIBUTES),
            ReturnSubscriptionArn=True,
        )["SubscriptionArn"]
        pending = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"].get(
            "PendingConfirmation", "false"
        )
        return Made(
            arn,
            {
                "arn": arn,
                "ownerId": aws.place.account_id,
                "pendingConfirmation": pending == "true",
                "confirmationWasAuthenticated": pending != "true",
            },
        )


def _texts(inputs: Inputs, names: dict[str, str]) -> dict[str, str]:
    return {theirs: text(inputs[ours]) for ours, theirs in names.items() if ours in inputs}


TYPES = (Topic(), TopicPolicy(), TopicSubscription())
