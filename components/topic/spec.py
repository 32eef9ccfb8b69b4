"""What a topic has to be, checked before anything is registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from components.core import shapes
from components.core.checks import known_keys, matching, one_of
from components.core.deployment import Deployment
from components.core.errors import SpecError
from components.iam import document
from components.topic.args import TopicArgs

SERVICES = frozenset({"cloudwatch", "events"})


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """The validated arguments of ``Topic``."""

    emails: tuple[str, ...]
    services: tuple[str, ...]

    @classmethod
    def parse(cls, name: str, args: TopicArgs) -> Self:
        """Validate ``args``.

        Raises:
            SpecError: An unknown argument, something that is no e-mail address, one given twice,
                or a service that is not among ``SERVICES``.
        """
        where = f"Topic {name!r}"
        known_keys(where, args, TopicArgs.__annotations__)
        emails = args.get("emails", [])
        for email in emails:
            matching(f"{where}.emails", email, shapes.EMAIL, "an e-mail address")
            if emails.count(email) > 1:
                raise SpecError(f"{where}.emails", email, "each address once")
        services = args.get("services", [])
        return cls(
            emails=tuple(emails),
            services=tuple(sorted({one_of(f"{where}.services", s, SERVICES) for s in services})),
        )


def topic_policy(place: Deployment, topic_arn: str, services: Sequence[str] = ()) -> str:
    """The topic policy: TLS only. Whom IAM allows, it leaves to IAM; it lets ``services`` in."""
    # SNS takes no action beyond its own service here, so no `sns:*`; publishing is the only one
    # that carries a message.
    statements = [document.deny_plain_http("DenyPlainHttp", ["sns:Publish"], [topic_arn])]
    if services:
        statements.append(
            {
                "Sid": "AllowServices",
                "Effect": "Allow",
                "Principal": {"Service": [f"{service}.amazonaws.com" for service in services]},
                "Action": "sns:Publish",
                "Resource": topic_arn,
                "Condition": {"StringEquals": {"aws:SourceAccount": place.account_id}},
            }
        )
    return document.to_json(document.policy(statements))
