"""ECR and ECS; how tasks mount file systems is in ``files``."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand
from guardrails.demands import Demand, demand_rule, none_of, not_on, on, one_of, own_key
from guardrails.model import Fail, Level, Result, Severity, Undetermined, rule
from guardrails.view import Resource, View

_REPOSITORY: Final = "aws:ecr/repository:Repository"
_CREATION: Final = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
_CLUSTER: Final = "aws:ecs/cluster:Cluster"
_TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"
_EXEC: Final = "configuration.executeCommandConfiguration"

_IMMUTABLE = demand_rule(
    "ecr-immutable",
    "The tag of an image always means the same image",
    Demand(
        (_REPOSITORY, _CREATION),
        "imageTagMutability",
        one_of("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"),
        "Whoever may push can put another image under a tag that is deployed.",
        "image_tag_mutability='IMMUTABLE'",
        mended="IMMUTABLE",
    ),
    category="validity",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="A tag that can be moved deploys what was not reviewed, and cannot be rolled back to.",
    remediation="Set image_tag_mutability='IMMUTABLE' and give each build its own tag.",
    snippet="aws.ecr.Repository(..., image_tag_mutability='IMMUTABLE')",
    equivalents=["CKV_AWS_51", "FSBP:ECR.2", "trivy:AWS-0031"],
)

_SCANNED = demand_rule(
    "ecr-scan",
    "Images are scanned when they are pushed",
    Demand(
        (_REPOSITORY,),
        "imageScanningConfiguration.scanOnPush",
        on,
        "Known vulnerabilities in an image stay unseen, unless the registry scans all of them.",
        "image_scanning_configuration={'scan_on_push': True}",
        mended=True,
    ),
    category="validity",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="Most of an image is other people's packages, whose holes are known to everybody.",
    remediation="Set scan_on_push=True, or scan the registry with "
    "aws.ecr.RegistryScanningConfiguration.",
    snippet='aws.ecr.Repository(..., image_scanning_configuration={"scan_on_push": True})',
    equivalents=["CKV_AWS_163", "FSBP:ECR.1", "trivy:AWS-0030"],
)

_REPOSITORY_KEY = demand_rule(
    "ecr-cmk",
    "Images are encrypted with KMS",
    Demand(
        (_REPOSITORY, _CREATION),
        "encryptionConfigurations.encryptionType",
        one_of("KMS", "KMS_DSSE"),
        "Images are encrypted with a key of S3's own, whose use is not logged and cannot be taken "
        "away.",
        "encryption_configurations=[{'encryption_type': 'KMS', 'kms_key': key.arn}]",
    ),
    category="encryption-at-rest",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="Only with KMS is each use of the key logged and can be taken away.",
    remediation="Set the key when the repository is made: it cannot be changed later.",
    snippet="""aws.ecr.Repository(
    ...,
    encryption_configurations=[{"encryption_type": "KMS", "kms_key": key.arn}],
)""",
    equivalents=["CKV_AWS_136", "FSBP:ECR.5", "trivy:AWS-0033"],
)

_EXEC_LOGGED = demand_rule(
    "ecs-exec-log",
    "What is typed in a container is logged",
    Demand(
        (_CLUSTER,),
        f"{_EXEC}.logging",
        none_of("NONE"),
        "Sessions of ECS Exec are not logged: who did what in a container is not told.",
        "'execute_command_configuration': {'logging': 'OVERRIDE', 'log_configuration': {...}}",
    ),
    category="logging",
    severity=Severity.MEDIUM,
    why="A shell in a container of production has the rights of its role, and no other trace.",
    remediation="Set logging to OVERRIDE with a log group, or leave it at DEFAULT.",
    snippet="""aws.ecs.Cluster(..., configuration={
    "execute_command_configuration": {
        "logging": "OVERRIDE",
        "log_configuration": {"cloud_watch_log_group_name": group.name},
    },
})""",
    equivalents=["CKV_AWS_223"],
)

_EXEC_ENCRYPTED = demand_rule(
    "ecs-exec-encrypt",
    "What is typed in a container is encrypted with a KMS key of the account",
    Demand(
        (_CLUSTER,),
        f"{_EXEC}.kmsKeyId",
        own_key,
        "Sessions of ECS Exec have TLS, but no key of the account.",
        "'execute_command_configuration': {'kms_key_id': key.arn}",
        when=lambda cluster: not cluster["configuration"]["executeCommandConfiguration"].missing,
    ),
    category="encryption-in-transit",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="With a key of the account, only who may use the key can open a session.",
    remediation="Set kms_key_id=key.arn in execute_command_configuration.",
    snippet="""aws.ecs.Cluster(
    ...,
    configuration={"execute_command_configuration": {"kms_key_id": key.arn}},
)""",
    equivalents=["CKV_AWS_224"],
)


@rule(
    "ecs-privileged",
    "Containers have no rights over their machine",
    category="least-privilege",
    severity=Severity.HIGH,
    applies_to=[_TASK],
    why="A privileged container is root on the machine, and on all other tasks that run there.",
    remediation="Leave privileged out; give single capabilities in linuxParameters if need be.",
    snippet="""api = {"name": "api", "image": image, "privileged": False}
aws.ecs.TaskDefinition(..., container_definitions=json.dumps([api]))""",
    equivalents=["CKV_AWS_334", "FSBP:ECS.4"],
)
def privileged(task: Resource) -> Iterator[Result]:
    """Each container of the definition, which is a text."""
    for container in _containers(task):
        switch = container["privileged"]
        yield from demand(
            switch,
            not_on(switch),
            "The container is root on its machine, and on all other tasks that run there.",
            "leave 'privileged' out",
        )


_NAMESPACES = demand_rule(
    "ecs-host-processes",
    "Tasks do not see the processes of their machine",
    Demand(
        (_TASK,),
        "pidMode",
        none_of("host"),
        "The task sees, and may stop, the processes of all other tasks on the machine.",
        "leave pid_mode out",
    ),
    Demand(
        (_TASK,),
        "ipcMode",
        none_of("host"),
        "The task reads the shared memory of all other tasks on the machine.",
        "leave ipc_mode out",
    ),
    category="least-privilege",
    severity=Severity.HIGH,
    why="A task that shares the machine's namespaces is not kept apart from the other ones.",
    remediation="Leave pid_mode and ipc_mode out, or set them to 'task'.",
    snippet="aws.ecs.TaskDefinition(..., pid_mode='task')",
    equivalents=["CKV_AWS_335", "FSBP:ECS.3"],
)

_ADDRESSED: Final = "The tasks get public addresses: each is one open port away from the internet."


def _addressed(types: tuple[str, ...], path: str = "") -> Demand:
    path = f"{path}networkConfiguration.assignPublicIp"
    return Demand(types, path, not_on, _ADDRESSED, "'assign_public_ip': False")


_PRIVATE = demand_rule(
    "ecs-public-ip",
    "Tasks have no public addresses",
    _addressed(("aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet")),
    _addressed(("aws:cloudwatch/eventTarget:EventTarget",), "ecsTarget."),
    _addressed(("aws:scheduler/schedule:Schedule",), "target.ecsParameters."),
    Demand(
        ("aws:pipes/pipe:Pipe",),
        "targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration.assignPublicIp",
        none_of("ENABLED"),
        _ADDRESSED,
        "'assign_public_ip': 'DISABLED'",
    ),
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="A task that nobody can address is safe from what its security group forgets.",
    remediation="Leave assign_public_ip out, in subnets with a NAT gateway or VPC endpoints.",
    snippet="""aws.ecs.Service(..., network_configuration={
    "subnets": private, "assign_public_ip": False
})""",
    equivalents=["CKV_AWS_333", "FSBP:ECS.2", "FSBP:ECS.16"],
)


@rule(
    "ecs-log",
    "Containers send what they write to a log",
    category="logging",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=[_TASK],
    why="What a container writes is gone with it, and on Fargate seen by nobody.",
    remediation="Give each container a logConfiguration.",
    snippet="""aws.ecs.TaskDefinition(..., container_definitions=json.dumps([
    {
        "name": "api",
        "image": image,
        "logConfiguration": {"logDriver": "awslogs", "options": options},
    }
]))""",
    equivalents=["FSBP:ECS.9", "cdk-nag:ECS7"],
)
def logged(task: Resource) -> Iterator[Result]:
    """Every container, the helpers too."""
    for container in _containers(task):
        driver = container["logConfiguration"]["logDriver"]
        if driver.unknown:
            yield Undetermined(driver.path)
        elif driver.missing or driver.text == "none":
            yield Fail(
                "What the container writes is gone with it.",
                driver.path,
                "'logConfiguration': {'logDriver': 'awslogs', 'options': {...}}",
            )


def _containers(task: Resource) -> tuple[View, ...]:
    return task["containerDefinitions"].json().items()


RULES = (
    _IMMUTABLE,
    _SCANNED,
    _REPOSITORY_KEY,
    _EXEC_LOGGED,
    _EXEC_ENCRYPTED,
    privileged,
    _NAMESPACES,
    _PRIVATE,
    logged,
)
