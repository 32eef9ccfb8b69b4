"""Every rule of the pack, in the order in which they are listed."""

from typing import Final

from guardrails.model import Rule
from guardrails.rules import (
    access_documents,
    account,
    api_gateway,
    dynamodb,
    escalation,
    identity,
    inherited_policies,
    kinesis,
    kms,
    lambda_,
    logs,
    policy_size,
    queues,
    resilience,
    resource_policies,
    s3,
    sharing,
    trust,
    users,
    validity,
)

RULES: Final[tuple[Rule, ...]] = (
    *access_documents.RULES,
    *validity.RULES,
    *policy_size.RULES,
    *identity.RULES,
    *inherited_policies.RULES,
    *escalation.RULES,
    *trust.RULES,
    *resource_policies.RULES,
    *sharing.RULES,
    *users.RULES,
    *account.RULES,
    *lambda_.RULES,
    *api_gateway.RULES,
    *dynamodb.RULES,
    *queues.RULES,
    *s3.RULES,
    *kinesis.RULES,
    *logs.RULES,
    *kms.RULES,
    *resilience.RULES,
)
