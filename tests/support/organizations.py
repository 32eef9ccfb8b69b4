"""The organization as it is shipped, changed or found at AWS, and what is built of it."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from blueprints import landing, organization
from components.core.deployment import Deployment
from components.core.errors import ConfigError
from tests.support.engine import Registry, register

ROOT = Path(__file__).parents[2]
SHIPPED: dict[str, Any] = yaml.safe_load((ROOT / "Pulumi.org.yaml").read_text())["config"][
    "bulwark:organization"
]
LOOKUP = "aws:organizations/getOrganization:getOrganization"
PROVIDER = "pulumi:providers:aws"
UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
ACCOUNT = "aws:organizations/account:Account"
POLICY = "aws:organizations/policy:Policy"
ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"
RESOURCE_POLICY = "aws:organizations/resourcePolicy:ResourcePolicy"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


def member(name: str, id_: str, state: str = "ACTIVE") -> dict[str, str]:
    """An account as AWS tells of it, which writes addresses as it likes."""
    return {
        "name": name,
        "id": id_,
        "email": f"AWS+{name}@example.com",
        "state": state,
        "status": state,
        "arn": f"arn:aws:organizations::123456789012:account/o-a1b2c3d4e5/{id_}",
        "joinedMethod": "CREATED",
        "joinedTimestamp": "2026-01-01T00:00:00Z",
    }


def existing(*accounts: dict[str, str], scps: str = "ENABLED") -> dict[str, Any]:
    return {
        "id": "o-a1b2c3d4e5",
        "masterAccountId": "123456789012",
        "accounts": list(accounts),
        "roots": [
            {
                "id": "r-ab12",
                "arn": "arn:aws:organizations::123456789012:root/o-a1b2c3d4e5/r-ab12",
                "name": "Root",
                "policyTypes": [{"type": "SERVICE_CONTROL_POLICY", "status": scps}],
            }
        ],
    }


def built(
    place: Deployment,
    settings: dict[str, Any],
    found: dict[str, Any] | None = None,
    *,
    preview: bool = True,
) -> tuple[Registry, dict[str, Any]]:
    outputs: dict[str, Any] = {}

    def program() -> None:
        provider = landing.account_provider("aws", place, place.account_id, None, {})
        outputs.update(organization.build(settings, place, provider, {"owner": "me"}))

    def answer(_: dict[str, Any]) -> dict[str, Any]:
        return found or {}

    answers = {LOOKUP: answer} if found else {}
    return register(program, preview=preview, answers=answers), outputs


def changed(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(SHIPPED), **changes}


def audited(**changes: str) -> dict[str, Any]:
    return changed(auditRole={**SHIPPED["auditRole"], **changes})


def message(
    place: Deployment, settings: dict[str, Any], found: dict[str, Any] | None = None
) -> str:
    with pytest.raises(ConfigError) as caught:
        built(place, settings, found)
    return str(caught.value)
