"""What the rules about functions, their sources and state machines say."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.model import Fail, Scope
from guardrails.pack import Pack
from guardrails.settings import ConfigurationError
from guardrails.subjects import lambda_runtimes
from guardrails.subjects.loops import loops
from guardrails.subjects.triggers import Edge, Node
from guardrails.values import Secret
from guardrails.view import Resource
from tests.policies.guardrails.rule_cases import (
    cycles,
    event_sources,
    function_joins,
    functions,
    step_functions,
)
from tests.policies.guardrails.rule_cases.model import by_id, one

FUNCTION = functions.FUNCTION


def found(rule_id: str, *stack: Resource, **settings: object) -> list[Fail]:
    rule = by_id(rule_id)
    pack = Pack([rule])
    pack.configure({}, {rule_id: settings})
    if rule.scope is Scope.STACK:
        answers = list(pack.judge_stack(stack))
    else:
        answers = [answer for resource in stack for answer in pack.judge(resource)]
    return [one.result for one in answers if isinstance(one.result, Fail)]


def test_a_way_round_is_told_from_the_grant_that_begins_it() -> None:
    (told,) = found("lambda-cycle", *cycles.by_another())

    assert told.message == "'ship' can trigger itself: ship → queue jobs → work → ship."
    assert told.urn.endswith("RolePolicy::ship")
    assert told.path == "policy.Statement[0].Action[0]"
    assert told.fix == "send to another queue, topic, table or bucket, and take the grant away"


def test_a_statement_that_begins_a_way_round_can_be_waived_by_its_sid() -> None:
    statement = cycles.may("sqs:SendMessage", cycles.JOBS, Sid="TryAgain")

    (told,) = found("lambda-cycle", *cycles.from_queue(statement))

    assert told.statement == "TryAgain"


def test_two_functions_on_one_way_round_are_told_once() -> None:
    both = [
        *cycles.function("ping", cycles.may("lambda:InvokeFunction", cycles.arn("pong"))),
        *cycles.function("pong", cycles.may("lambda:InvokeFunction", cycles.arn("ping"))),
    ]

    assert [one.message for one in found("lambda-cycle", *both)] == [
        "'ping' can trigger itself: ping → pong → ping."
    ]
    assert found("lambda-chained", *both) == []


def test_a_function_of_two_ways_round_is_told_the_shorter_and_others_theirs() -> None:
    ring = [
        *cycles.function(
            "a",
            cycles.may("lambda:InvokeFunction", cycles.arn("b")),
            cycles.may("lambda:InvokeFunction", cycles.arn("c")),
        ),
        *cycles.function("b", cycles.may("lambda:InvokeFunction", cycles.arn("a"))),
        *cycles.function("c", cycles.may("lambda:InvokeFunction", cycles.arn("d"))),
        *cycles.function("d", cycles.may("lambda:InvokeFunction", cycles.arn("a"))),
    ]

    assert [one.message for one in found("lambda-cycle", *ring)] == [
        "'a' can trigger itself: a → b → a.",
        "'c' can trigger itself: c → d → a → c.",
    ]


def test_a_long_way_round_is_cut_short_in_the_message() -> None:
    names = [f"f{number:02}" for number in range(20)]
    ring = [
        resource
        for at, name in enumerate(names)
        for resource in cycles.function(
            name, cycles.may("lambda:InvokeFunction", cycles.arn(names[(at + 1) % 20]))
        )
    ]

    (told,) = found("lambda-cycle", *ring)

    assert told.message.endswith("f10 → f11 → 8 more → f00.")


def test_a_grant_of_everything_is_told_of_the_queue_that_comes_back() -> None:
    everywhere = cycles.may("sqs:SendMessage", "*")
    many = [
        resource
        for number in range(120)
        for resource in (
            *cycles.function(f"f{number:03}", everywhere),
            cycles.thing(cycles.QUEUE, f"q{number:03}"),
            cycles.reads(f"arn:aws:sqs:{cycles.PLACE}:q{number:03}", f"f{number:03}"),
        )
    ]

    told = [one.message for one in found("lambda-cycle", *many)]

    assert len(told) == 120
    assert told[119] == "'f119' can trigger itself: f119 → queue q119 → f119."


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=30))
def test_a_way_round_is_found_from_every_node_that_has_one(pairs: set[tuple[int, int]]) -> None:
    nodes = [Node(str(number), "", str(number)) for number in range(8)]
    edges = [Edge(nodes[a], nodes[b], filtered=False, holder="", path="") for a, b in sorted(pairs)]
    reached = {node: {b for a, b in pairs if a == node} for node in range(8)}
    for _ in range(8):
        for node, targets in reached.items():
            reached[node] = targets.union(*(reached[target] for target in targets))

    ways = list(loops(edges, [node.urn for node in nodes]))

    on_ways = {edge.source.urn for way in ways for edge in way}
    assert on_ways == {str(node) for node, targets in reached.items() if node in targets}
    for way in ways:
        following = (*way[1:], way[0])
        assert all(a.target == b.source for a, b in zip(way, following, strict=True))


def test_who_waits_for_functions_is_told_once_with_all_of_them() -> None:
    statement = cycles.may("lambda:InvokeFunction", cycles.arn("*"), Sid="Call")
    waiting = [
        *cycles.function("work", statement),
        *cycles.function("ship"),
        *cycles.function("bill"),
    ]
    # Its own name is among them: that is a way round, and told as one.
    (told,) = found("lambda-chained", *waiting)

    assert told.message == "'work' may invoke bill, ship and wait for the answer."
    assert (told.statement, told.fix) == (
        "Call",
        "a state machine of Step Functions, or a queue between them",
    )


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
