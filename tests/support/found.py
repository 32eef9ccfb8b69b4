"""What one rule finds in a stack."""

from guardrails.model import Fail, Scope
from guardrails.pack import Pack
from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import by_id


def found(rule_id: str, *stack: Resource, **settings: object) -> list[Fail]:
    rule = by_id(rule_id)
    pack = Pack([rule])
    pack.configure({}, {rule_id: settings})
    if rule.scope is Scope.STACK:
        answers = list(pack.judge_stack(stack))
    else:
        answers = [answer for resource in stack for answer in pack.judge(resource)]
    return [one.result for one in answers if isinstance(one.result, Fail)]
