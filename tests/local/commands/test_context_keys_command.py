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


READS = ALLOW | {"Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}}
LOST = ALLOW | {"Effect": "allow", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}


def test_what_could_not_be_read_of_a_document_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    file("part.json", READS, LOST)

    code, out, err = outcome(capsys, "context-keys", "part.json")

    message = (
        "Statement[1].Effect: Effect is 'allow'; AWS takes Allow or Deny, in just this spelling."
    )
    assert (code, err) == (0, "")
    assert out == (
        f"part.json  {message}\n"
        "  aws:PrincipalTag/team  Statement[0].Condition.StringEquals\n"
        "1 document: aws:PrincipalTag/team\n"
    )
    _, out, _ = outcome(capsys, "context-keys", "part.json", "--json")
    (document,) = json.loads(out)["documents"]
    assert document["problem"] == message
    assert [one["key"] for one in document["keys"]] == ["aws:PrincipalTag/team"]


def test_an_operator_that_stands_twice_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    twice = json.dumps({"Version": "2012-10-17", "Statement": READS}).replace(
        '"StringEquals"', '"StringEquals": {"aws:SourceVpc": "vpc-1"}, "StringEquals"'
    )
    Path("twice.json").write_text(twice)

    code, out, _ = outcome(capsys, "context-keys", "twice.json")

    assert code == 0
    assert out.splitlines()[0] == (
        "twice.json  Statement.Condition.StringEquals: The key 'StringEquals' stands twice in one "
        "object; only the last one was read."
    )


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        (
            [LOST],
            (
                "lost.json: Statement[0].Effect: Effect is 'allow'; AWS takes Allow or Deny, in "
                'just this spelling. Write "Effect": "Allow" or "Deny".'
            ),
        ),
        (
            [LOST, {"Effect": "Deny"}],
            (
                "lost.json: Statement[0].Effect: Effect is 'allow'; AWS takes Allow or Deny, in "
                'just this spelling. Write "Effect": "Allow" or "Deny".'
            ),
        ),
    ],
)
def test_a_document_of_which_nothing_could_be_read_is_bad_input(
    capsys: pytest.CaptureFixture[str], statements: list[dict[str, object]], message: str
) -> None:
    file("lost.json", *statements)

    assert outcome(capsys, "context-keys", "lost.json") == (2, "", f"error: {message}\n")


def test_what_aws_would_not_take_and_reads_no_key_is_told_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    file("odd.json", ALLOW | {"Resource": ["home", "house"]})

    code, out, _ = outcome(capsys, "context-keys", "odd.json")

    assert code == 0
    assert out == (
        "odd.json  Statement[0].Resource[0]: The resource is 'home'; AWS takes * or an ARN. "
        "1 more: `bulwark lint` tells them.\n"
        "1 document: no key is read\n"
    )


def test_a_stack_s_malformed_document_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, PROGRAM.replace('"Deny", "Principal"', '"deny", "Principal"'))

    code, out, _ = outcome(capsys, "-C", str(tmp_path), "context-keys")

    assert code == 0
    assert (
        "Queue jobs: policy  Statement[0].Effect: Effect is 'deny'; AWS takes Allow or Deny, in "
        "just this spelling.\n"
    ) in out
