"""``bulwark simulate``: what is no input for it."""

import json
from pathlib import Path

import pytest

from tests.support.commands import outcome
from tests.support.simulated import ALLOW, file


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--action", "s3:GetObject"),
            "--principal: name a role, a user or a function; or give --policy FILE.",
        ),
        (
            ("--policy", "p.json", "--action", "s3:GetObjekt"),
            "--action: s3 has no action 'GetObjekt'. Did you mean s3:GetObject?",
        ),
        (
            ("--policy", "p.json", "--action", "dinamodb:PutItem"),
            "--action: there is no service 'dinamodb'. Did you mean dynamodb?",
        ),
        (
            ("--policy", "p.json", "--action", "s3:Get*"),
            "--action: got 's3:Get*'; give one action such as s3:GetObject.",
        ),
        (
            ("--policy", "p.json", "--action", "s3:GetObject", "--resource", "home"),
            (
                "--resource: got 'home'; give an ARN such as "
                "arn:aws:sqs:eu-central-1:123456789012:name, or *."
            ),
        ),
        (
            ("--policy", "p.json", "--action", "s3:GetObject", "--context", "aws:SourceIp"),
            "--context: got 'aws:SourceIp'; give a key and a value, as aws:SourceIp=192.0.2.1.",
        ),
        (
            ("--policy", "p.json", "--action", "s3:GetObject", "--resource-account", "12"),
            "--resource-account: got '12'; give the 12 digits of an account.",
        ),
        (
            ("--policy", "p.json", "--action", "s3:GetObject", "--principal", "ada"),
            "--principal: got 'ada'; with --policy, give an ARN.",
        ),
        (
            ("--policy", "p.json", "--action", "s3:GetObject", "--stack", "dev"),
            "--policy: a principal of a stack has its own policies. Leave out one.",
        ),
        (
            ("--policy", "none.json", "--action", "s3:GetObject"),
            "none.json: No such file or directory.",
        ),
        (
            ("--policy", "bad.json", "--action", "s3:GetObject"),
            (
                "bad.json: not understood as identity policy: Statement[1].Effect: Effect is "
                "'Alow'; AWS takes Allow or Deny, in just this spelling. "
                'Write "Effect": "Allow" or "Deny".'
            ),
        ),
        (
            ("--policy", "p.json", "--action", "s3:GetObject", "--boundary", "two.json"),
            "two.json: holds 2 documents; expected one identity policy.",
        ),
    ],
)
def test_bad_input_of_simulate_is_one_message_and_exit_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    file("p.json", ALLOW)
    file("bad.json", ALLOW, ALLOW | {"Effect": "Alow"})
    Path("two.json").write_text(json.dumps([{"Statement": [ALLOW]}] * 2))

    assert outcome(capsys, "simulate", *arguments) == (2, "", f"error: {message}\n")
