"""Who may become a role: providers' tokens, services that act for others, every way but one."""

from typing import Any

import pytest

from guardrails.iam import deputies, trust
from guardrails.iam.document import DocumentKind, parse

OWN = "123456789012"
GITHUB = "token.actions.githubusercontent.com"
EKS = "oidc.eks.eu-central-1.amazonaws.com/id/ABC"
COGNITO = "cognito-identity.amazonaws.com"
SAML = f"arn:aws:iam::{OWN}:saml-provider/people"
AUDIENCE = {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}


def judged(**statement: Any) -> list[tuple[str, str, str, str, str]]:
    raw = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", **statement}}
    document = parse(raw, DocumentKind.TRUST).document
    assert document is not None
    return [
        (one.rule, one.severity, one.path, one.message, one.fix)
        for one in trust.judge(document, OWN)
    ]


def web(issuer: str, action: str = "sts:AssumeRoleWithWebIdentity", **conditions: Any) -> Any:
    provider = (
        issuer if "." in issuer and issuer in RAW else f"arn:aws:iam::{OWN}:oidc-provider/{issuer}"
    )
    return judged(Principal={"Federated": provider}, Action=action, Condition=conditions)


RAW = {COGNITO, "accounts.google.com", "www.amazon.com"}


def rules(found: list[tuple[str, str, str, str, str]]) -> list[tuple[str, str]]:
    return [(rule, severity) for rule, severity, *_ in found]


def test_github_without_a_subject_is_open_to_every_repository() -> None:
    assert web(GITHUB, StringEquals={f"{GITHUB}:aud": "sts.amazonaws.com"}) == [
        (
            "trust-oidc-github",
            "critical",
            "Statement[0].Principal.Federated[0]",
            (
                "A workflow of any repository on GitHub, whosever it is, can assume the role: no "
                "condition names the token's subject."
            ),
            f'Add "StringLike": {{"{GITHUB}:sub": "repo:<owner>/<repository>:*"}}.',
        )
    ]


@pytest.mark.parametrize(
    "subject",
    ["*", "repo:*", "repo:*/site:*", "repo:acme*", "repo:ac?e/site", "*:ref:refs/heads/main"],
)
def test_github_with_a_subject_of_any_owner_is_as_open(subject: str) -> None:
    assert web(GITHUB, StringLike={f"{GITHUB}:sub": ["repo:acme/site:*", subject]}) == [
        (
            "trust-oidc-github",
            "critical",
            f"Statement[0].Condition.StringLike.{GITHUB}:sub",
            (
                f"{subject} holds to no owner of a repository, so workflows of strangers on GitHub "
                "can assume the role."
            ),
            f'Add "StringLike": {{"{GITHUB}:sub": "repo:<owner>/<repository>:*"}}.',
        )
    ]


@pytest.mark.parametrize(
    "conditions",
    [
        {"StringEqualsIfExists": {f"{GITHUB}:sub": "repo:acme/site:ref:refs/heads/main"}},
        {"ForAllValues:StringLike": {f"{GITHUB}:sub": "repo:acme/*"}},
        {"StringNotLike": {f"{GITHUB}:sub": "repo:evil/*"}},
        {"StringLike": {f"{GITHUB}:repository": "*/site"}},
        {"StringEquals": {f"{GITHUB}:actor": "somebody"}},
    ],
)
def test_what_holds_no_owner_does_not_do_for_github(conditions: dict[str, Any]) -> None:
    assert rules(web(GITHUB, **conditions)) == [("trust-oidc-github", "critical")]


@pytest.mark.parametrize(
    "conditions",
    [
        # A whole organization: who is in it is for the organization to say.
        {"StringLike": {f"{GITHUB}:sub": "repo:acme/*"}},
        {"StringLike": {f"{GITHUB}:sub": ["repo:acme/site:*", "repo:acme/shop:ref:*"]}},
        {"StringLike": {GITHUB.upper() + ":SUB": "repo:acme/site:pull_request"}},
        {"StringEquals": {f"{GITHUB}:sub": "repo:acme/site:environment:prod"}},
        {"ForAnyValue:StringLike": {f"{GITHUB}:sub": "repo:acme/site:*"}},
        {"StringEquals": {f"{GITHUB}:repository_owner_id": "123"}},
        {"StringLike": {f"{GITHUB}:job_workflow_ref": "acme/workflows/.github/workflows/*"}},
    ],
)
def test_github_held_to_an_owner_is_left_alone(conditions: dict[str, Any]) -> None:
    assert web(GITHUB, **conditions) == []


def test_a_shared_provider_without_its_claim_is_open_to_its_other_customers() -> None:
    assert web("gitlab.com") == [
        (
            "trust-oidc-no-aud",
            "critical",
            "Statement[0].Principal.Federated[0]",
            (
                "Every customer of gitlab.com can get a token that assumes the role: no condition "
                "names yours by gitlab.com:sub."
            ),
            'Add "StringEquals": {"gitlab.com:sub": "..."}.',
        )
    ]


@pytest.mark.parametrize(
    ("issuer", "conditions"),
    [
        (COGNITO, {"StringEquals": {f"{COGNITO}:amr": "authenticated"}}),
        ("app.terraform.io", {"StringEquals": {"app.terraform.io:aud": "aws.workload.identity"}}),
        ("app.terraform.io", {"StringLike": {"app.terraform.io:sub": "organization:*"}}),
        ("agent.buildkite.com", {"StringLike": {"agent.buildkite.com:sub": "*"}}),
        ("accounts.google.com", {}),
    ],
)
def test_what_does_not_tell_whose_a_token_is_does_not_do(
    issuer: str, conditions: dict[str, Any]
) -> None:
    assert rules(web(issuer, **conditions)) == [("trust-oidc-no-aud", "critical")]


@pytest.mark.parametrize(
    ("issuer", "conditions"),
    [
        (COGNITO, {"StringEquals": {f"{COGNITO}:aud": "eu-central-1:pool"}}),
        ("app.terraform.io", {"StringLike": {"app.terraform.io:sub": "organization:acme:*"}}),
        ("gitlab.com", {"StringLike": {"gitlab.com:sub": "project_path:acme/site:*"}}),
        ("accounts.google.com", {"StringEquals": {"accounts.google.com:aud": "1.apps"}}),
        ("accounts.google.com", {"StringEquals": {"accounts.google.com:sub": "1234567"}}),
        ("www.amazon.com", {"StringEquals": {"www.amazon.com:app_id": "amzn1.app"}}),
    ],
)
def test_a_shared_provider_held_to_a_customer_is_left_alone(
    issuer: str, conditions: dict[str, Any]
) -> None:
    assert web(issuer, **conditions) == []


def test_every_pod_of_a_cluster_is_too_many() -> None:
    message = (
        "Every pod of the cluster can assume the role: no condition names a service account by "
        "the token's subject."
    )
    (found,) = web(EKS, StringEquals={f"{EKS}:aud": "sts.amazonaws.com"})

    assert found[:2] == ("trust-oidc-no-aud", "high")
    assert found[3] == message
    assert web(EKS, StringLike={f"{EKS}:sub": "system:serviceaccount:*"}) == [found]
    assert web(EKS, StringLike={f"{EKS}:sub": "system:serviceaccount:shop:*"}) == []
    assert web(EKS, StringEquals={f"{EKS}:sub": "system:serviceaccount:shop:web"}) == []


def test_a_provider_of_one_s_own_is_held_to_an_audience_or_a_subject() -> None:
    assert web("id.example.com/tenant") == [
        (
            "trust-oidc-no-aud",
            "high",
            "Statement[0].Principal.Federated[0]",
            (
                "Whoever gets a token of id.example.com/tenant, for whatever it is meant, can "
                "assume the role: no condition names the token's audience or subject."
            ),
            'Add "StringEquals": {"id.example.com/tenant:aud": "<what the token is for>"}.',
        )
    ]
    for claim in ("aud", "sub"):
        assert web("id.example.com", StringEquals={f"id.example.com:{claim}": "x"}) == []
        assert web("id.example.com", StringLike={f"id.example.com:{claim}": "*"}) != []


def test_assertions_are_held_to_an_audience() -> None:
    statement = {"Principal": {"Federated": SAML}, "Action": "sts:AssumeRoleWithSAML"}

    assert judged(**statement) == [
        (
            "trust-oidc-no-aud",
            "medium",
            "Statement[0].Principal.Federated[0]",
            (
                "The provider's assertions for any other application are taken too: no condition "
                "names the audience."
            ),
            'Add "StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}.',
        )
    ]
    assert judged(**statement, Condition=AUDIENCE) == []


def test_a_way_that_the_provider_s_tokens_cannot_go_is_left_alone() -> None:
    assert web(GITHUB, "sts:AssumeRole") == []
    assert web(GITHUB, "sts:TagSession") == []
    assert judged(Principal={"Federated": SAML}, Action="sts:AssumeRoleWithWebIdentity") == []


def test_a_service_that_acts_for_others_is_held_to_an_account() -> None:
    statement = {"Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}

    assert judged(**statement) == [
        (
            "trust-confused-deputy",
            "medium",
            "Statement[0].Principal.Service[0]",
            (
                "states.amazonaws.com acts for every customer of AWS, and nothing here says for "
                "which: another one's resource could make it act as this role."
            ),
            (
                'Add "Condition": {"StringEquals": {"aws:SourceAccount": "<this account>"}, '
                '"ArnLike": {"aws:SourceArn": "<the ARN of the resource that acts>"}}.'
            ),
        )
    ]
    for bound in (
        {"StringEquals": {"aws:SourceAccount": OWN}},
        {"StringEquals": {"aws:SourceOrgID": "o-1"}},
        {"ArnLike": {"aws:SourceArn": f"arn:aws:states:*:{OWN}:stateMachine:*"}},
        {"StringEquals": {"sts:ExternalId": "agreed"}},
    ):
        assert judged(**statement, Condition=bound) == []
    loose = {"ArnLike": {"aws:SourceArn": "arn:aws:states:*:*:stateMachine:*"}}
    assert rules(judged(**statement, Condition=loose)) == [("trust-confused-deputy", "medium")]


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("scheduler.amazonaws.com", True),
        ("logs.eu-central-1.amazonaws.com", True),
        ("states.us-gov-west-1.amazonaws.com", True),
        ("monitoring.rds.amazonaws.com", True),
        ("ecs-tasks.amazonaws.com.cn", True),
        ("lambda.amazonaws.com", False),
        ("ec2.amazonaws.com", False),
        ("rds.amazonaws.com", False),
        ("scheduler.example.com", False),
        ("", False),
    ],
)
def test_a_service_says_for_whom_it_acts_where_aws_documents_it(
    principal: str,
    expected: bool,  # noqa: FBT001 -- a drawn case
) -> None:
    assert deputies.says_for_whom(principal) is expected


def test_every_way_but_one_is_found_beside_who_may_go_it() -> None:
    role = {"AWS": f"arn:aws:iam::{OWN}:role/audit"}

    assert judged(Principal=role, NotAction="sts:TagSession") == [
        (
            "trust-notaction",
            "medium",
            "Statement[0].NotAction",
            (
                "Allow with NotAction lets the principals do everything with the role's sessions "
                "but sts:TagSession, what STS has yet to offer included."
            ),
            "Write the one way to take the role in Action, such as sts:AssumeRole.",
        )
    ]
    assert rules(judged(Principal="*", NotAction="sts:TagSession")) == [
        ("trust-notaction", "medium"),
        ("trust-any-principal", "critical"),
    ]
    assert judged(Principal=role, NotAction="sts:TagSession", Effect="Deny") == []
