"""What the rules say that do not only repeat what the IAM engine finds."""

import pytest

from guardrails.model import Fail, Scope
from guardrails.pack import Pack
from guardrails.settings import ConfigurationError
from guardrails.values import Secret
from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.account import GROUP, PASSWORDS, STRONG, USER
from tests.policies.guardrails.rule_cases.exposure import ACCOUNT, given_to
from tests.policies.guardrails.rule_cases.model import by_id, one, urn
from tests.policies.guardrails.rule_cases.sharing import ENDPOINT, QUEUE, denial
from tests.policies.guardrails.rule_cases.validity import ROLE, ROLE_POLICY, filled

STRANGER = "999999999999"


def said(rule_id: str, *stack: Resource, **settings: object) -> list[tuple[str, str, str]]:
    rule = by_id(rule_id)
    pack = Pack([rule])
    pack.configure({}, {rule_id: settings})
    if rule.scope is Scope.STACK:
        answers = list(pack.judge_stack(stack))
    else:
        answers = [answer for resource in stack for answer in pack.judge(resource)]
    results = [answer.result for answer in answers]
    return [(one.message, one.fix, one.urn) for one in results if isinstance(one, Fail)]


def test_a_weak_password_policy_is_told_once_with_all_that_it_lacks() -> None:
    assert said("password-policy", one(PASSWORDS, {"minimumPasswordLength": 8})) == [
        (
            (
                "Passwords are weaker than they should be, by minimumPasswordLength, "
                "requireLowercaseCharacters, requireNumbers, requireSymbols, "
                "requireUppercaseCharacters, passwordReusePrevention, maxPasswordAge."
            ),
            (
                "minimum_password_length=14, require_lowercase_characters=True, "
                "require_numbers=True, require_symbols=True, require_uppercase_characters=True, "
                "password_reuse_prevention=24, max_password_age=90"
            ),
            "",
        )
    ]


def test_the_limits_of_passwords_can_be_set() -> None:
    policy = one(PASSWORDS, STRONG)

    assert said("password-policy", policy, minimum_length=15) == [
        (
            "Passwords are weaker than they should be, by minimumPasswordLength.",
            "minimum_password_length=15",
            "",
        )
    ]
    weaker = one(PASSWORDS, {**STRONG, "maxPasswordAge": 365, "passwordReusePrevention": 5})
    assert said("password-policy", weaker, maximum_days=365, remembered=5) == []


def test_a_baseline_without_an_analyzer_is_told_at_what_makes_it_one() -> None:
    assert said("access-analyzer-on", one(PASSWORDS, STRONG, "passwords")) == [
        (
            (
                "This stack is the baseline of an account and declares no access analyzer, which "
                "tells what is open to the outside."
            ),
            "aws.accessanalyzer.Analyzer(analyzer_name=<a name>, type='ACCOUNT')",
            urn(PASSWORDS, "passwords"),
        )
    ]


def test_an_empty_group_and_a_user_of_none_are_told() -> None:
    assert said("group-empty", one(GROUP, {"name": "g"}, "g"), one(USER, {"name": "u"}, "u")) == [
        (
            "The group has no users: its rights wait for whoever is put into it.",
            "a membership, or remove it",
            urn(GROUP, "g"),
        ),
        (
            "The user is in no group: what it may do is its own and reviewed with nobody else's.",
            "a membership, or remove it",
            urn(USER, "u"),
        ),
    ]


@pytest.mark.parametrize(
    ("reset", "end"),
    [({}, "; whoever made it goes on knowing it."), ({"passwordResetRequired": True}, ".")],
)
def test_a_console_password_is_told_with_whether_it_is_changed(
    reset: dict[str, object], end: str
) -> None:
    login = one("aws:iam/userLoginProfile:UserLoginProfile", {"user": "x", **reset})

    ((message, _, _),) = said("console-access", login)

    assert message == (
        f"The user gets a console password, which works without a second factor{end}"
    )


def test_a_long_session_is_told_with_the_limit() -> None:
    role = one(ROLE, {"maxSessionDuration": 43_200})

    assert said("session-duration-long", role) == [
        (
            (
                "Sessions of the role last up to 43200 seconds, and credentials that got lost as "
                "long; allowed: 14400."
            ),
            "max_session_duration=14400 or less",
            "",
        )
    ]
    assert said("session-duration-long", role, maximum_seconds=43_200) == []


def test_a_large_document_is_told_with_how_white_space_counts() -> None:
    queue = one("aws:sqs/queuePolicy:QueuePolicy", {"policy": filled(8_192, spaces=1)}, "q")
    managed = one("aws:iam/policy:Policy", {"policy": filled(6_145, spaces=9)}, "m")
    fix = "drop or merge statements, or split the policy"

    assert said("policy-size", queue, managed) == [
        (
            (
                "There are 6,145 characters, white space not counted; AWS takes 6,144 for a "
                "managed policy."
            ),
            fix,
            managed.urn,
        ),
        ("There are 8,193 characters; AWS takes 8,192 for a queue's policy.", fix, queue.urn),
    ]


def test_the_policies_of_a_role_count_together() -> None:
    role = one(ROLE, {"inlinePolicies": [{"policy": filled(5_000)}], "name": "r"}, "r")
    apart = one(ROLE_POLICY, {"policy": filled(5_241), "role": "r"}, "s")

    assert said("policy-size", role, apart) == [
        (
            (
                "There are 10,241 characters, white space not counted; AWS takes 10,240 for the "
                "inline policies of a role together."
            ),
            "drop or merge statements, or split the policy",
            apart.urn,
        )
    ]
    assert said("policy-size", role, one(ROLE_POLICY, {"policy": filled(5_240), "role": "r"})) == []


def test_the_quota_of_trust_policies_can_be_raised() -> None:
    role = one(ROLE, {"assumeRolePolicy": filled(4_096)})

    assert len(said("policy-size", role)) == 1
    assert said("policy-size", role, trust_characters=4_096) == []


def test_a_principal_of_another_account_is_told_unless_the_account_is_trusted() -> None:
    policy = given_to({"AWS": ACCOUNT}, "sqs:SendMessage")
    queue = one(QUEUE, {"policy": policy}, account_id=STRANGER)

    assert said("resource-policy-cross-account", queue) == [
        (
            (
                "A principal of account 123456789012 may use the resource, whose account is "
                f"{STRANGER}."
            ),
            "Remove it, bound it by aws:PrincipalOrgID, or trust the account.",
            "",
        )
    ]
    trusted = ["123456789012"]
    assert said("resource-policy-cross-account", queue, trusted_accounts=trusted) == []


@pytest.mark.parametrize("value", ["12345", ["12345"], [123456789012.0], ["123456789012\n"], 7.0])
def test_an_account_that_is_none_is_no_setting(value: object) -> None:
    with pytest.raises(ConfigurationError) as raised:
        said("resource-policy-cross-account", trusted_accounts=value)

    assert str(raised.value) == (
        f"Policy 'resource-policy-cross-account', setting 'trusted_accounts': got {value!r}; "
        "allowed: a list of texts like ^[0-9]{12}$."
    )


def test_what_is_shared_with_everyone_is_told() -> None:
    layer = one("aws:lambda/layerVersionPermission:LayerVersionPermission", {"principal": "*"})
    events = one("aws:cloudwatch/eventPermission:EventPermission", {"principal": "*"})

    assert said("lambda-layer-public", layer) == [
        (
            "Every AWS account can download the layer and read its code.",
            "organization_id=<the organization>, or principal=<an account>",
            "",
        )
    ]
    assert said("event-bus-open", events) == [
        (
            "Every AWS account can send events to the bus, and rules act on them.",
            "condition={'key': 'aws:PrincipalOrgID', 'type': 'StringEquals', 'value': 'o-...'}",
            "",
        )
    ]


def test_an_endpoint_without_a_policy_is_told() -> None:
    endpoint = one(ENDPOINT, {"vpcEndpointType": "Gateway"})

    assert said("vpce-policy-open", endpoint) == [
        (
            (
                "The endpoint has no policy, so AWS's holds: anyone's credentials reach anyone's "
                "resources through it."
            ),
            "policy=<a document with aws:ResourceOrgID and aws:PrincipalOrgID>",
            endpoint.urn,
        )
    ]


@pytest.mark.parametrize("rule_id", ["s3-policy-lockout", "resource-policy-cross-account"])
def test_nothing_of_a_secret_document_is_shown(rule_id: str) -> None:
    text = (
        denial()["policy"]
        if rule_id == "s3-policy-lockout"
        else given_to({"AWS": ACCOUNT}, "s3:GetObject")
    )
    bucket = one("aws:s3/bucketPolicy:BucketPolicy", {"policy": Secret(text)}, account_id=STRANGER)

    assert said(rule_id, bucket) == [
        (
            "The document, which is a secret, breaks this rule here.",
            "take the document out of the secret to see more; it holds no credentials",
            "",
        )
    ]


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        # A policy for everyone's resources names everyone.
        ("RESOURCE_CONTROL_POLICY", given_to("*", "s3:*", Effect="Deny"), 0),
        ("RESOURCE_CONTROL_POLICY", given_to("*", "s3:*"), 1),
        ("SERVICE_CONTROL_POLICY", given_to("*", "s3:*", Effect="Deny"), 1),
        ("", given_to("*", "s3:*", Effect="Deny"), 1),
        # What is no access document is not judged as one.
        ("TAG_POLICY", '{"tags": {}}', 0),
        ("BACKUP_POLICY", '{"plans": {}}', 0),
    ],
)
def test_a_policy_of_an_organization_is_read_as_what_it_is(
    kind: str, content: str, expected: int
) -> None:
    policy = one("aws:organizations/policy:Policy", {"type": kind, "content": content})

    assert len(said("malformed-policy", policy)) == expected
