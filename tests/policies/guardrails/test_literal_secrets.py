"""What is taken for a credential in plain text, and what only looks like one."""

import base64
import datetime as dt
import random
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.model import Fail
from guardrails.rules.literal_secrets import plaintext
from guardrails.subjects.literal_secrets import candidates, found, found_under, within
from guardrails.values import UNKNOWN, File, Secret
from guardrails.view import View
from tests.policies.guardrails.rule_cases.model import one


def lot(length: int, signs: str = string.ascii_letters + string.digits) -> str:
    """Drawn by lot, so that no scanner takes this file for a leak; the same in every run."""
    return "".join(random.Random(length).choices(signs, k=length))  # noqa: S311 -- no credential


HEX = "0123456789abcdef"
BASE32 = string.ascii_uppercase + "234567"
ACCESS_KEY = "AKIA" + lot(16, BASE32)
KEY_BLOCK = "-----BEGIN {}PRIVATE KEY-----\nMII"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ACCESS_KEY, "an AWS access key"),
        ("ASIA" + lot(16, BASE32), "an AWS access key"),
        (f'{{"key": "{ACCESS_KEY}"}}', "an AWS access key"),
        (KEY_BLOCK.format(""), "a private key"),
        (KEY_BLOCK.format("RSA "), "a private key"),
        (KEY_BLOCK.format("OPENSSH "), "a private key"),
        ("ghp_" + lot(36), "a GitHub token"),
        ("github_pat_" + lot(82), "a GitHub token"),
        ("glpat-" + lot(20), "a GitLab token"),
        ("xoxb-" + lot(24), "a Slack token"),
        (f"https://hooks.slack.com/services/T0{'A' * 8}/B0{'A' * 8}/{lot(24)}", "a Slack webhook"),
        ("sk_live_" + lot(24), "a Stripe key"),
        ("whsec_" + lot(32), "a Stripe key"),
        ("AIza" + lot(35), "a Google key"),
        ("npm_" + lot(36), "an npm token"),
        ("pypi-AgE" + lot(60), "a PyPI token"),
        (f"Bearer eyJ{lot(20)}.eyJ{lot(30)}.{lot(43)}", "a JSON web token"),
        (f"SG.{lot(22)}.{lot(43)}", "a SendGrid key"),
        ("SK" + lot(32, HEX), "a Twilio key"),
        (f"AccountName=a;AccountKey={lot(86)}==;", "a key of an Azure storage account"),
        ("pul-" + lot(40, HEX), "a Pulumi token"),
        ("sk-ant-" + lot(30), "a key of a language model's service"),
        ("dckr_pat_" + lot(27), "a Docker Hub token"),
        ("hvs." + lot(24), "a Vault token"),
        ("postgres://app:hunter2@db.internal:5432/app", "a connection string with a password"),
        ("redis://:hunter2@cache:6379", "a connection string with a password"),
        # Assignments in a longer text.
        ("#!/bin/sh\nexport DB_PASSWORD=changeme\n", "a password"),
        ("Server=db;User=app;Password=hunter;Database=x", "a password"),
        ('{"user": "app", "password": "hunter"}', "a password"),
        ("db.password = 'hunter'", "a password"),
        (f"aws_secret_access_key = {lot(40, string.ascii_letters + string.digits + '/+')}", "*"),
        (f"API_KEY={lot(32)}", "*"),
    ],
)
def test_a_credential_is_known_by_its_form(text: str, kind: str) -> None:
    assert found(text) == kind.replace("*", "a credential")


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        *(
            (name, "changeme", "a password")
            for name in (
                *("password", "masterPassword", "admin_password", "DB_PASSWORD", "master-password"),
                *("passwordWo", "dbPwd", "passwd", "keystorePassphrase", "users.password"),
            )
        ),
        *(
            (name, "changeme", "a credential")
            for name in ("authToken", "AUTH_TOKEN", "secretString", "clientSecret", "presharedKey")
        ),
        *(
            (name, lot(24), "a credential")
            for name in (
                *("apiKey", "API_KEY", "apikey", "token", "githubToken", "secret", "privateKey"),
                *("secretAccessKey", "credentials", "connectionString", "signing_key", "tokenKey"),
            )
        ),
        ("token", lot(16, HEX), "a credential"),
        ("token", lot(64, HEX), "a credential"),
        ("description", ACCESS_KEY, "an AWS access key"),
    ],
)
def test_a_name_tells_what_its_value_is(name: str, text: str, kind: str) -> None:
    assert found_under(name, text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AKIA",
        "arn:aws:iam::123456789012:role/AKIA-reader",
        f"X{ACCESS_KEY}",
        ACCESS_KEY + "0",
        ACCESS_KEY.lower(),
        "AROA" + lot(16, BASE32),
        "-----BEGIN CERTIFICATE-----\nMII",
        "-----BEGIN PUBLIC KEY-----\nMII",
        "ghp_short",
        "eyJhbGciOiJIUzI1NiJ9",
        "https://example.com/path:8080/a@b",
        "https://user@example.com/",
        "postgres://${user}:${password}@db/app",
        "postgres://app:{{resolve:secretsmanager:db}}@db/app",
        "mailto:a:b@example.com",
        "task_test_name_of_something",
        "The password: at least 14 characters",
        "Your password is {####}; keep it.",
        "type Query { login(password: String!): Token }",
        "login(password=password)",
        "const token = request.headers.authorization",
        "token=os.environ['TOKEN'], password=value, secret=get_secret(name)",
        "if (password == undefined) return",
        "DB_PASSWORD=$(aws secretsmanager get-secret-value)",
        "DB_PASSWORD=${PASSWORD}",
        "password={{resolve:ssm-secure:db:1}}",
        '{"password": {"type": "string"}, "token": {"type": "string"}}',
        '{"Action": ["secretsmanager:GetSecretValue", "iam:CreateAccessKey"]}',
        '{"Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts"}}}',
        "https://sqs.eu-central-1.amazonaws.com/123456789012/password",
        "x = AuthorizationToken.replaceAll",
    ],
)
def test_what_only_looks_like_a_credential_is_none(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("password", ""),
        ("password", "   "),
        ("password", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-Ab12Cd"),
        ("password", "{{resolve:secretsmanager:db:SecretString:password}}"),
        ("password", "${var.password}"),
        ("password", "$(PASSWORD)"),
        ("password", "/orders/prod/db/password"),
        ("password", "<set by the console>"),
        ("manageMasterUserPassword", "true"),
        ("passwordPolicy", "strong"),
        ("passwordResetUrl", "https://example.com/reset"),
        ("passwordSecretArn", "db-password"),
        ("password", "https://example.com/reset"),
        ("secret", "orders-prod-database"),
        ("secretName", lot(32)),
        ("secretId", lot(32)),
        ("sourceCodeHash", lot(64, HEX)),
        ("etag", lot(32, HEX)),
        ("token", "6c84fb90-12c4-11e1-840d-7b25c5ee775a"),
        ("apiKey", "aB3dE5"),
        ("nextToken", lot(32)),
        ("clientToken", lot(32)),
        ("apiKey", "MyProductionDatabaseCredentials2"),
        ("token", "2024-01-15T10:15:00.123456Z"),
        ("token", "20240115T101500Z"),
        ("encryptionKey", "mrk-" + lot(32, HEX)),
        ("credentials", "vault:secret/data/orders"),
        ("token", "prod/orders/v2/api-token/2024"),
        ("key", lot(32)),
        ("monkey", lot(32)),
        ("partitionKey", "changeme"),
    ],
)
def test_a_name_alone_makes_no_credential(name: str, text: str) -> None:
    assert found_under(name, text) is None


def test_the_script_of_a_machine_is_read_in_base64_too() -> None:
    script = base64.b64encode(b"#!/bin/sh\nexport DB_PASSWORD=changeme\n").decode()

    assert [
        (view.path, kind)
        for view, kind in within(View({"userDataBase64": script, "other": script}))
    ] == [("userDataBase64", "a password")]


def test_every_place_of_the_inputs_is_looked_at_in_their_order() -> None:
    resource = one(
        "any:thing:At",
        {
            "a": {"password": "x1", "list": [{"deep": [ACCESS_KEY]}]},
            "secrets": [lot(24), "a-name"],
            "unknown": UNKNOWN,
            "file": File("asset", ACCESS_KEY),
            "secret": Secret({"password": "x2"}),
            "__internal": ACCESS_KEY,
        },
    )

    assert [(view.path, kind) for view, kind in candidates(resource)] == [
        ("a.password", "a password"),
        ("a.list[0].deep[0]", "an AWS access key"),
        ("secrets[0]", "a credential"),
    ]


def test_a_part_of_the_inputs_is_looked_at_under_its_own_name() -> None:
    view = View({"environment": {"variables": {"DB_PASSWORD": "x1"}}})

    assert [one.path for one, _ in within(view["environment"])] == [
        "environment.variables.DB_PASSWORD"
    ]
    assert [one.path for one, _ in within(View("x1", "users[0].password"))] == ["users[0].password"]
    assert list(within(View({"password": "x1"}, "a", secret=True))) == []


def test_a_pair_of_name_and_value_is_read_as_one() -> None:
    pairs = [
        {"name": "DB_PASSWORD", "value": "x1"},
        {"name": "TABLE", "value": "x1"},
        {"name": 5, "value": "x1"},
        {"name": "API_KEY", "value": lot(24), "type": "PLAINTEXT"},
    ]

    assert [(view.path, kind) for view, kind in within(View({"pairs": pairs}))] == [
        ("pairs[0].value", "a password"),
        ("pairs[3].value", "a credential"),
    ]


def test_nested_a_hundred_thousand_times_it_is_still_found() -> None:
    value: object = {"password": "x1"}
    for _ in range(100_000):
        value = [value]

    assert [kind for _, kind in within(View({"a": value}))] == ["a password"]


def test_the_message_tells_the_kind_and_no_part_of_the_value() -> None:
    text = "xq" + lot(30)
    (fail,) = plaintext.check(one("any:thing:At", {"apiToken": text}))

    assert isinstance(fail, Fail)
    assert fail.message == (
        "This holds a credential in plain text: everyone who reads the program, its state or a "
        "preview has it."
    )
    shown = repr(fail)
    assert not any(text[at : at + 4] in shown for at in range(len(text) - 3))


NAMES = st.sampled_from(["password", "token", "apiKey", "userData", "x", "", "secretString"])
PIECES = st.sampled_from(
    [
        *("AKIA", "eyJ", ".", "://", ":", "@", "=", '"', "'", "password", "key", " ", "a" * 70),
        *("-----BEGIN ", "PRIVATE KEY-----", "SG.", "ghp_", "\n", "$", "{", "A1b2", "/", "é", "\0"),
    ]
)


@given(NAMES | st.text(max_size=30), st.text(max_size=200) | st.lists(PIECES).map("".join))
@settings(deadline=None)
def test_no_text_under_no_name_makes_it_raise(name: str, text: str) -> None:
    kind = found_under(name, text)

    assert kind is None or kind.startswith(("a ", "an "))


SUSPICIOUS = st.sampled_from(
    ["token", "apiKey", "secret", "credentials", "accessKey", "PRIVATE_KEY"]
)
WORDS = st.sampled_from(
    ["orders", "prod", "Api", "Database", "handler", "eu", "central", "v2", "1"]
)


@given(SUSPICIOUS, st.uuids())
def test_an_id_is_no_credential(name: str, id_: Any) -> None:
    assert found_under(name, str(id_)) is None
    assert found_under(name, f"arn:aws:kms:eu-central-1:123456789012:key/{id_}") is None


@given(SUSPICIOUS, st.datetimes())
def test_a_time_is_no_credential(name: str, time: dt.datetime) -> None:
    assert found_under(name, time.isoformat()) is None
    assert found_under(name, time.strftime("%Y%m%dT%H%M%SZ")) is None


@given(SUSPICIOUS, st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(["-", "_", "/", "."]))
def test_a_name_of_words_is_no_credential(name: str, words: list[str], between: str) -> None:
    assert found_under(name, between.join(words)) is None


@pytest.mark.parametrize("length", [20, 32, 40, 64])
@pytest.mark.parametrize("signs", [HEX, string.ascii_letters + string.digits])
def test_nearly_every_text_drawn_by_lot_is_a_credential(length: int, signs: str) -> None:
    draw = random.Random(7)  # noqa: S311 -- no credential
    texts = ["".join(draw.choices(signs, k=length)) for _ in range(1000)]

    assert sum(found_under("apiKey", text) is not None for text in texts) >= 950


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "x",
            "eyJ",
            "eyJ.",
            "://a:",
            "://a",
            "password=$",
            "password = ",
            'password: "$',
            "key    ",
        ),
        *(
            "AKIA",
            "A1",
            "SK",
            "\\",
            "-----BEGIN ",
            "a=b ",
            "/a",
            "{",
            "SG.",
            "hooks.slack.com/services/",
        ),
    ],
)
@pytest.mark.parametrize("name", ["x", "token", "password", "userData"])
def test_five_megabytes_are_read_in_one_pass(name: str, piece: str) -> None:
    text = "password " + piece * (5_000_000 // len(piece))

    assert found_under(name, text) == ("a password" if name == "password" else None)
