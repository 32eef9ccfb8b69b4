"""Accounts for the auditor to audit, made through the emulators' own APIs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.core.deployment import Deployment
from components.organization import audit_role
from components.organization.args import AuditRoleArgs
from local.emulator.clients import Client, Keys, Place
from local.emulator.emulator import Emulator
from local.emulator.resources.organizations import create_account, ensure
from local.smoke.stack import AuditorStack

# ministack writes no MFA of the root user into its credential report, so no account is without
# this finding.
EVERYWHERE = frozenset({"root-mfa"})

_CALLER = "bulwark-smoke-caller"
_INBOX = "bulwark-smoke-alerts"


@dataclass(frozen=True, slots=True)
class Seeded:
    """An account, and the rules that the auditor has to find broken there, no others."""

    name: str
    account_id: str
    rules: frozenset[str]


def seed(emulator: Emulator, stack: AuditorStack) -> tuple[Seeded, ...]:
    """Make the accounts, each with the role that the auditor assumes.

    They are the auditor's own account, one with an administrator's policy, one with a user's access
    key, and one with nothing. The emulator cannot make a key of yesterday: only an auditor that
    takes every key for old, by 0 days, has to find it.
    """
    auditor = _auditor(emulator, stack)
    variables = auditor["Environment"]["Variables"]
    old_key = {"access-key-rotation"} if variables.get("MAX_ACCESS_KEY_AGE_DAYS") == "0" else set()
    organizations = emulator.client("organizations")
    ensure(organizations)
    own = emulator.place.account_id
    seeded = [Seeded("the auditor's own", own, EVERYWHERE)]
    for name, plant, rules in (
        ("admin-policy", _admin_policy, {"admin-star"}),
        ("access-key", _access_key, old_key),
        ("clean", None, set[str]()),
    ):
        account_id = create_account(organizations, f"{name}@example.com", name)
        if plant:
            plant(emulator.client("iam", Place(account_id, emulator.place.region)))
        seeded.append(Seeded(name, account_id, EVERYWHERE | rules))
    for account in seeded:
        _audit_role(emulator, stack, account.account_id, str(auditor["Role"]))
    return tuple(seeded)


def caller(emulator: Emulator, stack: AuditorStack) -> Keys:
    """Someone who may call the API and do nothing else."""
    place = emulator.place
    iam = emulator.client("iam")
    root = f"arn:aws:iam::{place.account_id}:root"
    api = f"arn:aws:execute-api:{place.region}:{place.account_id}:{stack.api_id}"
    role = iam.create_role(
        RoleName=_CALLER,
        AssumeRolePolicyDocument=_document(
            {"Effect": "Allow", "Principal": {"AWS": root}, "Action": "sts:AssumeRole"}
        ),
    )["Role"]["Arn"]
    iam.put_role_policy(
        RoleName=_CALLER,
        PolicyName="call",
        PolicyDocument=_document(
            {
                "Effect": "Allow",
                "Action": "execute-api:Invoke",
                "Resource": f"{api}/{stack.api_stage}/*",
            }
        ),
    )
    answer = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName="smoke")
    given = answer["Credentials"]
    return Keys(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


def listen(emulator: Emulator, stack: AuditorStack) -> str:
    """Subscribe a new queue to the alerts and return its URL."""
    place = emulator.place
    arn = f"arn:aws:sqs:{place.region}:{place.account_id}:{_INBOX}"
    policy = _document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": stack.alerts_topic_arn}},
        }
    )
    url = emulator.client("sqs").create_queue(QueueName=_INBOX, Attributes={"Policy": policy})[
        "QueueUrl"
    ]
    emulator.client("sns").subscribe(
        TopicArn=stack.alerts_topic_arn,
        Protocol="sqs",
        Endpoint=arn,
        Attributes={"RawMessageDelivery": "true"},
    )
    return str(url)


def _auditor(emulator: Emulator, stack: AuditorStack) -> Mapping[str, Any]:
    """The configuration of the function that the queue of audits invokes."""
    queue = emulator.client("sqs").get_queue_attributes(
        QueueUrl=stack.audits_queue_url, AttributeNames=["QueueArn"]
    )["Attributes"]["QueueArn"]
    functions = emulator.client("lambda")
    [source] = functions.list_event_source_mappings(EventSourceArn=queue)["EventSourceMappings"]
    return functions.get_function_configuration(FunctionName=source["FunctionArn"])


def _audit_role(emulator: Emulator, stack: AuditorStack, account_id: str, auditor: str) -> None:
    """The same role that the organization's stack makes in its accounts."""
    place = Deployment("bulwark", "smoke", account_id, emulator.place.region)
    args = AuditRoleArgs(
        account_id=account_id,
        role_name=stack.audit_role_name,
        external_id=stack.audit_external_id,
        auditor_role_arn=auditor,
    )
    iam = emulator.client("iam", Place(account_id, emulator.place.region))
    iam.create_role(
        RoleName=stack.audit_role_name,
        AssumeRolePolicyDocument=audit_role.trust_policy("the audit role", place, args),
    )
    iam.put_role_policy(
        RoleName=stack.audit_role_name,
        PolicyName="audit",
        PolicyDocument=audit_role.permissions(),
    )


def _admin_policy(iam: Client) -> None:
    iam.create_policy(
        PolicyName="everything",
        PolicyDocument=_document({"Effect": "Allow", "Action": "*", "Resource": "*"}),
    )


def _access_key(iam: Client) -> None:
    iam.create_user(UserName="left-behind")
    iam.create_access_key(UserName="left-behind")


def _document(statement: dict[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
