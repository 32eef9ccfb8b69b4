"""The page: what stands in it, and what a real browser makes of it."""

import os
import re
from collections.abc import Generator
from pathlib import Path

import pytest

from local.engine.backend import Declared
from local.policy.client import Judgement, Remedied, Undetermined, Violation
from local.report import html
from local.report.found import Found
from tests.support.browser import Browser, browser, installed, served

TABLE = "aws:dynamodb/table:Table"
ROLE = "aws:iam/role:Role"
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
TAB, ENTER, SPACE = "\ue004", "\ue007", " "


def violation(rule: str, severity: str, name: str = "orders", **further: str) -> Violation:
    about = {"urn": f"urn:pulumi:dev::app::{TABLE}::{name}", "type": TABLE, "name": name}
    says = {"message": f"{rule} is broken.", "path": "a.b", "fix": "mend()\nit()"}
    return Violation(
        rule=rule, severity=severity, **{"level": "mandatory", **about, **says, **further}
    )


VIOLATIONS = (
    violation("ddb-pitr", "high"),
    violation("ddb-cmk", "medium", name=HOSTILE, message=HOSTILE),
    violation("sqs-cmk", "low", level="advisory"),
    violation("log-cmk", "medium", level="advisory", waiver="until 2027-01-31 by ops: a copy"),
)


def found(*violations: Violation) -> Found:
    top = Declared("urn:pulumi:dev::app::own:index:App::app", "own:index:App", "app", "", False, {})  # noqa: FBT003 -- custom
    tables = [
        Declared(one.urn, TABLE, one.name, top.urn, True, {})  # noqa: FBT003 -- custom
        for one in {one.urn: one for one in violations}.values()
    ]
    judged = Judgement(
        violations,
        (Undetermined("s3-pab", "high", "urn:b", "aws:s3/bucket:Bucket", "logs", "bucket"),),
        (Remedied("ddb-pitr", "urn:t", TABLE, "archive"),),
    )
    return Found("stack dev", "__main__.py", [top, *tables], judged)


PAGE = html.report(found(*VIOLATIONS))


def test_the_page_loads_nothing_and_runs_only_its_own_script() -> None:
    assert "default-src 'none'" in PAGE
    assert re.search(r"script-src 'sha256-[\w+/=]{44}'", PAGE)
    assert not re.search(r'(src|href)="', PAGE.replace(HOSTILE, ""))
    assert PAGE.count("<script>") == 1


def test_what_comes_from_the_stack_is_text() -> None:
    assert "&lt;img src=x onerror=" in PAGE
    assert "<img" not in PAGE


def test_a_stack_without_a_finding_says_so() -> None:
    page = html.report(Found("stack dev", "__main__.py", [], Judgement()))

    assert "No rule is violated." in page
    assert ">passed<" in page


def test_a_tree_as_deep_as_anybody_likes_is_shown() -> None:
    chain = [
        Declared(f"urn:{depth}", "own:index:App", f"a{depth}", f"urn:{depth - 1}", False, {})  # noqa: FBT003 -- custom
        for depth in range(3000)
    ]

    assert "a10<" in html.report(Found("x", "x", chain, Judgement()))


@pytest.fixture(scope="module")
def window() -> Generator[Browser]:
    driver = installed()
    if driver is None and "CI" not in os.environ:
        pytest.skip("no chromium with its driver: `make browser` installs them")
    assert driver is not None, "CI has to run `make browser` first"
    with browser(driver) as opened:
        yield opened


@pytest.fixture
def page(window: Browser, tmp_path: Path) -> Generator[Browser]:
    (tmp_path / "report.html").write_text(PAGE)
    with served(tmp_path) as address:
        window.open(f"{address}/report.html")
        yield window


RULES = ".finding summary b"
ALL = ["ddb-pitr", "ddb-cmk", "sqs-cmk", "log-cmk"]


@pytest.mark.e2e
def test_the_browser_shows_every_finding_and_refuses_nothing(page: Browser) -> None:
    assert page.shown(RULES) == ALL
    assert page.shown("#shown") == ["4 of 4 findings shown"]
    assert page.script("return document.title") == "Bulwark: stack dev"
    assert [one for one in page.log() if "favicon" not in one["message"]] == []


@pytest.mark.e2e
def test_findings_are_filtered_by_severity_by_kind_and_by_words(page: Browser) -> None:
    def toggle(name: str) -> None:
        page.script("document.querySelector(`input[name=${arguments[0]}]`).click()", name)

    toggle("medium")
    assert page.shown(RULES) == ["ddb-pitr", "sqs-cmk"]
    toggle("advisory")
    assert page.shown(RULES) == ["ddb-pitr"]
    assert page.shown("#shown") == ["1 of 4 findings shown"]
    toggle("medium")
    toggle("advisory")
    toggle("waived")
    assert page.shown(RULES) == ["ddb-pitr", "ddb-cmk", "sqs-cmk"]
    toggle("waived")

    page.script("document.getElementById('search').focus()")
    page.press(*"PITR broken")
    assert page.shown(RULES) == ["ddb-pitr"]


@pytest.mark.e2e
def test_the_keyboard_reaches_and_opens_everything(page: Browser) -> None:
    reached: list[str] = []
    for _ in range(20):
        page.press(TAB)
        reached.append(
            page.script(
                "const at = document.activeElement;"
                "return at.id || at.name || at.querySelector('b')?.innerText || at.tagName"
            )
        )
        if reached[-1] == "ddb-pitr":
            break

    assert reached[:2] == ["search", "critical"]
    assert page.shown(".finding pre") == []
    page.press(ENTER)
    assert page.shown(".finding pre") == ["mend()\nit()"]
    assert page.shown(".finding dd")[:2] == [VIOLATIONS[0].urn, "a.b"]
    page.press(SPACE)
    assert page.shown(".finding pre") == []


@pytest.mark.e2e
def test_nothing_is_wider_than_a_small_window(page: Browser) -> None:
    widths = page.script(
        "document.documentElement.style.width = '360px';"
        "return [...document.querySelectorAll('main *, header *')]"
        ".filter((one) => !one.closest('.map') && one.getBoundingClientRect().right > 362)"
        ".map((one) => one.tagName)"
    )

    assert widths == []
