"""What the rules about functions that set themselves off say."""

from hypothesis import given
from hypothesis import strategies as st

from guardrails.subjects.loops import loops
from guardrails.subjects.triggers import Edge, Node
from tests.policies.guardrails.rule_cases import cycles
from tests.support.found import found


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
