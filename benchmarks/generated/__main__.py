"""A stack of as many resources as a benchmark asks for, clean under the policy pack."""

import json

import pulumi
import pulumi_aws as aws

ACCOUNT = "000000000000"
KEY = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"


def tls_only(action: str, arn: str) -> str:
    """The policy that refuses calls without TLS."""
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [deny]})


provider = aws.Provider("aws", region="eu-central-1", allowed_account_ids=[ACCOUNT])
own = pulumi.ResourceOptions(provider=provider)
kept = pulumi.ResourceOptions(provider=provider, protect=True)
for number in range(pulumi.Config().require_int("groups")):
    name = f"generated-{number}"
    arn = f"arn:aws:sqs:eu-central-1:{ACCOUNT}:{name}"
    dead = json.dumps({"deadLetterTargetArn": f"{arn}-dead", "maxReceiveCount": 5})
    queue = aws.sqs.Queue(name, name=name, kms_master_key_id=KEY, redrive_policy=dead, opts=own)
    aws.sqs.QueuePolicy(name, queue_url=queue.url, policy=tls_only("sqs:*", arn), opts=own)
    aws.cloudwatch.LogGroup(name, name=name, retention_in_days=365, kms_key_id=KEY, opts=own)
    aws.dynamodb.Table(
        name,
        name=name,
        billing_mode="PAY_PER_REQUEST",
        hash_key="pk",
        attributes=[{"name": "pk", "type": "S"}],
        point_in_time_recovery={"enabled": True},
        server_side_encryption={"enabled": True, "kms_key_arn": KEY},
        deletion_protection_enabled=True,
        opts=kept,
    )
