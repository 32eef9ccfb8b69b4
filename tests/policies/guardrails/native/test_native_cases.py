"""Native types are judged as the classic ones are, and told in their own words."""

import pytest

from guardrails.native import NATIVE
from tests.policies.guardrails.native.asked import ask
from tests.policies.guardrails.native.cases import (
    apis,
    databases,
    events,
    functions,
    iam,
    keys,
    logs,
    messaging,
    network,
    states,
    storage,
    tables,
)
from tests.policies.guardrails.native.cases.model import Case

CASES = {
    **tables.CASES,
    **messaging.CASES,
    **events.CASES,
    **functions.CASES,
    **states.CASES,
    **iam.CASES,
    **keys.CASES,
    **logs.CASES,
    **storage.CASES,
    **databases.CASES,
    **network.CASES,
    **apis.CASES,
}
# What only others look at: no rule is about the type itself.
HELD = {"kms:Alias", "iam:InstanceProfile"}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_in_a_good_stack_nothing_is_found(case: Case) -> None:
    assert ask(*case.good) == []


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_in_a_bad_stack_each_fault_is_found_where_the_program_has_it(case: Case) -> None:
    assert ask(*case.bad) == case.found
    assert case.found


def test_every_native_type_is_tried() -> None:
    assert {f"aws-native:{type_}" for type_ in {*CASES, *HELD}} == set(NATIVE)
