"""Functions of the AWS provider that the embedded AWS answers, by their token."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from local.emulator.resources import Aws
from local.emulator.resources.organizations import described, ensure

Answer = Callable[[Aws, Mapping[str, Any]], Mapping[str, Any] | None]


def _organization(aws: Aws, _args: Mapping[str, Any]) -> Mapping[str, Any]:
    # Whoever asks has an organization, made in the console, with SCPs: as the preview assumes.
    organizations = aws.client("organizations")
    ensure(organizations, policy_types=("SERVICE_CONTROL_POLICY",))
    made = described(organizations)
    return {"id": made.id, **made.outputs}


def _role(aws: Aws, args: Mapping[str, Any]) -> Mapping[str, Any]:
    role = aws.client("iam").get_role(RoleName=args["name"])["Role"]
    return {"id": args["name"], "name": args["name"], "arn": role["Arn"], "path": role["Path"]}


def _key(aws: Aws, args: Mapping[str, Any]) -> Mapping[str, Any]:
    key = aws.client("kms").describe_key(KeyId=args["keyId"])["KeyMetadata"]
    return {"id": key["KeyId"], "keyId": args["keyId"], "arn": key["Arn"]}


ANSWERS: Final[Mapping[str, Answer]] = {
    "aws:organizations/getOrganization:getOrganization": _organization,
    "aws:iam/getRole:getRole": _role,
    "aws:kms/getKey:getKey": _key,
}
