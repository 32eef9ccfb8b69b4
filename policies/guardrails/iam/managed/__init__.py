"""Policies that AWS manages, by their ARN: the well-known ones, as published in 2026.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html

``ReadOnlyAccess``, ``SecurityAudit`` and ``ViewOnlyAccess`` are approximated.
"""

import json
import re
from functools import cache
from typing import Final

from guardrails.iam.document import parse
from guardrails.iam.managed.administration import ADMINISTRATION
from guardrails.iam.managed.approximations import APPROXIMATIONS
from guardrails.iam.managed.functions import FUNCTIONS
from guardrails.iam.managed.services import SERVICES
from guardrails.iam.model import Document, DocumentKind
from guardrails.iam.overlap import overlap

POLICIES: Final = {**ADMINISTRATION, **FUNCTIONS, **SERVICES, **APPROXIMATIONS}
"""Statements by the name that follows ``policy/`` in the ARN."""

_ARN: Final = re.compile(r"arn:(?P<partition>aws[a-z-]*):iam::aws:policy/(?P<name>.+)")


STRONG: Final = frozenset(
    {
        "AdministratorAccess",
        "AdministratorAccess-Amplify",
        "AdministratorAccess-AWSElasticBeanstalk",
        "AmazonEC2FullAccess",
        "AWSLambda_FullAccess",
        "IAMFullAccess",
        "PowerUserAccess",
        "SecretsManagerReadWrite",
    }
)
"""Those that open a way to any right by themselves, by the same names."""


def may_be_strong(arn: str) -> bool:
    """Whether an ARN, or a pattern of ARNs, may be that of one of the strong ones."""
    without_partition = arn.split(":", 2)[-1]
    return any(overlap(without_partition, f"iam::aws:policy/{name}") for name in STRONG)


def name_of(arn: str) -> str | None:
    """The name that AWS gives the policy, such as ``service-role/AWSLambdaRole``.

    ``None`` for the ARN of a policy that is not AWS's, and for any other text.
    """
    found = _ARN.fullmatch(arn)
    return found["name"] if found else None


def document(arn: str) -> Document | None:
    """What the policy says; ``None`` when it is none of AWS's, or not known here."""
    found = _ARN.fullmatch(arn)
    if found is None or found["name"] not in POLICIES:
        return None
    return _document(found["name"], found["partition"])


@cache
def _document(name: str, partition: str) -> Document | None:
    given = {"Version": "2012-10-17", "Statement": POLICIES[name]}
    within = json.dumps(given).replace('"arn:aws:', f'"arn:{partition}:')
    return parse(within, DocumentKind.IDENTITY).document
