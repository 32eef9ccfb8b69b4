"""What people and programs read of calls and grants."""

import io
import json
from collections.abc import Callable

from rich.console import Console

from local.emulator.journal import Recorded
from local.usage import report
from local.usage.found import Place, Unresolved
from local.usage.recorded import Seen, seen
from local.usage.result import Usage
from tests.support.usage import allow, arn, call, compared, role

ORDERS = arn("dynamodb", "table/orders")
GET, PUT = call("dynamodb", "GetItem", "orders"), call("dynamodb", "PutItem", "orders")
ODD = Unresolved(Place("lambda/work/odd.py", 3), "what \x1b[31mexec does is not known")


def shown(show: Callable[[Console], None]) -> list[str]:
    written = io.StringIO()
    show(Console(file=written, width=200, soft_wrap=True, markup=False))
    return written.getvalue().splitlines()


def one(*, matching: bool) -> Usage:
    granted = "dynamodb:GetItem" if matching else "dynamodb:DeleteItem"
    return compared(role(allow(granted, ORDERS)), GET)


def test_what_matches_is_a_line() -> None:
    assert shown(lambda console: report.show(console, [one(matching=True)])) == [
        "calls and grants",
        "  work  1 call, 1 grant: all match",
    ]
    assert report.counts([one(matching=True)]) == []


def test_a_stack_without_functions_has_no_such_section() -> None:
    assert shown(lambda console: report.show(console, [])) == []


def test_what_does_not_match_comes_first_and_the_worst_of_it_before() -> None:
    assert shown(lambda console: report.show(console, [one(matching=False)])) == [
        "high call-without-grant  work",
        "  dynamodb:GetItem on orders is called, and nothing grants it: AWS will refuse the call.",
        "  where  lambda/work/handler.py:7",
        "  fix    Add table.get() to the grants of work, or do without the call.",
        "low (advisory) grant-without-call  work",
        f"  dynamodb:DeleteItem on {ORDERS} is granted, and nothing calls it.",
        "  where  policy.Statement[0].Action[0]",
        "  fix    Remove table.delete() from the grants of work.",
        "calls and grants",
        "  work  1 call, 1 grant: 1 call without a grant, 1 grant without a call",
    ]
    assert report.counts([one(matching=False)] * 2) == [
        "2 calls without a grant",
        "2 grants without a call",
    ]


def test_what_is_not_resolved_is_listed_and_cannot_act_on_the_terminal() -> None:
    usage = compared(role(allow("sqs:ListQueues")), unresolved=(ODD,))

    assert shown(lambda console: report.show(console, [usage])) == [
        "calls and grants",
        "  work  0 calls, 1 grant: 1 not resolved, 1 grant undecided",
        "    not resolved: lambda/work/odd.py:3  what [31mexec does is not known",
    ]


def test_the_report_for_programs_has_every_field() -> None:
    usage = compared(role(allow(["dynamodb:GetItem", "sqs:ListQueues"])), GET, PUT)

    assert json.loads(json.dumps(report.data([usage]))) == [
        {
            "function": "work",
            "calls": [
                {
                    "service": "dynamodb",
                    "operation": operation,
                    "actions": [f"dynamodb:{operation}"],
                    "resource": "orders",
                    "by": "",
                    "file": "lambda/work/handler.py",
                    "line": 7,
                }
                for operation in ("GetItem", "PutItem")
            ],
            "calls_of_other_principals": [],
            "grants": 2,
            "used": [
                {
                    "action": "dynamodb:GetItem",
                    "path": "policy.Statement[0].Action[0]",
                    "reason": "GetItem at lambda/work/handler.py:7",
                }
            ],
            "findings": [
                {
                    "kind": "call-without-grant",
                    "level": "mandatory",
                    "actions": ["dynamodb:PutItem"],
                    "resources": [],
                    "file": "lambda/work/handler.py",
                    "line": 7,
                    "path": "",
                    "message": "dynamodb:PutItem on orders is called, and nothing grants it:"
                    " AWS will refuse the call.",
                    "fix": "Add table.put() to the grants of work, or do without the call.",
                },
                {
                    "kind": "grant-without-call",
                    "level": "advisory",
                    "actions": ["sqs:ListQueues"],
                    "resources": ["*"],
                    "file": "",
                    "line": 0,
                    "path": "policy.Statement[0].Action[1]",
                    "message": "sqs:ListQueues on * is granted, and nothing calls it.",
                    "fix": "Remove sqs:ListQueues from the grants of work.",
                },
            ],
            "unresolved": [],
            "undecided": [],
        }
    ]


def session(role_name: str, name: str) -> str:
    return f"arn:aws:sts::111122223333:assumed-role/{role_name}/{name}"


def test_what_was_recorded_is_held_against_the_source() -> None:
    usage = compared(
        role(allow(["dynamodb:GetItem", "dynamodb:PutItem"])),
        GET,
        PUT,
        call("sts", "GetCallerIdentity"),
    )
    own = session("work", "work")
    recorded = [
        Recorded(own, "dynamodb:GetItem", ORDERS, allowed=True),
        Recorded(own, "sqs:ListQueues", "*", allowed=False),
        Recorded(own, "sts:GetCallerIdentity", "*", allowed=True),
        Recorded(session("work", "somebody"), "sns:Publish", "*", allowed=True),
        Recorded(session("another", "work"), "sns:Publish", "*", allowed=True),
    ]

    assert seen([usage], recorded) == (
        Seen(
            function="work",
            calls=(
                ("dynamodb:GetItem", ORDERS),
                ("sqs:ListQueues", "*"),
                ("sts:GetCallerIdentity", "*"),
            ),
            not_found=("sqs:ListQueues",),
            refused=("sqs:ListQueues",),
            not_called=("dynamodb:PutItem",),
        ),
    )


def test_recorded_calls_are_a_line_each_and_complete_for_programs() -> None:
    recorded = (
        Seen("work", (("a:B", "*"), ("a:C", "x")), ("a:C",), ("a:C",), ("a:D",)),
        Seen("idle", (), (), (), ()),
    )

    assert shown(lambda console: report.show_recorded(console, recorded)) == [
        "calls recorded",
        "  work  1 of the 2 actions that its code calls, not found in its code: a:C, refused: a:C",
        "  idle  0 of the 0 actions that its code calls",
    ]
    assert shown(lambda console: report.show_recorded(console, ())) == []
    assert report.recorded_data(recorded)[0] == {
        "function": "work",
        "calls": [{"action": "a:B", "resource": "*"}, {"action": "a:C", "resource": "x"}],
        "not_found_in_code": ["a:C"],
        "refused": ["a:C"],
        "not_called": ["a:D"],
    }
