"""ECR and ECS."""

import json

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one

REPOSITORY = "aws:ecr/repository:Repository"
CREATION = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
CLUSTER = "aws:ecs/cluster:Cluster"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
EXEC = "configuration.executeCommandConfiguration"
LOGGED = {"logConfiguration": {"logDriver": "awslogs"}}


def encrypted(type_: object) -> Properties:
    return {"encryptionConfigurations": [{"encryptionType": type_}]}


def executing(**settings: object) -> Properties:
    return {"configuration": {"executeCommandConfiguration": settings}}


def containers(*definitions: Properties) -> Properties:
    return {"containerDefinitions": json.dumps(definitions)}


SERVICE = "aws:ecs/service:Service"
TASK_SET = "aws:ecs/taskSet:TaskSet"
EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget"
SCHEDULE = "aws:scheduler/schedule:Schedule"
PIPE = "aws:pipes/pipe:Pipe"
IN_PIPE = (
    "targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration.assignPublicIp"
)


def addressed(value: object) -> Properties:
    return {"networkConfiguration": {"subnets": ["subnet-1"], "assignPublicIp": value}}


def in_pipe(value: object) -> Properties:
    network = {"networkConfiguration": {"awsVpcConfiguration": {"assignPublicIp": value}}}
    return {"targetParameters": {"ecsTaskParameters": network}}


CASES = {
    "ecs-public-ip": Cases(
        SERVICE,
        fails=[
            (addressed(value=True), ["networkConfiguration.assignPublicIp"]),
            ([one(TASK_SET, addressed(value=True))], ["networkConfiguration.assignPublicIp"]),
            (
                [one(EVENT_TARGET, {"ecsTarget": addressed("true")})],
                ["ecsTarget.networkConfiguration.assignPublicIp"],
            ),
            (
                [one(SCHEDULE, {"target": {"ecsParameters": addressed(value=True)}})],
                ["target.ecsParameters.networkConfiguration.assignPublicIp"],
            ),
            ([one(PIPE, in_pipe("ENABLED"))], [IN_PIPE]),
        ],
        passes=[addressed(value=False), [one(PIPE, in_pipe("DISABLED"))]],
        near_misses=[{}, {"networkConfiguration": {}}, [one(SCHEDULE, {"target": {}})]],
        undetermined=[(addressed(UNKNOWN), "networkConfiguration.assignPublicIp")],
    ),
    "ecr-immutable": Cases(
        REPOSITORY,
        fails=[
            ({}, ["imageTagMutability"]),
            ({"imageTagMutability": "MUTABLE_WITH_EXCLUSION"}, ["imageTagMutability"]),
            ([one(CREATION, {})], ["imageTagMutability"]),
        ],
        passes=[{"imageTagMutability": "IMMUTABLE"}],
        near_misses=[{"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION"}],
        undetermined=[({"imageTagMutability": UNKNOWN}, "imageTagMutability")],
    ),
    "ecr-scan": Cases(
        REPOSITORY,
        fails=[({}, ["imageScanningConfiguration.scanOnPush"])],
        passes=[{"imageScanningConfiguration": {"scanOnPush": True}}],
        near_misses=[{"imageScanningConfiguration": [{"scanOnPush": True}]}],
        undetermined=[({"imageScanningConfiguration": UNKNOWN}, "imageScanningConfiguration")],
    ),
    "ecr-cmk": Cases(
        REPOSITORY,
        fails=[
            ({}, ["encryptionConfigurations.encryptionType"]),
            (encrypted("AES256"), ["encryptionConfigurations[0].encryptionType"]),
            ([one(CREATION, {})], ["encryptionConfigurations.encryptionType"]),
        ],
        passes=[encrypted("KMS")],
        near_misses=[encrypted("KMS_DSSE")],
        undetermined=[({"encryptionConfigurations": UNKNOWN}, "encryptionConfigurations")],
    ),
    "ecs-exec-log": Cases(
        CLUSTER,
        fails=[(executing(logging="NONE"), [f"{EXEC}.logging"])],
        passes=[executing(logging="OVERRIDE")],
        near_misses=[{}, executing(kmsKeyId="key/1")],
        undetermined=[({"configuration": UNKNOWN}, "configuration")],
    ),
    "ecs-exec-encrypt": Cases(
        CLUSTER,
        fails=[(executing(logging="OVERRIDE"), [f"{EXEC}.kmsKeyId"])],
        passes=[executing(kmsKeyId="key/1")],
        near_misses=[{}, executing(kmsKeyId=UNKNOWN)],
        undetermined=[({"configuration": UNKNOWN}, "configuration")],
    ),
    "ecs-privileged": Cases(
        TASK,
        fails=[
            (
                containers({"name": "api"}, {"name": "agent", "privileged": True}),
                ["containerDefinitions[1].privileged"],
            )
        ],
        passes=[containers({"name": "api", "privileged": False})],
        near_misses=[containers({"name": "api"}), {"containerDefinitions": "no JSON"}],
        undetermined=[({"containerDefinitions": UNKNOWN}, "containerDefinitions")],
    ),
    "ecs-host-processes": Cases(
        TASK,
        fails=[({"pidMode": "host"}, ["pidMode"]), ({"ipcMode": "host"}, ["ipcMode"])],
        passes=[{"pidMode": "task", "ipcMode": "none"}],
        near_misses=[{"networkMode": "host"}],
        undetermined=[({"pidMode": UNKNOWN}, "pidMode")],
    ),
    "ecs-log": Cases(
        TASK,
        fails=[
            (
                containers({"name": "api", **LOGGED}, {"name": "agent"}),
                ["containerDefinitions[1].logConfiguration.logDriver"],
            ),
            (
                containers({"logConfiguration": {"logDriver": "none"}}),
                ["containerDefinitions[0].logConfiguration.logDriver"],
            ),
        ],
        passes=[containers({"name": "api", **LOGGED})],
        near_misses=[containers({"logConfiguration": {"logDriver": "awsfirelens"}})],
        undetermined=[({"containerDefinitions": UNKNOWN}, "containerDefinitions")],
    ),
}
