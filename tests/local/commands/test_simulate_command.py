"""``bulwark simulate`` as its users run it."""

import json
from pathlib import Path

import pytest

from tests.support.commands import outcome
from tests.support.projects import write
from tests.support.simulated import ACCOUNT, ALLOW, DENY, PROGRAM, QUEUE, file


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("project"), PROGRAM)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def simulated(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code, out, err = outcome(capsys, "simulate", *arguments)
    assert err == ""
    return code, out


UNREAD = "not known of demo-dev-sender-role: policyArn of more\n"


@pytest.mark.parametrize(
    "name", ["demo-dev-sender-role", "sender-role", "sender", "demo-dev-send_mail", "send-mail"]
)
def test_a_principal_goes_by_its_name_or_its_functions(
    project: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    arguments = ("--principal", name, "--action", "sqs:sendmessage", "--context")
    code, out, _ = outcome(
        capsys, "-C", str(project), "simulate", *arguments, "aws:SecureTransport=true"
    )

    assert out == (
        f"{UNREAD}"
        f"allowed  sqs:SendMessage on {QUEUE}\n"
        "  allow  identity policies, grants: Statement[0]\n"
        "demo-dev-sender-role: 1 allowed\n"
    )
    assert code == 0


def test_the_resources_own_policy_has_a_say(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("-C", str(project), "simulate", "--principal", "sender", "--action", "sqs:SendMessage")

    code, out, _ = outcome(capsys, *asked)
    assert (code, out.splitlines()[1:]) == (
        1,
        [
            f"depends  sqs:SendMessage on {QUEUE}",
            "  on     aws:SecureTransport",
            "  deny?  resource policy, demo-dev-jobs: Statement[0] (Tls)",
            "  allow  identity policies, grants: Statement[0]",
            "demo-dev-sender-role: 1 depends",
        ],
    )

    code, out, _ = outcome(capsys, *asked, "--context", "aws:SecureTransport=false")
    assert (code, out.splitlines()[1:]) == (
        1,
        [
            f"explicitly denied  sqs:SendMessage on {QUEUE}",
            "  deny   resource policy, demo-dev-jobs: Statement[0] (Tls)",
            "demo-dev-sender-role: 1 explicitly denied",
        ],
    )

    assert outcome(capsys, *asked, "--complete")[0] == 0
    assert outcome(capsys, *asked, "--context", "aws:SecureTransport=")[0] == 0


def test_a_principals_tags_are_known(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def code(team: str) -> int:
        resource = f"arn:aws:s3:::home/{team}/x"
        asked = ("--principal", "sender", "--action", "s3:GetObject", "--resource", resource)
        return outcome(capsys, "-C", str(project), "simulate", *asked)[0]

    assert (code("red"), code("blue")) == (0, 1)


def test_people_read_why_nothing_allows_it(capsys: pytest.CaptureFixture[str]) -> None:
    policy = file("policy.json", ALLOW, ALLOW | {"Condition": {"Null": {"aws:username": "false"}}})
    who = ("--principal", f"arn:aws:iam::{ACCOUNT}:role/r", "--policy", policy)
    on = ("--resource", "arn:aws:s3:::home/x", "--resource", "arn:aws:s3:::away/x")
    limits = ("--boundary", file("boundary.json", ALLOW | {"Action": "s3:Put*"}))

    code, out = simulated(capsys, *who, "--action", "s3:GetObject", *on, *limits)

    assert code == 1
    assert out == (
        "implicitly denied  s3:GetObject on arn:aws:s3:::home/x\n"
        "  why    nothing allows it in the permissions boundary\n"
        "  near   identity policies, policy.json: Statement[1], but not under its "
        "Condition.Null.aws:username\n"
        "implicitly denied  s3:GetObject on arn:aws:s3:::away/x\n"
        "  why    nothing allows it in the identity policies and the permissions boundary\n"
        "  near   identity policies, policy.json: Statement[0], but not this resource\n"
        "  near   identity policies, policy.json: Statement[1], but not this resource\n"
        f"arn:aws:iam::{ACCOUNT}:role/r: 2 implicitly denied\n"
    )


def test_levels_of_files_stand_beside_full_access(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--policy", file("policy.json", ALLOW), "--action", "s3:GetObject")
    level = ("--scp", file("office.json", DENY))

    code, out = simulated(capsys, *asked, *level)
    assert (code, out) == (
        1,
        (
            "depends  s3:GetObject on arn:aws:s3:::home/*\n"
            "  on     aws:SourceIp\n"
            "  deny?  SCP level 1, office.json: Statement[0] (Office)\n"
            "  allow  identity policies, policy.json: Statement[0]\n"
            "policy.json: 1 depends\n"
        ),
    )
    assert simulated(capsys, *asked, *level, "--context", "aws:SourceIp=192.0.2.1")[0] == 0

    narrow = ("--scp", file("narrow.json", ALLOW | {"Action": "s3:Put*"}))
    code, out = simulated(capsys, *asked, *level, *narrow, "--context", "aws:SourceIp=192.0.2.1")
    assert (code, out.splitlines()[1]) == (1, "  why    nothing allows it in the SCP level 2")


def test_programs_read_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    policy = file("policy.json", ALLOW | {"Sid": "Home"})
    rcp = file("rcp.json", DENY | {"Principal": "*"})
    session = file("session.json", ALLOW)
    asked = ("--policy", policy, "--action", "s3:GetObject", "--rcp", rcp)

    code, out = simulated(capsys, *asked, "--session-policy", session, "--json")

    assert code == 1
    assert json.loads(out) == {
        "principal": "policy.json",
        "arn": None,
        "notes": [],
        "results": [
            {
                "action": "s3:GetObject",
                "resource": "arn:aws:s3:::home/*",
                "answer": "depends",
                "depends_on": ["aws:SourceIp"],
                "lacking": [],
                "statements": [
                    {
                        "layer": layer,
                        "policy": name,
                        "effect": effect,
                        "statement": "Statement[0]",
                        "sid": sid,
                        "certain": effect == "Allow",
                        "fails_at": None,
                    }
                    for layer, name, effect, sid in (
                        ("RCP level 1", "rcp.json", "Deny", "Office"),
                        ("identity policies", "policy.json", "Allow", "Home"),
                        ("session policy", "", "Allow", None),
                    )
                ],
                "near": [],
            }
        ],
    }


def test_a_trust_policy_is_the_resources_policy_of_a_role(
    capsys: pytest.CaptureFixture[str],
) -> None:
    trust = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
    policy = file("policy.json", {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"})
    role = f"arn:aws:iam::{ACCOUNT}:role/target"
    who = ("--principal", f"arn:aws:iam::{ACCOUNT}:user/ada", "--policy", policy)
    asked = (*who, "--action", "sts:AssumeRole", "--resource", role)

    code, out = simulated(capsys, *asked)
    assert (code, out.splitlines()[1]) == (
        1,
        "  on     the resource's own policy (--resource-policy FILE)",
    )
    assert simulated(capsys, *asked, "--resource-policy", file("trust.json", trust))[0] == 0


def test_a_bucket_of_another_account_asks_for_its_policy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    who = ("--principal", f"arn:aws:iam::{ACCOUNT}:user/ada", "--policy", file("p.json", ALLOW))
    asked = (*who, "--action", "s3:GetObject", "--resource", "arn:aws:s3:::home/x")

    assert simulated(capsys, *asked)[0] == 0
    assert simulated(capsys, *asked, "--resource-account", "444455556666")[0] == 1


def test_what_aws_would_read_otherwise_is_noted(capsys: pytest.CaptureFixture[str]) -> None:
    resource = "arn:aws:s3:::home/${aws:username}/*"
    policy = file("old.json", ALLOW | {"Resource": resource}, version="2008-10-17")

    code, out = simulated(
        capsys,
        "--policy",
        policy,
        "--action",
        "s3:GetObject",
        "--resource",
        "arn:aws:s3:::home/a/x",
    )

    assert code == 1
    assert out.splitlines()[0].startswith(
        f"old.json: Statement[0]: '{resource}' holds a policy variable"
    )


def test_an_action_of_a_service_that_is_not_known_is_taken_as_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    policy = file("p.json", ALLOW | {"Action": "*", "Resource": "*"})

    code, out = simulated(capsys, "--policy", policy, "--action", "zzzzzzzz:DoThings")

    assert code == 0
    assert out.splitlines()[0].startswith("not known: the service zzzzzzzz, in the reference of 20")


def test_a_resource_that_the_action_does_not_work_on_is_noted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ("--policy", file("p.json", ALLOW), "--action", "s3:GetObject", "--resource")

    _, out = simulated(capsys, *asked, QUEUE)
    assert out.splitlines()[0] == f"s3:GetObject works on no resource like {QUEUE}"
    for resource in ("arn:aws:s3:::home/x", "arn:aws:s3:::home/*", "*"):
        assert "works on no" not in simulated(capsys, *asked, resource)[1]
    listing = ("--policy", "p.json", "--action", "sqs:ListQueues", "--resource", "*")
    assert "works on no" not in simulated(capsys, *listing)[1]


def test_a_terminal_is_not_acted_on(capsys: pytest.CaptureFixture[str]) -> None:
    policy = file("p.json", ALLOW | {"Resource": "arn:aws:s3:::a\x1b[31m\u202eb/*"})

    _, out = simulated(capsys, "--policy", policy, "--action", "s3:GetObject")

    assert "allowed  s3:GetObject on arn:aws:s3:::a[31mb/*\n" in out


def test_a_hostile_pattern_is_answered_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    pattern = "arn:aws:s3:::" + "a*" * 20_000 + "b"
    statements = [{"Effect": "Allow", "Action": "s3:" + "*a" * 5_000, "Resource": pattern}]
    resource = "arn:aws:s3:::" + "a" * 2_000

    code, _ = simulated(
        capsys,
        *("--policy", file("p.json", *statements), "--action", "s3:GetObject"),
        *("--resource", resource),
    )

    assert code == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "sendr",
            "--principal: there is no 'sendr'. Did you mean demo-dev-sender-role?",
        ),
        (
            "qqq",
            "--principal: there is no 'qqq'; there are demo-dev-reader, demo-dev-sender-role.",
        ),
        ("people", "--principal: 'people' is a group, which does nothing itself. Name a user."),
    ],
)
def test_a_name_that_nobody_has_is_answered_with_those_that_are_close(
    project: Path, capsys: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    asked = ("simulate", "--principal", name, "--action", "s3:GetObject")

    code, out, err = outcome(capsys, "-C", str(project), *asked)

    assert (code, out, err) == (2, "", f"error: {message}\n")
