"""SNS: https://docs.aws.amazon.com/sns/latest/api/."""

from collections.abc import Mapping
from typing import Any, ClassVar

from local.emulator.resources.base import Aws, Inputs, Made, ResourceType, differing, text

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
    replaced_by: ClassVar[frozenset[str]] = frozenset({"name", "namePrefix", "fifoTopic"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        topic_name = aws.name(inputs)
        arn = aws.client("sns").create_topic(
            Name=topic_name, Attributes=_texts(inputs, _ATTRIBUTES), Tags=aws.tag_list(inputs)
        )["TopicArn"]
        return Made(arn, {"name": topic_name, "arn": arn, "owner": aws.place.account_id})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        given = aws.client("sns").get_topic_attributes(TopicArn=made_id)["Attributes"]
        fixed = {"name": made_id.rpartition(":")[2], "arn": made_id}
        return {**fixed, **_told(given, _ATTRIBUTES)}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        for name, value in _texts_changed(old, new, _ATTRIBUTES).items():
            aws.client("sns").set_topic_attributes(
                TopicArn=made_id, AttributeName=name, AttributeValue=value
            )
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("sns").delete_topic(TopicArn=made_id)


class TopicPolicy(ResourceType):
    """The policy of a topic."""

    pulumi_type = "aws:sns/topicPolicy:TopicPolicy"
    replaced_by: ClassVar[frozenset[str]] = frozenset({"arn"})

    def create(self, aws: Aws, inputs: Inputs) -> Made:
        aws.client("sns").set_topic_attributes(
            TopicArn=inputs["arn"],
            AttributeName="Policy",
            AttributeValue=text(inputs["policy"]),
        )
        return Made(inputs["arn"], {"owner": aws.place.account_id})

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        given = aws.client("sns").get_topic_attributes(TopicArn=made_id)["Attributes"]
        return {"arn": made_id, "policy": given.get("Policy")}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        self.create(aws, new)
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        # A topic is never without a policy; by AWS's own its account may do everything.
        owner = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{aws.place.account_id}:root"},
            "Action": "sns:Publish",
            "Resource": made_id,
        }
        aws.client("sns").set_topic_attributes(
            TopicArn=made_id,
            AttributeName="Policy",
            AttributeValue=text({"Version": "2012-10-17", "Statement": [owner]}),
        )


class TopicSubscription(ResourceType):
    """A subscription to a topic."""

    pulumi_type = "aws:sns/topicSubscription:TopicSubscription"
    inert: ClassVar[Mapping[str, str]] = {
        "endpoint": "mails and texts are not sent; queues, functions and HTTP are served"
    }
    replaced_by: ClassVar[frozenset[str]] = frozenset({"topic", "protocol", "endpoint"})

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

    def read(self, aws: Aws, made_id: str, state: Inputs) -> Mapping[str, Any] | None:
        sns = aws.client("sns")
        given = sns.get_subscription_attributes(SubscriptionArn=made_id)["Attributes"]
        fixed = {"topic": given["TopicArn"], "protocol": given["Protocol"]}
        return {**fixed, "endpoint": given["Endpoint"], **_told(given, _SUBSCRIPTION_ATTRIBUTES)}

    def update(self, aws: Aws, made_id: str, old: Inputs, new: Inputs) -> Mapping[str, Any]:
        for name, value in _texts_changed(old, new, _SUBSCRIPTION_ATTRIBUTES).items():
            aws.client("sns").set_subscription_attributes(
                SubscriptionArn=made_id, AttributeName=name, AttributeValue=value
            )
        return {}

    def delete(self, aws: Aws, made_id: str, state: Inputs) -> None:
        aws.client("sns").unsubscribe(SubscriptionArn=made_id)


def _texts(inputs: Inputs, names: dict[str, str]) -> dict[str, str]:
    return {theirs: text(inputs[ours]) for ours, theirs in names.items() if ours in inputs}


def _texts_changed(old: Inputs, new: Inputs, names: dict[str, str]) -> dict[str, str]:
    changed = differing(old, new)
    return {theirs: text(new.get(ours, "")) for ours, theirs in names.items() if ours in changed}


def _told(given: Mapping[str, str], names: dict[str, str]) -> dict[str, Any]:
    switches = {"true": True, "false": False}
    return {
        ours: switches.get(given.get(theirs, ""), given.get(theirs))
        for ours, theirs in names.items()
    }


TYPES = (Topic(), TopicPolicy(), TopicSubscription())
