"""A small stack and documents to simulate requests with, by the command."""

import json
from pathlib import Path
from typing import Any, Final

ACCOUNT: Final = "111122223333"
QUEUE: Final = f"arn:aws:sqs:eu-central-1:{ACCOUNT}:demo-dev-jobs"
PROGRAM: Final = f"""
import json, pulumi, pulumi_aws as aws
provider = aws.Provider("main", region="eu-central-1", allowed_account_ids=["{ACCOUNT}"])
of = pulumi.ResourceOptions(provider=provider)

def document(*statements):
    return json.dumps({{"Version": "2012-10-17", "Statement": list(statements)}})

def role(name, *statements, **more):
    trust = {{"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {{"Service": "lambda.amazonaws.com"}}}}
    made = aws.iam.Role(name, name=f"demo-dev-{{name}}", opts=of, tags={{"team": "red"}},
        assume_role_policy=document(trust))
    aws.iam.RolePolicy(name, name="grants", role=made.name, opts=of, policy=document(*statements))
    return made

send = {{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "{QUEUE}"}}
own = {{"Effect": "Allow", "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::home/${{aws:PrincipalTag/team}}/*"}}
sender = role("sender-role", send, own)
role("reader", {{"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "*"}})
aws.iam.Group("people", name="people", opts=of)
aws.iam.RolePolicyAttachment("more", role=sender.name, opts=of,
    policy_arn="arn:aws:iam::999999999999:policy/theirs")
aws.lambda_.Function("send", name="demo-dev-send_mail", role=sender.arn, runtime="python3.12",
    handler="x.y", code=pulumi.AssetArchive({{"x.py": pulumi.StringAsset("")}}), opts=of)
plain = {{"Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": "sqs:*",
    "Resource": "{QUEUE}", "Condition": {{"Bool": {{"aws:SecureTransport": "false"}}}}}}
aws.sqs.Queue("jobs", name="demo-dev-jobs", policy=document(plain), opts=of)
"""

ALLOW: Final = {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/*"}
DENY: Final = {"Sid": "Office", "Effect": "Deny", "Action": "*", "Resource": "*"} | {
    "Condition": {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
}


def file(name: str, *statements: dict[str, Any], version: str = "2012-10-17") -> str:
    """Write a document into the working directory."""
    Path(name).write_text(json.dumps({"Version": version, "Statement": list(statements)}))
    return name
