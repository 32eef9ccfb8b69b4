"""State exports of stacks that Bulwark did not build, as ``pulumi stack export`` writes them."""

import json
from collections.abc import Mapping
from typing import Any

from local.engine.values import ASSET, SECRET, SIGNATURE

STACK = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod"
_PROVIDER = "urn:pulumi:prod::shop::pulumi:providers:"
_ACCOUNT = "123456789012"

FOREIGN = {
    "aws-native": ("ec2:Instance", "athena:WorkGroup", "amplify:App", "msk:Cluster"),
    "kubernetes": ("core/v1:Namespace", "apps/v1:Deployment", "helm.sh/v3:Release"),
    "random": ("index/randomPassword:RandomPassword", "index/randomId:RandomId"),
    "azure-native": tuple(f"service{number}:Kind{number}" for number in range(300)),
    "gcp": ("storage/bucket:Bucket", "compute/instance:Instance"),
    "tls": ("index/privateKey:PrivateKey",),
    "pulumi-python": ("dynamic:Resource",),
    "cloudflare": ("index/record:Record",),
    "datadog": ("index/monitor:Monitor",),
    "aws": ("ec2transitgateway/multicastDomain:MulticastDomain",),
}
"""Types that no rule is about, by package."""


def urn(type_: str, name: str, parent: str = "") -> str:
    return f"urn:pulumi:prod::shop::{parent}{type_}::{name}"


def resource(
    type_: str, name: str, inputs: Mapping[str, Any], outputs: Mapping[str, Any], **further: Any
) -> dict[str, Any]:
    """A resource of a provider; its outputs repeat its inputs, as providers do."""
    package = type_.partition(":")[0]
    return {
        "urn": urn(type_, name),
        "custom": True,
        "id": f"{name}-7f3a",
        "type": type_,
        "inputs": {"__defaults": [], **inputs},
        "outputs": {"__meta": '{"schema_version":"1"}', **inputs, **outputs},
        "parent": STACK,
        "dependencies": [],
        "provider": f"{_PROVIDER}{package}::default::0a1b",
        "propertyDependencies": {name: [] for name in inputs},
        "created": "2025-01-01T00:00:00Z",
        "modified": "2025-01-01T00:00:00Z",
        **further,
    }


def sealed(text: str = "AAABAHx") -> dict[str, str]:
    """A secret as an export has it."""
    return {SIGNATURE: SECRET, "ciphertext": text}


def statements(*given: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(given)})


def role_with_policies() -> list[dict[str, Any]]:
    """A role with a policy of its own, after a refresh: the role tells of the older one only."""
    read = {
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": f"arn:aws:sqs:*:{_ACCOUNT}:a",
    }
    trust = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "lambda.amazonaws.com"},
    }
    role = resource(
        "aws:iam/role:Role",
        "worker",
        {"name": "worker", "assumeRolePolicy": statements(trust)},
        {
            "arn": f"arn:aws:iam::{_ACCOUNT}:role/worker",
            "id": "worker",
            "inlinePolicies": [{"name": "old", "policy": statements(read)}],
            "managedPolicyArns": [],
            "maxSessionDuration": 3600,
        },
        id="worker",
    )
    policies = [
        resource(
            "aws:iam/rolePolicy:RolePolicy",
            name,
            {"name": name, "role": "worker", "policy": statements(read)},
            {"id": f"worker:{name}"},
            dependencies=[role["urn"]],
            propertyDependencies={"role": [role["urn"]]},
        )
        for name in ("old", "new")
    ]
    return [role, *policies]


def foreign(each: int) -> list[dict[str, Any]]:
    """``each`` resources of every type in ``FOREIGN``."""
    return [
        resource(
            f"{package}:{type_}",
            f"it-{number}",
            {"name": "it", "__provider": "gASV", "password": sealed(), "spec": _nested(60)},
            {"id": "x", "secretKey": sealed(), "status": _nested(60)},
        )
        for package, types in FOREIGN.items()
        for type_ in types
        for number in range(each)
    ]


def _nested(levels: int) -> object:
    """What the schema of a custom resource of Kubernetes looks like."""
    value: object = "string"
    for _ in range(levels):
        value = {"properties": value}
    return value


def unusual() -> list[dict[str, Any]]:
    """Components of any type, providers, references, and what is on its way out."""
    component = {"urn": urn("Website", "www"), "custom": False, "type": "Website", "parent": STACK}
    nested = urn("acme:web:Tier", "front", "Website$")
    script = "aws:gamelift/script:Script"
    asset = {SIGNATURE: ASSET, "hash": "9f86", "text": "hello"}
    return [
        component,
        {"urn": nested, "custom": False, "type": "acme:web:Tier", "parent": component["urn"]},
        {
            "urn": f"{_PROVIDER}aws::default",
            "custom": True,
            "id": "0a1b",
            "type": "pulumi:providers:aws",
            "inputs": {
                "region": "eu-central-1",
                "secretKey": sealed(),
                "allowedAccountIds": json.dumps([_ACCOUNT]),
            },
            "outputs": {"region": "eu-central-1"},
        },
        {
            "urn": urn("pulumi:pulumi:StackReference", "network"),
            "custom": True,
            "id": "acme/network/prod",
            "type": "pulumi:pulumi:StackReference",
            "inputs": {"name": "acme/network/prod"},
            "outputs": {"outputs": {"vpcId": "vpc-1"}, "secretOutputNames": []},
            "external": True,
        },
        resource(script, "match", {"zipFile": asset}, {}, parent="urn:missing"),
        resource("aws:sqs/queue:Queue", "old", {"name": "old"}, {}, delete=True),
        resource("aws:sqs/queue:Queue", "old", {"name": "old"}, {}, pendingReplacement=True),
        resource("aws:ec2/vpc:Vpc", "shared", {}, {"cidrBlock": "10.0.0.0/16"}, external=True),
    ]


def export(*resources: Mapping[str, Any]) -> dict[str, Any]:
    """The whole file."""
    stack = {"urn": STACK, "custom": False, "type": "pulumi:pulumi:Stack", "outputs": {"url": "x"}}
    return {
        "version": 3,
        "deployment": {
            "manifest": {"time": "2025-01-01T00:00:00Z", "magic": "x", "version": "v3.200.0"},
            "secrets_providers": {"type": "passphrase", "state": {"salt": "v1:x"}},
            "resources": [stack, *resources],
            "pending_operations": [{"resource": {"urn": urn("a:b:C", "c")}, "type": "creating"}],
            "metadata": {},
        },
    }
