"""How large a policy document may be, by what it is for."""

import re
from dataclasses import dataclass
from typing import Final

_WHITE_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Limit:
    """What AWS takes at most.

    Attributes:
        characters: Of the document, or of all documents of an entity together.
        white_space: Whether white space counts.
        what: What is limited, for messages: ``a managed policy``.
    """

    characters: int
    white_space: bool
    what: str


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
MANAGED: Final = Limit(6_144, white_space=False, what="a managed policy")
ROLE: Final = Limit(10_240, white_space=False, what="the inline policies of a role together")
USER: Final = Limit(2_048, white_space=False, what="the inline policies of a user together")
GROUP: Final = Limit(5_120, white_space=False, what="the inline policies of a group together")
# AWS raises it to 4,096 on request.
TRUST: Final = Limit(2_048, white_space=False, what="a trust policy")

# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
SCP: Final = Limit(10_240, white_space=True, what="a service control policy")
RCP: Final = Limit(5_120, white_space=True, what="a resource control policy")

# https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
KEY: Final = Limit(32_768, white_space=True, what="a key policy")
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
QUEUE: Final = Limit(8_192, white_space=True, what="a queue's policy")
# https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
TOPIC: Final = Limit(30_720, white_space=True, what="a topic's policy")
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
BUCKET: Final = Limit(20_480, white_space=True, what="a bucket's policy")
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
SECRET: Final = Limit(20_480, white_space=True, what="a secret's policy")
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html
TABLE: Final = Limit(20_480, white_space=True, what="a table's or stream's policy")


def measured(document: str, limit: Limit) -> int:
    """The characters of a document as AWS counts them for the limit."""
    return len(document if limit.white_space else _WHITE_SPACE.sub("", document))
