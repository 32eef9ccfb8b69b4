"""``bulwark context-keys`` as its users run it."""

import json
from pathlib import Path

import pytest

from tests.support.commands import outcome
from tests.support.projects import write
from tests.support.simulated import ALLOW, DENY, PROGRAM, file


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_keys_of_a_stack_are_listed_by_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, PROGRAM)

    code, out, err = outcome(capsys, "-C", str(tmp_path), "context-keys")

    assert (code, err) == (0, "")
    assert out == (
        "RolePolicy sender-role: policy\n"
        "  aws:PrincipalTag/team  Statement[1].Resource[0]\n"
        "Queue jobs: policy\n"
        "  aws:SecureTransport  Statement[0].Condition.Bool\n"
        "5 documents: aws:PrincipalTag/team, aws:SecureTransport\n"
    )


def test_the_keys_of_files_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    tagged = ALLOW | {"Resource": "arn:aws:s3:::home/${aws:username}/*"}
    names = (file("a.json", tagged), file("b.json", DENY), file("c.json", ALLOW))

    assert outcome(capsys, "context-keys", *names) == (
        0,
        (
            "a.json\n"
            "  aws:username  Statement[0].Resource[0]\n"
            "b.json\n"
            "  aws:SourceIp  Statement[0].Condition.NotIpAddress\n"
            "3 documents: aws:SourceIp, aws:username\n"
        ),
        "",
    )
    _, out, _ = outcome(capsys, "context-keys", "c.json")
    assert out == "1 document: no key is read\n"
    _, out, _ = outcome(capsys, "context-keys", "b.json", "--json")
    place = "Statement[0].Condition.NotIpAddress.aws:SourceIp"
    assert json.loads(out) == {
        "documents": [
            {
                "name": "b.json",
                "problem": None,
                "keys": [{"key": "aws:SourceIp", "places": [place]}],
            }
        ],
        "keys": ["aws:SourceIp"],
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.json",), "none.json: No such file or directory."),
        (("a.json", "--stack", "dev"), "FILE: give documents, or a stack's resources; not both."),
        (
            ("bad.json",),
            (
                "bad.json: Statement is empty; AWS takes one or more statements. "
                'Write "Statement": [{"Effect": ..., ...}].'
            ),
        ),
    ],
)
def test_bad_input_of_context_keys_is_one_message_and_exit_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    file("a.json", ALLOW)
    file("bad.json")

    assert outcome(capsys, "context-keys", *arguments) == (2, "", f"error: {message}\n")
