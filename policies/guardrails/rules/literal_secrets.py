"""Credentials in plain text, in any input of any resource."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.literal_secrets import candidates
from guardrails.model import ANY_TYPE, Fail, Result, Severity, rule
from guardrails.resource_types import FUNCTION
from guardrails.view import Resource

_OF_OTHER_RULES: Final[Mapping[str, re.Pattern[str]]] = {
    type_: re.compile(path)
    for type_, path in {
        FUNCTION: r"environment\b",
        "aws:apigateway/stage:Stage": r"variables\b",
        "aws:apigateway/deployment:Deployment": r"variables\b",
        "aws:apigatewayv2/stage:Stage": r"stageVariables\b",
        "aws:sfn/stateMachine:StateMachine": r"definition$",
        "aws:ecs/taskDefinition:TaskDefinition": r"containerDefinitions\b",
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


RULES = (plaintext,)
