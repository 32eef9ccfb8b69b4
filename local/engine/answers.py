"""What a program asks of AWS while it runs, answered offline from the stack's configuration.

The shapes are those of ``pulumi_aws``: the results of its functions in camelCase.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from local.engine.backend import Backend
from local.engine.project import StackConfig
from local.errors import UnsupportedError

PLACEHOLDER_ACCOUNT: Final = "000000000000"
"""The account of a run where neither the provider nor the configuration names one."""

PLACEHOLDER_ORGANIZATION: Final = "o-placeholder0"
PLACEHOLDER_ROOT: Final = "r-0000"


class Answers:
    """Answers a run's function calls.

    Args:
        stack: Whose configuration names the account and the region.
        backend: Is asked what is not known here.
    """

    def __init__(self, stack: StackConfig, backend: Backend) -> None:
        self._stack = stack
        self._backend = backend

    def answer(
        self, token: str, args: Mapping[str, Any], provider: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Return a function's result.

        Args:
            token: Such as ``aws:index/getRegion:getRegion``.
            args: Its arguments in camelCase.
            provider: The inputs of the provider that the program asks through, if any.

        Raises:
            UnsupportedError: Nobody here knows the answer.
        """
        # What a backend made goes before what a configuration says of it.
        given = self._backend.invoke(token, args)
        if given is not None:
            return given
        if known := _KNOWN.get(token):
            return known(self, args, provider)
        raise UnsupportedError(
            "nothing answers this call offline. Put the value into"
            f" Pulumi.{self._stack.name}.yaml and read it with pulumi.Config, or compute it."
        )

    def _account(self, provider: Mapping[str, Any]) -> str:
        allowed = _listed(provider.get("allowedAccountIds"))
        if len(allowed) == 1:
            return str(allowed[0])
        return self._stack.own("accountId") or PLACEHOLDER_ACCOUNT

    def _region(self, args: Mapping[str, Any], provider: Mapping[str, Any]) -> str:
        named = args.get("region") or provider.get("region")
        region = named or self._stack.values.get("aws:region") or self._stack.own("region")
        if not isinstance(region, str):
            raise UnsupportedError(
                f"no region is known. Set aws:region in Pulumi.{self._stack.name}.yaml."
            )
        return region

    def _partition(self, provider: Mapping[str, Any]) -> str:
        region = provider.get("region") or self._stack.values.get("aws:region")
        region = str(region or self._stack.own("region") or "")
        if region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if region.startswith("us-gov-") else "aws"

    def caller_identity(
        self, _args: Mapping[str, Any], provider: Mapping[str, Any]
    ) -> dict[str, Any]:
        """``aws.get_caller_identity``."""
        account, partition = self._account(provider), self._partition(provider)
        return {
            "accountId": account,
            "arn": f"arn:{partition}:iam::{account}:root",
            "id": account,
            "userId": account,
        }

    def region(self, args: Mapping[str, Any], provider: Mapping[str, Any]) -> dict[str, Any]:
        """``aws.get_region``."""
        region = self._region(args, provider)
        return {
            "name": region,
            "region": region,
            "id": region,
            "endpoint": f"ec2.{region}.{_dns_suffix(self._partition({'region': region}))}",
            "description": region,
        }

    def partition(self, _args: Mapping[str, Any], provider: Mapping[str, Any]) -> dict[str, Any]:
        """``aws.get_partition``."""
        partition = self._partition(provider)
        suffix = _dns_suffix(partition)
        reverse = ".".join(reversed(suffix.split(".")))
        return {
            "partition": partition,
            "id": partition,
            "dnsSuffix": suffix,
            "reverseDnsPrefix": reverse,
        }

    def organization(self, args: Mapping[str, Any], provider: Mapping[str, Any]) -> dict[str, Any]:
        """``aws.organizations.get_organization``: one with SCPs switched on and no member."""
        account, partition = self._account(provider), self._partition(provider)
        base = f"arn:{partition}:organizations::{account}"
        types = [{"type": "SERVICE_CONTROL_POLICY", "status": "ENABLED"}]
        master = {
            "arn": f"{base}:account/{PLACEHOLDER_ORGANIZATION}/{account}",
            "email": "management@example.com",
            "id": account,
            "name": "management",
        }
        return {
            "accounts": [{**master, "status": "ACTIVE", "state": "ACTIVE", **_JOINED}],
            "arn": f"{base}:organization/{PLACEHOLDER_ORGANIZATION}",
            "awsServiceAccessPrincipals": [],
            "enabledPolicyTypes": ["SERVICE_CONTROL_POLICY"],
            "featureSet": "ALL",
            "id": PLACEHOLDER_ORGANIZATION,
            "masterAccountArn": master["arn"],
            "masterAccountEmail": master["email"],
            "masterAccountId": account,
            "masterAccountName": master["name"],
            "nonMasterAccounts": [],
            "returnOrganizationOnly": bool(args.get("returnOrganizationOnly")),
            "roots": [
                {
                    "arn": f"{base}:root/{PLACEHOLDER_ORGANIZATION}/{PLACEHOLDER_ROOT}",
                    "id": PLACEHOLDER_ROOT,
                    "name": "Root",
                    "policyTypes": types,
                }
            ],
        }


_JOINED: Final = {"joinedMethod": "INVITED", "joinedTimestamp": "2000-01-01T00:00:00Z"}

_KNOWN: Final[
    Mapping[str, Callable[[Answers, Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]]
] = {
    "aws:index/getCallerIdentity:getCallerIdentity": Answers.caller_identity,
    "aws:index/getRegion:getRegion": Answers.region,
    "aws:index/getPartition:getPartition": Answers.partition,
    "aws:organizations/getOrganization:getOrganization": Answers.organization,
}


def _dns_suffix(partition: str) -> str:
    return "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"


def _listed(value: object) -> list[Any]:
    # A provider's structured inputs travel as JSON.
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return value if isinstance(value, list) else []
