"""What AWS would answer to a request, by AWS's own order, without an account.

``evaluate`` takes a request and every policy that has a say in it, and answers with the statements
that decided. A context key that nobody gave is unknown: the answer then says which keys decide.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from guardrails.iam.evaluation.answer import Answer, Cited, Decision
from guardrails.iam.evaluation.decide import evaluate
from guardrails.iam.evaluation.policies import Policies
from guardrails.iam.evaluation.request import Request

__all__ = ["Answer", "Cited", "Decision", "Policies", "Request", "evaluate"]
