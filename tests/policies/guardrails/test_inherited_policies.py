"""What is told of a grant that the organization denies."""

from guardrails.graph import Graph
from guardrails.model import Fail
from tests.policies.guardrails.rule_cases.inherited import DENIED, URN
from tests.policies.guardrails.rule_cases.model import by_id


def test_the_grant_the_policy_and_the_resource_are_named() -> None:
    (fail,) = by_id("grant-denied-by-scp").check(Graph(DENIED))

    assert fail == Fail(
        "Granted to role 'app', and denied by the service control policy 'own' "
        "(DenyOtherRegions): sqs:SendMessage on 'arn:aws:sqs:eu-west-3:111122223333:jobs'. "
        "Such calls will fail.",
        "policy.Statement[0]",
        "Take what is denied out of the grant, or change the policy in the organization's stack.",
        URN,
    )
