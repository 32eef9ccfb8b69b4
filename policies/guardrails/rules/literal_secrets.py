"""Credentials in plain text, in any input of any resource."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.model import ANY_TYPE, Fail, Result, Severity, Undetermined, rule
from guardrails.resource_types import FUNCTION
from guardrails.subjects.literal_secrets import candidates, within
from guardrails.view import Resource

_TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"

_OF_OTHER_RULES: Final[Mapping[str, re.Pattern[str]]] = {
    type_: re.compile(path)
    for type_, path in {
        FUNCTION: r"environment\b",
        "aws:apigateway/stage:Stage": r"variables\b",
        "aws:apigateway/deployment:Deployment": r"variables\b",
        "aws:apigatewayv2/stage:Stage": r"stageVariables\b",
        "aws:sfn/stateMachine:StateMachine": r"definition$",
        _TASK: r"containerDefinitions\b",
        "aws-native:lambda:Function": r"environment\b",
        "aws-native:apigateway:Stage": r"variables\b",
        "aws-native:stepfunctions:StateMachine": r"definition(?:String)?\b",
    }.items()
}
"""Inputs with a rule of their own, which says more."""

_CFN_NAG: Final = (23, 31, 34, 35, 36, 37, 44, 52, 53, 54, 55, 57, 58, 70)


@rule(
    "plaintext-secret-literal",
    "No input holds a credential in plain text",
    category="secrets",
    severity=Severity.CRITICAL,
    applies_to=[ANY_TYPE],
    why="What is plain text in a program is plain text in its repository, its state and its "
    "previews, for everyone who reads any of them.",
    remediation="Keep it in the stack's configuration as a secret, or let Secrets Manager make "
    "it; then replace it, because it is in the history.",
    snippet="password=pulumi.Config().require_secret('dbPassword')",
    equivalents=[
        *("CKV_AWS_41", "CKV_AWS_46"),
        "trivy:AWS-0029",
        *(f"cfn_nag:F{number}" for number in _CFN_NAG),
        "prowler:ec2_instance_secrets_user_data",
        "prowler:ec2_launch_template_no_secrets",
        "prowler:autoscaling_find_secrets_ec2_launch_configuration",
    ],
)
def plaintext(resource: Resource) -> Iterator[Result]:
    """What the program marks as a secret is encrypted in the state, and passes."""
    elsewhere = _OF_OTHER_RULES.get(resource.type)
    for view, kind in candidates(resource):
        if elsewhere and elsewhere.match(view.path):
            continue
        yield Fail(
            f"This holds {kind} in plain text: everyone who reads the program, its state or a "
            "preview has it.",
            view.path,
            "pulumi.Config().require_secret(...), and replace the credential",
        )


@rule(
    "ecs-env-secret",
    "No container is given a credential in plain text",
    category="secrets",
    severity=Severity.HIGH,
    applies_to=[_TASK],
    why="Everyone who may describe tasks reads the definition, and every revision of it is kept.",
    remediation="Give the credential in the container's `secrets`, from Secrets Manager or a "
    "SecureString; then replace it.",
    snippet="""api = {
    "name": "api",
    "image": image,
    "secrets": [{"name": "DB_PASSWORD", "valueFrom": secret_arn}],
}
aws.ecs.TaskDefinition(..., container_definitions=json.dumps([api]))""",
    equivalents=[
        *("FSBP:ECS.8", "trivy:AWS-0036", "prowler:ecs_task_definitions_no_environment_secrets"),
        "cdk-nag:ECS2",
    ],
)
def containers(task: Resource) -> Iterator[Result]:
    """The environment of each container, its command, and its health check."""
    definitions = task["containerDefinitions"]
    if definitions.unknown:
        yield Undetermined(definitions.path)
    for view, kind in within(definitions.json()):
        yield Fail(
            f"The container is given {kind} in plain text.",
            view.path,
            "'secrets': [{'name': ..., 'valueFrom': secret_arn}], and replace the credential",
        )


RULES = (plaintext, containers)
