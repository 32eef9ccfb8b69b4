import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local.cli import main
from local.lint import inputs

Run = Callable[..., tuple[int, str, str]]

READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}
ANYONE = {**READ, "Principal": "*"}
TRUST = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
    "Action": "sts:AssumeRole",
}


def document(*statements: object) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main(["lint", *arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_command


def write(name: str, given: object, **how: Any) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(given if isinstance(given, str) else json.dumps(given, **how), encoding="utf-8")


def kinds(report: str) -> list[tuple[str, str]]:
    return [(one["place"], one["kind"]) for one in json.loads(report)["documents"]]


def test_a_document_without_mistakes_passes(run: Run) -> None:
    write("read.json", document(READ))

    assert run("read.json") == (0, "1 document: nothing found\n", "")


def test_a_finding_is_shown_with_its_line_and_how_to_mend_it(run: Run) -> None:
    write("open.json", document(ANYONE), indent=2)

    code, out, _ = run("open.json")

    assert code == 1
    remedy = '"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-..."}}'
    assert out.splitlines() == [
        "critical policy-public-principal  open.json:8  resource policy",
        "  Anyone in the world can use the resource: s3:GetObject.",
        "  where  Statement[0].Principal",
        f"  fix    Name the principals, or add {remedy}.",
        "1 document: 1 critical",
    ]


@pytest.mark.parametrize(("least", "code"), [("low", 1), ("medium", 0), ("critical", 0)])
def test_the_severity_to_fail_for_can_be_set(run: Run, least: str, code: int) -> None:
    write("typo.json", document({**READ, "Action": "s3:GetObjects"}))

    assert run("typo.json", "--fail-on", least)[0] == code


def test_standard_input_is_read_for_a_dash(run: Run) -> None:
    code, out, _ = run("-", stdin=json.dumps(document(ANYONE)))

    assert code == 1
    assert "  standard input:1  " in out


def test_a_folder_is_searched_for_json(run: Run) -> None:
    write("policies/b.json", document(READ))
    write("policies/deeper/a.json", document(READ))
    write("policies/notes.txt", "{")

    assert run("policies")[:2] == (0, "2 documents: nothing found\n")


def test_a_file_may_hold_many_documents(run: Run) -> None:
    write("list.json", [document(READ), document(ANYONE)])
    write("named.json", {"deploy": document(TRUST), "read": json.dumps(document(READ))})

    code, out, _ = run("list.json", "named.json", "--json", "--account", "123456789012")

    assert code == 1
    assert kinds(out) == [
        ("[0]", "identity policy"),
        ("[1]", "resource policy"),
        ("deploy", "trust policy"),
        ("read", "identity policy"),
    ]


@pytest.mark.parametrize("kind", ["identity", "trust", "resource", "scp", "rcp"])
def test_the_kind_of_the_documents_can_be_said(run: Run, kind: str) -> None:
    write("one.json", document(READ))

    _, out, _ = run("one.json", "--json", "--kind", kind)

    named = {"scp": "service control policy", "rcp": "resource control policy"}
    assert kinds(out) == [("", named.get(kind, f"{kind} policy"))]


def test_the_account_tells_whose_a_principal_is(run: Run) -> None:
    write("trust.json", document(TRUST))

    assert run("trust.json", "--account", "123456789012")[0] == 0
    assert run("trust.json", "--account", "999999999999")[0] == 1
    code, out, err = run("trust.json", "--account", "12345")
    assert (code, out) == (2, "")
    assert err == "error: --account '12345': expected the 12 digits of an account.\n"


def test_a_malformed_document_is_told_beside_the_others(run: Run) -> None:
    write("bad.json", document({**READ, "Effect": "Perhaps"}), indent=1)
    write("open.json", document(ANYONE))

    code, out, _ = run("bad.json", "open.json")

    assert code == 2
    assert out.splitlines()[0] == "medium malformed-policy  bad.json:5  identity policy"
    assert out.splitlines()[-1] == "2 documents: 1 critical, 1 medium, 1 malformed"


def test_a_text_that_is_no_json_is_a_malformed_document(run: Run) -> None:
    write("bad.json", '{"Version"')

    code, out, _ = run("bad.json")

    assert code == 2
    assert out.splitlines()[:2] == [
        "high malformed-policy  bad.json  identity policy",
        "  The document is no JSON: Expecting ':' delimiter: line 1 column 11 (char 10).",
    ]


def test_a_document_above_the_limit_of_its_kind_is_told(run: Run) -> None:
    actions = [f"s3:GetObject{'?' * at}" for at in range(140)]
    write("large.json", document({**READ, "Action": actions}))

    _, out, _ = run("large.json", "--json")

    (found,) = [one for one in json.loads(out)["findings"] if one["rule"] == "policy-size"]
    assert found["message"] == "There are 11,934 characters; AWS takes 6,144 for a managed policy."


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("[]", "holds no policy document"),
        ('{"a": 1}', "holds no policy document"),
        ("[1, 2]", "holds no policy document"),
        ('"text"', "holds no policy document"),
    ],
)
def test_a_file_without_documents_is_bad_input(run: Run, given: str, message: str) -> None:
    write("other.json", given)

    code, out, err = run("other.json")

    assert (code, out) == (2, "")
    assert err.startswith(f"error: other.json: {message}. Expected a policy document, ")


def test_what_cannot_be_read_is_bad_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("empty").mkdir()
    Path("bytes.json").write_bytes(b"\xff\xfe")
    write("many.json", [document(READ)] * 3)
    write("large.json", " " * 2_000)
    monkeypatch.setattr(inputs, "MOST_DOCUMENTS", 2)

    assert run("missing.json")[2] == "error: missing.json: No such file or directory.\n"
    assert run("empty")[2] == (
        "error: empty: the folder has no file *.json. Name a file, or another folder.\n"
    )
    assert run("bytes.json")[2] == "error: bytes.json: not UTF-8 text (byte 0).\n"
    assert run("many.json")[2] == ("error: many.json: holds more than 2 documents. Split it.\n")
    monkeypatch.setattr(inputs, "LARGEST_BYTES", 1_024)
    assert run("large.json")[0] == 2


def test_nothing_of_a_document_acts_on_the_terminal(run: Run) -> None:
    write("evil.json", {"\x1b[31mname": document({**READ, "Action": "s3:\x1b]0;x\x07"})})

    _, out, _ = run("evil.json")

    assert "\x1b" not in out
    assert "\x07" not in out


def test_the_report_for_programs_keeps_its_shape(run: Run) -> None:
    write("typo.json", document({**READ, "Action": "s3:GetObjects"}))

    code, out, _ = run("typo.json", "--json", "--fail-on", "high")

    report = json.loads(out)
    assert code == 0
    assert report["documents"] == [
        {"file": "typo.json", "place": "", "kind": "identity policy", "malformed": False}
    ]
    assert report["fail_on"] == "high"
    assert [sorted(one) for one in report["findings"]] == [
        ["file", "fix", "line", "message", "path", "place", "rule", "severity"]
    ]
