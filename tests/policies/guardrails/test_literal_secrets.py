"""What is taken for a credential in plain text, and what only looks like one."""

import string

import pytest

from guardrails.subjects.literal_secrets import found, found_under
from tests.support.credentials import ACCESS_KEY, BASE32, HEX, lot

LOT = "q7Zr2Lx9Kd0Vb4Nm8Ws3" + "Tf6Yh1Pg5Jc2Rn7Xk4Qd"
LONG_SCRIPT = "#!/bin/sh\n" + "echo a step\n" * 99
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
        # What a command sends.
        (f"curl -u svc:{lot(40)} https://example.com", "a password"),
        ("curl -s --user 'svc:hunter22' https://example.com", "a password"),
        (f"curl -H 'Authorization: Bearer {lot(32)}' https://example.com", "*"),
        (f"wget --header='X-Api-Key: {lot(24)}'", "*"),
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
        *((name, LOT, "what looks like a secret key") for name in ("CFG", "value", "salt")),
        ("userData", f"{LONG_SCRIPT}login {LOT}\n", "what looks like a secret key"),
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
        "curl -u $USER:$PASSWORD https://example.com",
        "curl -u svc:${PASSWORD} https://example.com",
        "curl -u token:x-oauth-basic https://example.com",
        "docker run --user 1000:1000 app; curl https://example.com",
        "curl -H 'Authorization: Bearer $TOKEN' https://example.com",
        "Authorization: Bearer <the token that you were given>",
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
        # Forty signs that tell one thing from another, or are part of something longer.
        *((name, LOT) for name in ("sourceCodeHash", "etag", "versionId", "clientId", "nextToken")),
        ("commit", lot(40, HEX)),
        ("image", f"app@sha256:{lot(64, HEX)}"),
        ("value", f"arn:aws:acm:eu-central-1:123456789012:certificate/{LOT}"),
        ("value", f"sha384-{LOT}{lot(24)}"),
        ("value", f"{LOT}="),
        ("value", f"https://example.com/{LOT}/x"),
        ("value", f"data:image/png;base64,{LOT * 3}"),
        ("path", "service/orders/v2/ProcessingHandlerOfX12"),
        ("content", f"{'a page ' * 99}{LOT}"),
    ],
)
def test_a_name_alone_makes_no_credential(name: str, text: str) -> None:
    assert found_under(name, text) is None
