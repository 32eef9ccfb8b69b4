"""Credentials in plain text."""

import json

from guardrails.values import Secret
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

DATABASE = "aws:rds/instance:Instance"
# Taken apart, so that no scanner takes this file for a leak.
ACCESS_KEY = "AKIA" + "Z7VXQ2M4RT5KJ6WP"
TOKEN = "q7Zr2" + "Lx9Kd0Vb4Nm8Ws3Tf6Yh1"
LOT = "q7Zr2Lx9Kd0Vb4Nm8Ws3" + "Tf6Yh1Pg5Jc2Rn7Xk4Qd"
API_KEY = "aws:apigateway/apiKey:ApiKey"
TASK = "aws:ecs/taskDefinition:TaskDefinition"


def variable(type_: str) -> dict[str, object]:
    given = {"name": "DB_PASSWORD", "value": "prod/db:password", "type": type_}
    return {"environment": {"environmentVariables": [given]}}


def containers(**properties: object) -> dict[str, str]:
    return {"containerDefinitions": json.dumps([{"name": "api", **properties}])}


CASES = {
    "plaintext-secret-literal": Cases(
        "",
        fails=[
            ([one(DATABASE, {"password": "changeme"})], ["password"]),
            (
                [one("aws:elasticache/replicationGroup:ReplicationGroup", {"authToken": "abc"})],
                ["authToken"],
            ),
            (
                [one("aws:secretsmanager/secretVersion:SecretVersion", {"secretString": "{}"})],
                ["secretString"],
            ),
            # In a list, in a map, in any resource of any provider.
            (
                [
                    one(
                        "aws:mq/broker:Broker",
                        {"users": [{"username": "u", "password": "hunter2"}]},
                    )
                ],
                ["users[0].password"],
            ),
            ([one("any:thing:At", {"labels": {"a": ACCESS_KEY}})], ["labels.a"]),
            ([one("any:thing:At", {"config": {"apiToken": TOKEN}})], ["config.apiToken"]),
            (
                [one("aws:ec2/instance:Instance", {"userData": f"export X={ACCESS_KEY}\n"})],
                ["userData"],
            ),
            (
                [one("pulumi:providers:aws", {"accessKey": ACCESS_KEY, "secretKey": TOKEN})],
                ["accessKey", "secretKey"],
            ),
            # A credential by what it is the value of, and one that a script sends.
            ([one(API_KEY, {"name": "partner", "value": "partner-key-of-the-shop"})], ["value"]),
            (
                [one("aws:ec2/instance:Instance", {"userData": f"curl -u svc:{LOT} https://x\n"})],
                ["userData"],
            ),
            (
                [one("aws:codebuild/project:Project", variable("PLAINTEXT"))],
                ["environment.environmentVariables[0].value"],
            ),
        ],
        passes=[
            [one(DATABASE, {"password": Secret("changeme")})],
            [one(DATABASE, {"password": UNKNOWN})],
            [one("any:thing:At", {"config": Secret({"apiToken": TOKEN})})],
            [one(DATABASE, {"password": "{{resolve:secretsmanager:db:SecretString:password}}"})],
        ],
        near_misses=[
            [one(DATABASE, {"manageMasterUserPassword": True, "password": ""})],
            [one("any:thing:At", {"passwordPolicy": {"minimumLength": 14}})],
            [one("any:thing:At", {"secretArn": f"arn:aws:secretsmanager:x:1:secret:{TOKEN}"})],
            [one("aws:codebuild/project:Project", variable("SECRETS_MANAGER"))],
            [one("aws:codebuild/project:Project", variable("PARAMETER_STORE"))],
            [one(API_KEY, {"name": "partner", "value": UNKNOWN})],
            # These have rules of their own.
            [
                one(
                    "aws:lambda/function:Function",
                    {"environment": {"variables": {"DB_PASSWORD": "hunter2"}}},
                )
            ],
            [one("aws:apigateway/stage:Stage", {"variables": {"password": "hunter2"}})],
            [one("aws:sfn/stateMachine:StateMachine", {"definition": ACCESS_KEY})],
            [
                one(
                    "aws:ecs/taskDefinition:TaskDefinition",
                    {"containerDefinitions": f'[{{"image": "{ACCESS_KEY}"}}]'},
                )
            ],
        ],
        always_known="what is not known at preview is computed, so it is no literal",
    ),
    "ecs-env-secret": Cases(
        TASK,
        fails=[
            (
                containers(environment=[{"name": "DB_PASSWORD", "value": "hunter2"}]),
                ["containerDefinitions[0].environment[0].value"],
            ),
            (
                containers(command=["serve", f"--key={ACCESS_KEY}"]),
                ["containerDefinitions[0].command[1]"],
            ),
        ],
        passes=[
            containers(environment=[{"name": "TABLE", "value": "orders"}]),
            containers(secrets=[{"name": "DB_PASSWORD", "valueFrom": "arn:aws:ssm:x:1:y"}]),
        ],
        near_misses=[
            containers(environment=[{"name": "DB_PASSWORD_FILE", "value": "/run/secrets/db"}]),
            containers(environment=[{"name": "DB_SECRET", "value": "orders/prod/db"}]),
            {"containerDefinitions": Secret('[{"environment": [{"password": "hunter2"}]}]')},
            {"containerDefinitions": "no JSON"},
        ],
        undetermined=[({"containerDefinitions": UNKNOWN}, "containerDefinitions")],
    ),
}
