"""Arguments of an organization, parsed."""

from typing import TYPE_CHECKING, Any, cast

from components.core.deployment import Deployment
from components.core.where import Where
from components.organization.spec import OrganizationSpec

if TYPE_CHECKING:
    from components.organization import OrganizationArgs

PLACE = Deployment("bulwark", "org", "123456789012", "eu-central-1")
WHERE = Where("Organization 'main'")


def parse(args: dict[str, Any], where: Where = WHERE) -> OrganizationSpec:
    whole = {"units": {}, "audit_role_name": "bulwark-audit", **args}
    return OrganizationSpec.parse(where, cast("OrganizationArgs", whole), PLACE)
