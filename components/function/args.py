"""The shapes of ``Function``."""

from typing import NotRequired, TypedDict

import pulumi

from components.iam.args import Grant
from components.key.args import EncryptionKey
from components.queue.args import QueueReference


class FunctionArgs(TypedDict):
    """The arguments of ``Function``."""

    source: str
    """The folder of the function's code, such as ``lambda/audit_account``: the package
    ``audit_account`` at the root of the zip."""

    handler: NotRequired[str]
    """Module and function to call. Default: ``<folder>.handler.handler``."""

    include: NotRequired[list[str]]
    """Further folders, each a package by its own name: ``policies/guardrails`` becomes
    ``guardrails``. Default: none."""

    packages: NotRequired[list[str]]
    """Distributions of the running virtualenv to add with what they require, such as
    ``aws-lambda-powertools``; pure Python only. Default: none; boto3 comes with the runtime."""

    timeout_seconds: int
    """How long one invocation may take, from 1 to 900 seconds."""

    memory_mb: int
    """Memory, and with it CPU, from 128 to 10240 MB."""

    grants: list[Grant]
    """What the function may do. Writing its own logs and traces needs no grant. Their environment
    variables are the function's."""

    environment: NotRequired[dict[str, str]]
    """Further environment variables; 4 KB with those of the grants. Default: none."""

    encryption_key: EncryptionKey
    """The customer-managed key of the environment and the log group; it has to name ``logs``
    among its ``services``."""

    log_retention_days: NotRequired[int]
    """How long logs are kept; one of the periods that CloudWatch knows. Default: 365."""

    runtime: NotRequired[str]
    """Which Python runs it: ``python3.11`` to ``python3.14``. Default: ``python3.13``."""

    reserved_concurrency: NotRequired[int]
    """The share of the account's concurrency that is kept for this function and that it cannot
    exceed; 0 stops it. Default: what is not reserved."""

    description: NotRequired[str]
    """What the function is for, up to 256 characters. Default: none."""

    failure_queue: NotRequired[QueueReference]
    """Where asynchronous invocations go that failed three times or waited for six hours; a
    standard queue. Default: they are dropped, as for a function that nothing invokes so."""


class FunctionReference(TypedDict):
    """A function as other components take it; all of it but ``ready`` is known at preview."""

    name: str
    """The function's name in AWS."""

    alias_arn: str
    """The ARN of its alias ``live``, the only target that others get."""

    timeout_seconds: int
    """How long one invocation may take."""

    grants: list[Grant]
    """What its role may do."""

    ready: NotRequired[pulumi.Input[str]]
    """Known once the alias exists: who names it in plain text waits for this. Default: the alias
    exists already."""
