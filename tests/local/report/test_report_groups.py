"""Reports of much: equal findings together, and counts for who reads only the end."""

import io

from rich.console import Console

from local.policy.client import Judgement, Remedied, Undetermined, Violation
from local.report import text

QUEUE = "aws:sqs/queue:Queue"


def violation(name: str, rule: str = "sqs-tls", **further: str) -> Violation:
    about = {"urn": f"urn:{name}", "type": QUEUE, "name": name, "level": "mandatory"}
    says = {"message": "It speaks HTTP.", "path": "policy", "fix": "Deny it.\nFor all."}
    return Violation(**{"rule": rule, "severity": "high", **about, **says, **further})


def lines(judged: Judgement, *, width: int | None = None) -> list[str]:
    written = io.StringIO()
    console = Console(file=written, width=width or 400, soft_wrap=width is None, markup=False)
    text.check(console, "a.json", 3, judged, {})
    return written.getvalue().splitlines()


def test_equal_findings_are_one_with_the_resources_below() -> None:
    judged = Judgement((violation("a"), violation("b"), violation("c", message="It may.")))

    assert lines(judged) == [
        "high sqs-tls  2 resources",
        "  It speaks HTTP.",
        "  where  policy",
        "  fix    Deny it.",
        "         For all.",
        f"  on     {QUEUE} a",
        f"         {QUEUE} b",
        f"high sqs-tls  {QUEUE} c",
        "  It may.",
        "  where  policy",
        "  fix    Deny it.",
        "         For all.",
        "a.json: 3 resources, 3 violations",
    ]


def test_paths_that_differ_stand_beside_their_resources() -> None:
    judged = Judgement((violation("a", fix=""), violation("b", fix="", path="policy[1]")))

    assert lines(judged)[2:4] == [f"  on     {QUEUE} a: policy", f"         {QUEUE} b: policy[1]"]


def test_several_paths_of_one_resource_are_its_own() -> None:
    judged = Judgement((violation("a", fix=""), violation("a", fix="", path="policy[1]")))

    assert lines(judged)[:-1] == [
        f"high sqs-tls  {QUEUE} a",
        "  It speaks HTTP.",
        "  where  policy",
        "         policy[1]",
    ]


def test_ten_resources_are_named_and_the_others_counted() -> None:
    shown = lines(Judgement(tuple(violation(f"q{number}") for number in range(75))))

    assert shown[0] == "high sqs-tls  75 resources"
    assert shown[-3:] == [
        f"         {QUEUE} q9",
        "         and 65 more",
        "a.json: 3 resources, 75 violations",
    ]


def test_what_differs_in_level_or_waiver_stands_apart() -> None:
    waiver = "until 2027-01-31 by ops: public"
    judged = Judgement(
        (
            violation("a"),
            violation("b", level="advisory"),
            violation("c", level="advisory", waiver=waiver),
        )
    )

    headings = [line for line in lines(judged) if line.startswith("high")]
    assert headings == [
        f"high sqs-tls  {QUEUE} a",
        f"high (advisory) sqs-tls  {QUEUE} b",
        f"high (waived) sqs-tls  {QUEUE} c",
    ]


def test_what_is_about_no_single_resource_says_so() -> None:
    unused = violation("", type="", urn="", level="advisory", severity="low")

    assert lines(Judgement((unused,)))[0] == "low (advisory) sqs-tls  the stack as a whole"


def test_what_was_not_judged_or_was_remedied_is_counted_too() -> None:
    undetermined = tuple(
        Undetermined("sqs-tls", "high", f"urn:{name}", QUEUE, name, "policy") for name in "ab"
    )
    remedied = tuple(Remedied("sqs-sse", f"urn:{name}", QUEUE, name) for name in "ab")

    assert lines(Judgement((), undetermined, remedied)) == [
        "remedied sqs-sse  2 resources",
        f"  on     {QUEUE} a",
        f"         {QUEUE} b",
        "not judged, because a value is encrypted in the file, or not known:",
        "  sqs-tls  2 resources: policy",
        f"  on     {QUEUE} a",
        f"         {QUEUE} b",
        "a.json: 3 resources, 0 violations, 2 remedied, 2 undetermined",
    ]


def test_many_findings_end_with_counts_of_rules_the_worst_last() -> None:
    judged = Judgement(
        (
            *(violation(f"q{number}") for number in range(12)),
            violation("a", "open", severity="critical"),
            *(violation("a", f"rule-{number}", level="advisory") for number in range(6)),
            violation("a", "waived", level="advisory", waiver="until 2027-01-31 by ops: x"),
        )
    )

    assert lines(judged)[-11:] == [
        "",
        *(f"high      advisory    1  rule-{number}" for number in range(6)),
        "high      waived      1  waived",
        "high      mandatory  12  sqs-tls",
        "critical  mandatory   1  open",
        "a.json: 3 resources, 13 violations, 6 advisory, 1 waived",
    ]


def test_the_table_holds_the_worst_rules_and_counts_the_others() -> None:
    many = (violation("a", f"rule-{number:02}", level="advisory") for number in range(23))

    shown = lines(Judgement((*many, violation("a"))))

    assert shown[-23:-19] == [
        "",
        "… 4 lesser findings of 4 rules",
        "high      advisory   1  rule-04",
        "high      advisory   1  rule-05",
    ]
    assert shown[-2] == "high      mandatory  1  sqs-tls"


def test_what_does_not_fit_a_terminal_goes_on_below_its_beginning() -> None:
    judged = Judgement((violation("a", message="word " * 12, fix="set " * 12),))

    assert lines(judged, width=40)[1:-1] == [
        "  word word word word word word word",
        "  word word word word word",
        "  where  policy",
        "  fix    set set set set set set set set",
        "         set set set set",
    ]
