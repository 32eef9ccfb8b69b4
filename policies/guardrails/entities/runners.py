"""What acts as a role: functions, state machines, tasks."""

from collections.abc import Iterator
from typing import Final

from guardrails.graph import Graph
from guardrails.iam.entity import Runner
from guardrails.resource_types import FUNCTION, REST_API, ROLE
from guardrails.view import Resource

# The type, its property that names the role, and the service that takes it.
_TAKERS: Final = (
    (FUNCTION, "role", "lambda.amazonaws.com"),
    ("aws:sfn/stateMachine:StateMachine", "roleArn", "states.amazonaws.com"),
    ("aws:ecs/taskDefinition:TaskDefinition", "taskRoleArn", "ecs-tasks.amazonaws.com"),
    ("aws:ecs/taskDefinition:TaskDefinition", "executionRoleArn", "ecs-tasks.amazonaws.com"),
    ("aws:iam/instanceProfile:InstanceProfile", "role", "ec2.amazonaws.com"),
    ("aws:codebuild/project:Project", "serviceRole", "codebuild.amazonaws.com"),
    ("aws:codepipeline/pipeline:Pipeline", "roleArn", "codepipeline.amazonaws.com"),
    ("aws:glue/job:Job", "roleArn", "glue.amazonaws.com"),
    ("aws:sagemaker/notebookInstance:NotebookInstance", "roleArn", "sagemaker.amazonaws.com"),
    ("aws:pipes/pipe:Pipe", "roleArn", "pipes.amazonaws.com"),
    ("aws:cloudwatch/eventTarget:EventTarget", "roleArn", "events.amazonaws.com"),
    ("aws:scheduler/schedule:Schedule", "target.roleArn", "scheduler.amazonaws.com"),
    ("aws:apigateway/account:Account", "cloudwatchRoleArn", "apigateway.amazonaws.com"),
    ("aws:cloudformation/stack:Stack", "iamRoleArn", "cloudformation.amazonaws.com"),
)


def of(role: Resource, arn: str, graph: Graph) -> tuple[Runner, ...]:
    """What the stack lets act as a role, whose ARN will be ``arn``."""
    found = [
        Runner(service, _name(holder), holder.urn)
        for type_, reference, service in _TAKERS
        for holder in graph.attached(role, [type_], reference, [ROLE]).found
    ]
    return (*found, *_apis(arn, graph))


def _apis(arn: str, graph: Graph) -> Iterator[Runner]:
    """The APIs whose integrations name the role."""
    for api in graph.of(REST_API):
        if f'"{arn}"' in api["body"].text:
            yield Runner("apigateway.amazonaws.com", _name(api), api.urn)


def _name(holder: Resource) -> str:
    for property_ in ("name", "family"):
        if holder[property_].text:
            return holder[property_].text
    return holder.name
