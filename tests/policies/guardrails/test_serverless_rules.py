"""What the rules about functions, their sources and state machines say."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.pack import Pack
from guardrails.settings import ConfigurationError
from guardrails.subjects import lambda_runtimes
from guardrails.values import Secret
from tests.policies.guardrails.rule_cases import (
    event_sources,
    function_joins,
    functions,
    step_functions,
)
from tests.policies.guardrails.rule_cases.model import by_id, one
from tests.support.found import found

FUNCTION = functions.FUNCTION


@pytest.mark.parametrize(
    ("day", "failed"), [(dt.date(2027, 6, 29), []), (dt.date(2027, 6, 30), ["runtime"])]
)
def test_a_runtime_is_refused_from_the_day_that_aws_deprecates_it(
    monkeypatch: pytest.MonkeyPatch, day: dt.date, failed: list[str]
) -> None:
    monkeypatch.setattr(lambda_runtimes, "today", lambda: day)

    told = found("lambda-runtime", one(FUNCTION, {"runtime": "python3.11"}))

    assert [one.path for one in told] == failed
    assert not told or told[0].message == (
        'AWS has deprecated "python3.11" on 2027-06-30: it gets no security patches.'
    )


def test_only_the_runtimes_of_the_configuration_are_allowed() -> None:
    def refused(runtime: str) -> list[str]:
        function = one(FUNCTION, {"runtime": runtime})
        told = found("lambda-runtime", function, allowed_runtimes=["python9.9"])
        return [one.message for one in told]

    assert refused("python9.9") == []
    assert refused("ruby9.9") == ['The runtime "ruby9.9" is not one that the configuration allows.']
    with pytest.raises(ConfigurationError, match=r"'allowed_runtimes': got \['Python 3'\]"):
        found("lambda-runtime", one(FUNCTION, {}), allowed_runtimes=["Python 3"])


def test_layers_of_trusted_accounts_pass_and_those_of_aws_then_have_to_be_named() -> None:
    own = one(FUNCTION, {"layers": [functions.LAYER]}, account_id="999999999999")
    insights = functions.LAYER.replace("123456789012", "580247275435")
    aws = one(FUNCTION, {"layers": [insights]}, account_id="999999999999")

    assert found("lambda-layer-foreign", own, trusted_accounts=["123456789012"]) == []
    assert found("lambda-layer-foreign", aws) == []
    (told,) = found("lambda-layer-foreign", aws, trusted_accounts=["123456789012"])
    assert told.message == (
        "The layer is of the account 580247275435, whose owner's code runs with the function's "
        "role."
    )


def test_a_failure_destination_of_another_qualifier_keeps_nothing() -> None:
    around = [function_joins.schedule(function_joins.LIVE), function_joins.destination()]
    stack = [functions.work(), *around]

    (told,) = found("lambda-dlq", *stack)

    assert told.message == (
        "'nightly' invokes its alias or version 'live' asynchronously, and an event that fails "
        "three times is dropped."
    )
    assert told.fix == (
        "an aws.lambda_.FunctionEventInvokeConfig with on_failure and qualifier='live'"
    )


def test_the_name_of_a_secret_function_is_not_told() -> None:
    function = one(FUNCTION, {"name": Secret("hunter2")})

    (told,) = found("lambda-log-retention", function)

    assert "hunter2" not in told.message + told.fix


def test_a_mapping_that_lambda_refuses_is_worse_than_one_without_room_for_retries() -> None:
    def told(visible: float) -> tuple[str, str | None, str]:
        (fail,) = found("esm-sqs-visibility", *event_sources.consumed(visible, 10.0))
        return fail.message, fail.severity, fail.fix

    assert told(30.0) == (
        "Messages come back after 30 seconds, and 'work' may run 10: 60 leave room for retries.",
        None,
        "visibility_timeout_seconds=60",
    )
    assert told(9.0) == (
        "Messages come back after 9 seconds, and 'work' may run 10: Lambda refuses the mapping.",
        "high",
        "visibility_timeout_seconds=60",
    )


def test_logs_of_errors_are_too_little_where_all_is_asked_for() -> None:
    machine = one(step_functions.MACHINE, step_functions.logged("ERROR"))

    (told,) = found("sfn-logging", machine, least_level="ALL")

    assert told.message == 'Executions are logged at "ERROR", and ALL is asked for.'


def test_the_tasks_that_may_wait_for_ever_are_named() -> None:
    states = {name: step_functions.task() for name in ("Pay", "Ship", "Bill")}
    machine = one(step_functions.MACHINE, step_functions.machine(states))

    assert [one.message for one in found("sfn-timeout", machine)] == [
        "Unanswered, Bill, Pay, Ship may wait for a year, Step Functions' own limit."
    ]
    assert [one.message for one in found("sfn-retry", machine)] == [
        "A passing error fails the execution at Bill, Pay, Ship: no Retry.",
        "Nothing handles a failure of Bill, Pay, Ship: no Catch.",
    ]


@pytest.mark.parametrize("rule_id", ["sfn-definition", "sfn-timeout", "sfn-retry"])
def test_nothing_of_a_secret_definition_is_told(rule_id: str) -> None:
    states = {"hunter2": step_functions.task(Next="hunter3")}
    document = json.dumps({"StartAt": "hunter2", "States": states})
    machine = one(step_functions.MACHINE, {"definition": Secret(document)})

    told = found(rule_id, machine)

    assert told
    assert "hunter" not in " ".join(one.message + one.path + one.fix for one in told)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "States",
                        "StartAt",
                        "Next",
                        "Branches",
                        "Catch",
                        "Choices",
                        "Type",
                        "Iterator",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_no_definition_breaks_a_rule(document: object) -> None:
    pack = Pack([by_id(rule_id) for rule_id in step_functions.CASES])

    assert list(pack.judge(one(step_functions.MACHINE, {"definition": json.dumps(document)})))


def test_states_within_states_without_end_are_looked_at_for_a_while() -> None:
    document: dict[str, object] = {"StartAt": "x", "States": {}}
    for _ in range(200):
        state = {"Type": "Map", "End": True, "ItemProcessor": document}
        document = {"StartAt": "x", "States": {"x": state}}
    machine = one(step_functions.MACHINE, {"definition": json.dumps(document)})

    assert found("sfn-definition", machine) == []
