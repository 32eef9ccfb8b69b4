"""The stack's configuration, read once and refused as a whole when one key is wrong."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi.runtime import get_config_env
from pulumi.runtime.config import CONFIG

from blueprints import reader
from blueprints.endpoint import ACCOUNT, Endpoint
from components.core import shapes
from components.core.errors import ConfigError
from components.organization.spec import ACCESS_ROLE

BLUEPRINTS = ("auditor", "organization")

_NAMESPACE = "bulwark:"
_COMMON = {
    "blueprint",
    "region",
    "accountId",
    "organizationStack",
    "accountName",
    "accessRole",
    "endpoint",
    "tags",
}
# https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
_TAG = re.compile(r"[\w .:/=+@-]{1,256}")


@dataclass(frozen=True, slots=True)
class StackConfig:
    """What ``Pulumi.<stack>.yaml`` says.

    Attributes:
        blueprint: ``auditor`` or ``organization``.
        region: Such as ``eu-central-1``.
        account_id: The account to deploy into; ``None`` asks ``organization_stack``, or AWS who
            the caller is.
        organization_stack: The stack whose output ``accounts`` maps account names to ids.
        account_name: The account's name in that output.
        access_role: The role that the provider assumes in the account; ``None`` deploys as the
            caller.
        tags: Put on every resource.
        settings: The blueprint's own part, not yet validated.
        endpoint: The embedded AWS to deploy into; ``None`` is AWS itself.
    """

    blueprint: str
    region: str
    account_id: str | None
    organization_stack: str | None
    account_name: str | None
    access_role: str | None
    tags: Mapping[str, str]
    settings: Mapping[str, Any]
    endpoint: Endpoint | None = None


def read() -> StackConfig:
    """Read and validate the running stack's configuration.

    Raises:
        ConfigError: A key that is missing, misspelt or of a value that is not allowed.
    """
    given = _given()
    blueprint = _text(given, "blueprint", re.compile("|".join(BLUEPRINTS)), _either(BLUEPRINTS))
    _refuse_unknown(given, _COMMON | {blueprint})
    config = StackConfig(
        blueprint=blueprint,
        region=_text(given, "region", shapes.REGION, "a region such as eu-central-1"),
        account_id=_optional(given, "accountId", shapes.ACCOUNT_ID, "twelve digits, in quotes"),
        organization_stack=_optional(
            given, "organizationStack", re.compile(r"[\w./-]+"), "a stack's name, such as org"
        ),
        account_name=_optional(
            given, "accountName", re.compile(r"[\w .+=,@-]{1,50}"), "an account's name, such as dev"
        ),
        access_role=_access_role(given),
        tags=_tags(given.get("tags", {})),
        settings=_mapping(blueprint, given.get(blueprint, {})),
        endpoint=_endpoint(given),
    )
    if config.organization_stack and not config.account_name:
        raise _error("accountName", None, "the name of an account of the organization's stack")
    return config


def _given() -> dict[str, Any]:
    raw: dict[str, Any] = {**get_config_env(), **CONFIG.get()}
    names = (key.removeprefix(_NAMESPACE) for key in raw if key.startswith(_NAMESPACE))
    return {name: _value(raw[_NAMESPACE + name]) for name in names}


def _value(text: Any) -> Any:  # noqa: ANN401 -- configuration is anything until it is validated
    # Pulumi hands structured values over as JSON and leaves plain ones as they are.
    if isinstance(text, str) and text[:1] in {"{", "["}:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _access_role(given: Mapping[str, Any]) -> str | None:
    if given.get("accessRole") == "none":
        return None
    named = _optional(
        given, "accessRole", shapes.ROLE_NAME, "a role's name, or none to deploy as the caller"
    )
    lands_elsewhere = "accountId" in given or "organizationStack" in given
    is_member = given["blueprint"] == "auditor" and lands_elsewhere
    return named or (ACCESS_ROLE if is_member else None)


def _endpoint(given: Mapping[str, Any]) -> Endpoint | None:
    if "endpoint" not in given:
        return None
    with reader.told_where_to_mend(pulumi.get_stack()):
        found = Endpoint.parse(given["endpoint"])
    # A stack for AWS never ends up in a laptop's, and never the other way round.
    if given["blueprint"] != "auditor" or given.get("accountId") != ACCOUNT:
        allowed = (
            f'one only for an auditor with bulwark:accountId "{ACCOUNT}", the account of '
            "the embedded AWS"
        )
        mend = f"Take it out of Pulumi.{pulumi.get_stack()}.yaml."
        raise ConfigError(_NAMESPACE + "endpoint", found.url, allowed, mend)
    return found


def _tags(given: Any) -> dict[str, str]:  # noqa: ANN401 -- not yet validated
    tags = _mapping("tags", given)
    for name, value in tags.items():
        if not isinstance(value, str) or not _TAG.fullmatch(value):
            raise _error(f"tags.{name}", value, "a text of letters, digits, space and .:/=+@-")
    return tags


def _mapping(key: str, given: Any) -> dict[str, Any]:  # noqa: ANN401 -- not yet validated
    if not isinstance(given, dict):
        raise _error(key, given, "keys and values")
    return given


def _text(given: Mapping[str, Any], key: str, pattern: re.Pattern[str], allowed: str) -> str:
    value = given.get(key)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _error(key, value, allowed)
    return value


def _optional(
    given: Mapping[str, Any], key: str, pattern: re.Pattern[str], allowed: str
) -> str | None:
    return _text(given, key, pattern, allowed) if key in given else None


def _refuse_unknown(given: Mapping[str, Any], known: set[str]) -> None:
    for key in given:
        if key not in known:
            raise _error(key, given[key], "the keys " + ", ".join(sorted(known)))


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(names)


def _error(key: str, given: object, allowed: str) -> ConfigError:
    mend = f"Set it in Pulumi.{pulumi.get_stack()}.yaml."
    return ConfigError(_NAMESPACE + key, given, allowed, mend)
