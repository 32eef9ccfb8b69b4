"""The in-process preview says what the real engine says, resource by resource, rule by rule."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from local.engine.project import find_project, read_stack
from local.policy import OWN_PACK
from local.preview import preview
from local.provider.server import serve
from local.pulumi.events import Events
from local.pulumi.workspace import Workspace, workspace
from tests.support import projects

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[3]
# The real engine has no other stack's preview to take an account from.
ACCOUNT = ("bulwark:accountId", "111122223333")
PROVIDER = "aws.Provider('aws', region='eu-central-1', allowed_account_ids=['111122223333'])"


@pytest.fixture(name="port", scope="module")
def provider_port() -> Iterator[int]:
    with serve() as served:
        yield served.port


def real(engine: Workspace, stack: str, *before: tuple[str, ...]) -> tuple[int, str, Events]:
    """The stack's first preview by the real engine."""
    engine.run("stack", "init", stack)
    for command in before:
        done = engine.run(*command, "-s", stack)
        assert done.returncode == 0, done.stderr
    log = engine.folder / "events"
    done = engine.run(
        "preview", "-s", stack, "--event-log", str(log), "--policy-pack", str(OWN_PACK)
    )
    return done.returncode, done.stdout, Events.read(log)


@pytest.mark.parametrize("name", ["org", "local", "dev", "prod"])
def test_each_stack_of_the_project_is_the_same_to_both(pulumi: Path, port: int, name: str) -> None:
    stack, before = read_stack(find_project(ROOT), name), []
    if name in {"dev", "prod"}:
        before = [("config", "set", *ACCOUNT)]
        stack = replace(stack, values={**stack.values, **dict([ACCOUNT])})
    ours = preview(stack, [OWN_PACK])

    with workspace(pulumi, ROOT, provider_port=port) as engine:
        code, output, theirs = real(engine, name, *before)

    assert code == 0, output
    assert theirs.findings == {*ours.judgement.violations, *ours.judgement.undetermined} == set()
    root = f"urn:pulumi:{name}::bulwark::pulumi:pulumi:Stack::bulwark-{name}"
    declared = {one.urn for one in ours.run.resources if not one.external}
    assert theirs.steps == dict.fromkeys([root, *declared], "create")


VIOLATING = {
    "a bucket policy open to everyone": """
        bucket = aws.s3.Bucket("data", bucket="data", opts=own)
        open_to_all = {
            "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::data/*",
        }
        aws.s3.BucketPolicy("data", bucket="data", policy=document(open_to_all), opts=own)
    """,
    "an unknown ARN in an access document": """
        queue = aws.sqs.Queue("jobs", name="jobs", opts=own)
        policy = queue.arn.apply(
            lambda arn: document({"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": arn})
        )
        aws.iam.Policy("send", name="send", policy=policy, opts=own)
    """,
    "all of IAM": """
        everything = {"Effect": "Allow", "Action": "iam:*", "Resource": "*"}
        aws.iam.Policy("deploy", name="deploy", policy=document(everything), opts=own)
    """,
    "a shared role and an open function": """
        role = aws.iam.Role("work", name="work", assume_role_policy=document({
            "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }), opts=own)
        for name in ("one", "two"):
            aws.lambda_.Function(name, name=name, role=role.arn, opts=own)
        aws.lambda_.FunctionUrl("one", function_name="one", authorization_type="NONE", opts=own)
    """,
}
PROGRAM = f"""
import json
import pulumi
import pulumi_aws as aws

own = pulumi.ResourceOptions(provider={PROVIDER})


def document(statement):
    return json.dumps({{"Version": "2012-10-17", "Statement": [statement]}})

"""


@pytest.mark.parametrize("violating", VIOLATING.values(), ids=VIOLATING)
def test_a_violation_is_the_same_to_both(
    pulumi: Path, port: int, tmp_path: Path, violating: str
) -> None:
    projects.write(tmp_path, PROGRAM + dedent(violating))
    ours = preview(projects.stack(tmp_path), [OWN_PACK])

    with workspace(pulumi, tmp_path, provider_port=port) as engine:
        code, output, theirs = real(engine, "dev")

    assert code != 0
    assert ours.judgement.refused
    assert theirs.findings == {*ours.judgement.violations, *ours.judgement.undetermined}
    for violation in ours.judgement.violations:
        for told in (violation.rule, violation.name, violation.fix):
            assert told in output
