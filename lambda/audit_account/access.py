"""Into the account by its audit role, and a look at where that led."""

import re
from typing import TYPE_CHECKING, Final

import boto3

from findings.request import AuditRequest
from findings.settings import CLIENT_CONFIG

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_sts import STSClient
    from mypy_boto3_sts.type_defs import CredentialsTypeDef

# The shortest that AWS gives; a function does not run longer either.
_SESSION_SECONDS: Final = 900
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
_NOT_IN_SESSION_NAMES: Final = re.compile(r"[^A-Za-z0-9_+=,.@-]")
_LONGEST_SESSION_NAME: Final = 64


class WrongAccountError(Exception):
    """The role led into another account than the one that was asked for."""


def session_name(audit_id: str) -> str:
    """Return the name under which CloudTrail of the audited account shows this run."""
    name = f"bulwark-audit-{_NOT_IN_SESSION_NAMES.sub('-', audit_id)}"
    return name[:_LONGEST_SESSION_NAME]


def enter(
    sts: "STSClient", request: AuditRequest, role_name: str, external_id: str
) -> "tuple[str, IAMClient]":
    """Return the account that the audit role is in, by its own word, and IAM in there.

    Raises:
        WrongAccountError: That is another account than the message names.
        ClientError: The role cannot be assumed.
    """
    answer = sts.assume_role(
        RoleArn=f"arn:{sts.meta.partition}:iam::{request.account_id}:role/{role_name}",
        RoleSessionName=session_name(request.audit_id),
        ExternalId=external_id,
        DurationSeconds=_SESSION_SECONDS,
    )
    credentials = answer["Credentials"]
    inside: STSClient = _client("sts", credentials)
    account = inside.get_caller_identity()["Account"]
    if account != request.account_id:
        raise WrongAccountError(f"Asked for account {request.account_id}, landed in {account}")
    return account, _client("iam", credentials)


def _client(service: str, credentials: "CredentialsTypeDef"):  # noqa: ANN202 -- the service's own client type, known to the caller
    return boto3.client(  # pyright: ignore[reportCallIssue]
        service,  # pyright: ignore[reportArgumentType]
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
        config=CLIENT_CONFIG,
    )
