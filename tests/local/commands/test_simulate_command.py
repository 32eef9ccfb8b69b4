"""``bulwark simulate`` and ``bulwark context-keys`` as their users run them."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from local.cli import main
from tests.support.projects import write

ACCOUNT: Final = "111122223333"
QUEUE: Final = f"arn:aws:sqs:eu-central-1:{ACCOUNT}:demo-dev-jobs"
PROGRAM: Final = f"""
import json, pulumi, pulumi_aws as aws
provider = aws.Provider("main", region="eu-central-1", allowed_account_ids=["{ACCOUNT}"])
of = pulumi.ResourceOptions(provider=provider)

def document(*statements):
    return json.dumps({{"Version": "2012-10-17", "Statement": list(statements)}})

def role(name, *statements, **more):
    trust = {{"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {{"Service": "lambda.amazonaws.com"}}}}
    made = aws.iam.Role(name, name=f"demo-dev-{{name}}", opts=of, tags={{"team": "red"}},
        assume_role_policy=document(trust))
    aws.iam.RolePolicy(name, name="grants", role=made.name, opts=of, policy=document(*statements))
    return made

send = {{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "{QUEUE}"}}
own = {{"Effect": "Allow", "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::home/${{aws:PrincipalTag/team}}/*"}}
sender = role("sender-role", send, own)
role("reader", {{"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "*"}})
aws.iam.Group("people", name="people", opts=of)
aws.iam.RolePolicyAttachment("more", role=sender.name, opts=of,
    policy_arn="arn:aws:iam::999999999999:policy/theirs")
aws.lambda_.Function("send", name="demo-dev-send_mail", role=sender.arn, runtime="python3.12",
    handler="x.y", code=pulumi.AssetArchive({{"x.py": pulumi.StringAsset("")}}), opts=of)
plain = {{"Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": "sqs:*",
    "Resource": "{QUEUE}", "Condition": {{"Bool": {{"aws:SecureTransport": "false"}}}}}}
aws.sqs.Queue("jobs", name="demo-dev-jobs", policy=document(plain), opts=of)
"""

ALLOW: Final = {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/*"}
DENY: Final = {"Sid": "Office", "Effect": "Deny", "Action": "*", "Resource": "*"} | {
    "Condition": {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("project"), PROGRAM)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def file(name: str, *statements: dict[str, Any], version: str = "2012-10-17") -> str:
    Path(name).write_text(json.dumps({"Version": version, "Statement": list(statements)}))
    return name


def outcome(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    written = capsys.readouterr()
    return code, written.out, written.err


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


def test_the_keys_of_a_stack_are_listed_by_document(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = outcome(capsys, "-C", str(project), "context-keys")

    assert (code, err) == (0, "")
    assert out == (
        "RolePolicy sender-role: policy\n"
        "  aws:PrincipalTag/team  Statement[1].Resource[0]\n"
        "Queue jobs: policy\n"
        "  aws:SecureTransport  Statement[0].Condition.Bool\n"
        "5 documents: aws:PrincipalTag/team, aws:SecureTransport\n"
    )


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
