"""Which account and region a deployment goes to."""

import json
from collections.abc import Sequence
from typing import Any

from local.emulator.clients import Place
from local.engine.answers import PLACEHOLDER_ACCOUNT
from local.engine.backend import Declared
from local.engine.project import StackConfig

_PROVIDER = "pulumi:providers:aws"
_DEFAULT_REGION = "us-east-1"


def place_of(stack: StackConfig, resources: Sequence[Declared]) -> Place:
    """The place of the first provider that names one, else the configuration's."""
    configured = stack.values.get("aws:region") or stack.own("region") or _DEFAULT_REGION
    account_id = stack.own("accountId") or PLACEHOLDER_ACCOUNT
    for resource in resources:
        accounts = structured(resource.inputs.get("allowedAccountIds"))
        if resource.type == _PROVIDER and isinstance(accounts, list) and accounts:
            region = resource.inputs.get("region")
            return Place(str(accounts[0]), region if isinstance(region, str) else configured)
    return Place(account_id, configured)


def structured(value: Any) -> Any:  # noqa: ANN401 -- lists and objects
    """A structured input of a provider, which travels as JSON."""
    return json.loads(value) if isinstance(value, str) else value
