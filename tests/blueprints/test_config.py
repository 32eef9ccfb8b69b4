import json
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime import set_all_config

from blueprints import config
from blueprints.endpoint import Endpoint
from components.core.errors import ConfigError

SMALLEST: dict[str, Any] = {"blueprint": "auditor", "region": "eu-central-1"}


def read(values: dict[str, Any]) -> config.StackConfig:
    """Read ``values`` the way Pulumi hands configuration over: structured ones as JSON."""
    set_all_config(
        {
            f"bulwark:{key}": value if isinstance(value, str) else json.dumps(value)
            for key, value in values.items()
        }
    )
    return config.read()


def test_the_smallest_configuration_deploys_as_the_caller() -> None:
    assert read(SMALLEST) == config.StackConfig(
        blueprint="auditor",
        region="eu-central-1",
        account_id=None,
        organization_stack=None,
        account_name=None,
        access_role=None,
        tags={},
        settings={},
    )


def test_a_member_account_is_entered_by_the_organizations_role() -> None:
    named = read({**SMALLEST, "accountId": "111122223333"})
    referred = read({**SMALLEST, "organizationStack": "org", "accountName": "dev"})

    assert named.access_role == referred.access_role == "OrganizationAccountAccessRole"


def test_the_management_account_is_entered_as_the_caller() -> None:
    organization = {"blueprint": "organization", "region": "eu-central-1"}

    assert read({**organization, "accountId": "111122223333"}).access_role is None


def test_another_role_or_none_can_be_named() -> None:
    account = {**SMALLEST, "accountId": "111122223333"}

    assert read({**account, "accessRole": "Deployer"}).access_role == "Deployer"
    assert read({**account, "accessRole": "none"}).access_role is None


def test_settings_and_tags_are_structured() -> None:
    found = read({**SMALLEST, "auditor": {"auditRole": "x"}, "tags": {"owner": "me"}})

    assert found.settings == {"auditRole": "x"}
    assert found.tags == {"owner": "me"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"blueprint": "audit"},
            "bulwark:blueprint: got 'audit'; allowed: auditor or organization.",
        ),
        (
            {"region": "europe"},
            "bulwark:region: got 'europe'; allowed: a region such as eu-central-1.",
        ),
        (
            {"accountId": "0"},
            "bulwark:accountId: got '0'; allowed: twelve digits, in quotes.",
        ),
        (
            {"acountId": "111122223333"},
            (
                "bulwark:acountId: got '111122223333'; allowed: the keys accessRole, accountId, "
                "accountName, auditor, blueprint, endpoint, organizationStack, region, tags."
            ),
        ),
        (
            {"organization": {}},
            (
                "bulwark:organization: got {}; allowed: the keys accessRole, accountId, "
                "accountName, auditor, blueprint, endpoint, organizationStack, region, tags."
            ),
        ),
        (
            {"organizationStack": "org"},
            (
                "bulwark:accountName: got None; allowed: the name of an account of the "
                "organization's stack."
            ),
        ),
        ({"tags": "owner"}, "bulwark:tags: got 'owner'; allowed: keys and values."),
        (
            {"tags": {"owner": "a\nb"}},
            (
                "bulwark:tags.owner: got 'a\\nb'; allowed: a text of letters, digits, space and "
                ".:/=+@-."
            ),
        ),
        (
            {"accessRole": "a role"},
            (
                "bulwark:accessRole: got 'a role'; allowed: a role's name, or none to deploy as "
                "the caller."
            ),
        ),
        (
            {"accountId": "١١١١٢٢٢٢٣٣٣٣"},
            "bulwark:accountId: got '١١١١٢٢٢٢٣٣٣٣'; allowed: twelve digits, in quotes.",
        ),
        ({"auditor": "yes"}, "bulwark:auditor: got 'yes'; allowed: keys and values."),
        ({"auditor": "{broken"}, "bulwark:auditor: got '{broken'; allowed: keys and values."),
    ],
)
def test_a_wrong_key_is_named_with_what_is_allowed(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read({**SMALLEST, **changed})

    assert str(caught.value) == f"{message} Set it in Pulumi.test.yaml."


EMBEDDED = {**SMALLEST, "accountId": "000000000000", "accessRole": "none"}
A_URL = "an address on this machine with its port, such as https://127.0.0.1:4566"
ONLY_HERE = (
    'allowed: one only for an auditor with bulwark:accountId "000000000000", the account of the '
    "embedded AWS. Take it out of Pulumi.test.yaml."
)


def test_an_endpoint_is_where_the_embedded_aws_answers(tmp_path: Path) -> None:
    certificate = tmp_path / "tls.crt"
    certificate.touch()
    plain, whole = {"url": "http://localhost:1"}, {"url": "https://127.0.0.1:65535"}

    found = read({**EMBEDDED, "endpoint": {**whole, "certificate": str(certificate)}})

    assert found.endpoint == Endpoint("https://127.0.0.1:65535", str(certificate))
    assert read({**EMBEDDED, "endpoint": plain}).endpoint == Endpoint("http://localhost:1", None)


@pytest.mark.parametrize(
    "url",
    [
        "here",
        "",
        "https://127.0.0.1",
        "https://127.0.0.1:0",
        "https://127.0.0.1:65536",
        "https://127.0.0.1:4566/path",
        "https://127.0.0.1:4566\n",
        "https://user@127.0.0.1:4566",
        "https://127.0.0.1:4566@evil.example:443",
        "https://127.0.0.1.evil.example:443",
        "https://sqs.eu-central-1.amazonaws.com:443",
        "https://10.0.0.1:4566",
        "https://127.0.0.1:٤٥٦٦",
        "file:///etc/passwd",
    ],
)
def test_an_endpoint_that_is_no_address_on_this_machine_is_refused(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read({**EMBEDDED, "endpoint": {"url": url}})

    assert str(caught.value) == (
        f"bulwark:endpoint.url: got {url!r}; allowed: {A_URL}. Set it in Pulumi.test.yaml."
    )


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [
        ("https://127.0.0.1:4566", ": got 'https://127.0.0.1:4566'; allowed: keys and values."),
        ({}, ".url: got None; allowed: a text."),
        ({"url": 4566}, ".url: got 4566; allowed: a text. Put it in quotes."),
        (
            {"url": "https://127.0.0.1:4566", "insecure": True},
            ".insecure: got 'insecure'; allowed: the keys certificate, url.",
        ),
        (
            {"url": "https://127.0.0.1:4566", "certificate": "/no/such.crt"},
            ".certificate: got '/no/such.crt'; allowed: the path of a file.",
        ),
        (
            {"url": "https://127.0.0.1:4566", "certificate": "a\0b"},
            ".certificate: got 'a\\x00b'; allowed: the path of a file.",
        ),
    ],
)
def test_an_endpoint_of_another_shape_is_refused(endpoint: object, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read({**EMBEDDED, "endpoint": endpoint})

    mended = "" if message.endswith("quotes.") else " Set it in Pulumi.test.yaml."
    assert str(caught.value) == f"bulwark:endpoint{message}{mended}"


@pytest.mark.parametrize(
    "stack",
    [
        {**SMALLEST, "accountId": "111122223333"},
        {**SMALLEST, "organizationStack": "org", "accountName": "prod"},
        SMALLEST,
        {"blueprint": "organization", "region": "eu-central-1", "accountId": "000000000000"},
    ],
)
def test_a_stack_for_aws_has_no_endpoint(stack: dict[str, Any]) -> None:
    with pytest.raises(ConfigError) as caught:
        read({**stack, "endpoint": {"url": "https://127.0.0.1:4566"}})

    assert str(caught.value) == (f"bulwark:endpoint: got 'https://127.0.0.1:4566'; {ONLY_HERE}")
