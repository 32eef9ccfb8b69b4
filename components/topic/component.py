"""An SNS topic."""

import pulumi
from pulumi_aws import sns

from components.core import arns, limits
from components.core.component import BulwarkComponent
from components.iam import Grant, grant
from components.iam.grant import combine, environment_name
from components.key import use_key
from components.topic import grants
from components.topic.args import TopicArgs, TopicReference
from components.topic.spec import TopicSpec, topic_policy

_OWN_KEY_OF_SNS = "alias/aws/sns"


class Topic(BulwarkComponent):
    """An encrypted topic, published to by TLS only.

    Children: ``aws.sns.Topic``, and one ``aws.sns.TopicSubscription`` for each of ``emails``.
    A queue subscribes by its own ``topics``.

    Raises:
        SpecError: An e-mail address or a service that cannot be one.
        LimitError: A name above 256 characters.

    Example:
        >>> alerts = Topic("alerts", {"emails": ["platform@example.com"]})
        >>> Function("notify", {..., "grants": [alerts.publish()]})
    """

    arn: pulumi.Output[str]
    """The topic's ARN."""

    def __init__(
        self, name: str, args: TopicArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, opts, args)
        spec = TopicSpec.parse(name, args)
        place = self._deployment
        self._logical_name = name
        self._name = place.name(name, limits.SNS_NAME_LENGTH)
        self._arn = arns.topic(place, self._name)
        self._key = args.get("encryption_key")

        topic = sns.Topic(
            name,
            name=self._name,
            kms_master_key_id=self._key["alias"] if self._key else _OWN_KEY_OF_SNS,
            policy=topic_policy(place, self._arn, spec.services),
            opts=self._child(
                delete_before_replace=True, after=[self._key["arn"]] if self._key else []
            ),
        )
        self._ready = topic.arn
        for email in spec.emails:
            sns.TopicSubscription(
                f"{name}-{email}",
                topic=topic.arn,
                protocol="email",
                endpoint=email,
                opts=self._child(delete_before_replace=True),
            )
        self.arn = topic.arn
        self.register_outputs({"arn": self.arn})

    def publish(self) -> Grant:
        """Publish messages."""
        environment = {environment_name(self._logical_name, "topic_arn"): self._arn}
        access = grant(grants.PUBLISH, [self._arn], environment=environment)
        if self._key is None:
            return access
        key = use_key(self._deployment, self._key["alias"], grants.KEY_USE, service="sns")
        return combine(access, key)

    @property
    def reference(self) -> TopicReference:
        """The topic as other components take it."""
        return TopicReference(name=self._name, arn=self._arn, ready=self._ready)
