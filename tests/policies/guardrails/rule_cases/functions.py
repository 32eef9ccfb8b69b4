"""Functions by themselves."""

from guardrails.view import Resource
from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one

FUNCTION = "aws:lambda/function:Function"
PERMISSION = "aws:lambda/permission:Permission"
URL = "aws:lambda/functionUrl:FunctionUrl"
LAYER = "arn:aws:lambda:eu-central-1:123456789012:layer:libraries:3"

OTHERS = "arn:aws:lambda:eu-central-1:999999999999"
LAYERS = one("aws:lambda/layerVersion:LayerVersion", {"layerName": "own"}, "own")
ROLE = one("aws:iam/role:Role", {"arn": "arn:aws:iam::999999999999:role/r"}, "r")

# Put together here, so that no scanner takes this file for a leak.
ACCESS_KEY = "AKIA" + "IOSFODNN7EXAMPLE"


def work(**more: object) -> Resource:
    return one(FUNCTION, {"name": "work", **more}, "work")


def variables(**given: object) -> Properties:
    return {"environment": {"variables": given}}


CASES = {
    "lambda-permission-action": Cases(
        PERMISSION,
        fails=[
            ({"action": "lambda:*"}, ["action"]),
            ({"action": "lambda:GetFunction"}, ["action"]),
        ],
        passes=[{"action": "lambda:InvokeFunction"}],
        near_misses=[{"action": "lambda:InvokeFunctionUrl"}, {"action": "lambda:invokeFunction"}],
        undetermined=[({"action": UNKNOWN}, "action")],
    ),
    "lambda-url-cors": Cases(
        URL,
        fails=[
            ({"cors": {"allowOrigins": ["*"]}}, ["cors.allowOrigins[0]"]),
            ({"cors": [{"allowOrigins": ["https://a.org", "*"]}]}, ["cors[0].allowOrigins[1]"]),
        ],
        passes=[{}, {"cors": {"allowOrigins": ["https://shop.example.com"]}}],
        near_misses=[
            {"cors": {"allowMethods": ["*"]}},
            {"cors": {"allowOrigins": ["https://*.example.com"]}},
        ],
        undetermined=[
            ({"cors": UNKNOWN}, "cors"),
            ({"cors": {"allowOrigins": [UNKNOWN]}}, "cors.allowOrigins[0]"),
        ],
    ),
    "lambda-env-cmk": Cases(
        FUNCTION,
        fails=[(variables(STAGE="prod"), ["kmsKeyArn"])],
        passes=[{**variables(STAGE="prod"), "kmsKeyArn": UNKNOWN}],
        near_misses=[{}, variables(), {"environment": {}}],
        undetermined=[({"environment": UNKNOWN}, "environment")],
    ),
    "lambda-env-secret": Cases(
        FUNCTION,
        fails=[
            (variables(NAME=ACCESS_KEY), ["environment.variables.NAME"]),
            (
                {"environment": {"variables": {"DB_PASSWORD": "hunter2"}}},
                ["environment.variables.DB_PASSWORD"],
            ),
        ],
        passes=[{}, variables(TABLE_NAME="orders")],
        near_misses=[
            variables(DB_PASSWORD=UNKNOWN),
            {
                "environment": {
                    "variables": {
                        "DB_SECRET_ARN": "arn:aws:secretsmanager:eu-central-1:1:secret:db"
                    }
                }
            },
            {"description": ACCESS_KEY},
        ],
        always_known="what is computed is no literal",
    ),
    "lambda-vpc": Cases(
        FUNCTION,
        fails=[
            ({}, ["vpcConfig.subnetIds"]),
            ({"vpcConfig": {"subnetIds": ["subnet-1"]}}, ["vpcConfig.subnetIds"]),
        ],
        passes=[{"vpcConfig": {"subnetIds": ["subnet-1", "subnet-2"]}}],
        near_misses=[{"vpcConfig": {"subnetIds": [UNKNOWN, UNKNOWN]}}],
        undetermined=[({"vpcConfig": UNKNOWN}, "vpcConfig")],
    ),
    "lambda-code-signing": Cases(
        FUNCTION,
        fails=[({}, ["codeSigningConfigArn"])],
        passes=[
            {"codeSigningConfigArn": "arn:aws:lambda:eu-central-1:1:code-signing-config:csc-1"}
        ],
        near_misses=[
            {"packageType": "Image"},
            {"imageUri": UNKNOWN},
            {"codeSigningConfigArn": UNKNOWN},
        ],
        always_known="a configuration that is given has an ARN, known or not",
    ),
    "lambda-concurrency": Cases(
        FUNCTION,
        fails=[
            ({}, ["reservedConcurrentExecutions"]),
            ({"reservedConcurrentExecutions": -1.0}, ["reservedConcurrentExecutions"]),
            ({"reservedConcurrentExecutions": 0.0}, ["reservedConcurrentExecutions"]),
        ],
        passes=[{"reservedConcurrentExecutions": 20.0}],
        near_misses=[{"reservedConcurrentExecutions": 1.0}],
        undetermined=[({"reservedConcurrentExecutions": UNKNOWN}, "reservedConcurrentExecutions")],
    ),
    "lambda-limits": Cases(
        FUNCTION,
        fails=[
            ({"timeout": 901.0, "memorySize": 10241.0}, ["timeout", "memorySize"]),
            ({"timeout": 0.0, "memorySize": 127.0}, ["timeout", "memorySize"]),
            ({"ephemeralStorage": {"size": 511.0}}, ["ephemeralStorage.size"]),
            ({"layers": [LAYER] * 6}, ["layers"]),
            # 4096 bytes with the quotes: one more than fits.
            (variables(A="x" * 4089), ["environment.variables"]),
            (variables(A="\ud800" * 5000), ["environment.variables"]),
        ],
        passes=[{}, {"timeout": 900.0, "memorySize": 10240.0, "layers": [LAYER] * 5}],
        near_misses=[
            {"timeout": 1.0, "memorySize": 128.0, "ephemeralStorage": {"size": 512.0}},
            variables(A="x" * 4088),
            variables(A="x" * 3000, B=UNKNOWN),
            {"memorySize": 32768.0, "capacityProviderConfig": {"x": 1}},
        ],
        undetermined=[
            ({"timeout": UNKNOWN}, "timeout"),
            ({"layers": UNKNOWN}, "layers"),
            ({"environment": {"variables": UNKNOWN}}, "environment.variables"),
            (variables(A="x" * 4000, B=UNKNOWN), "environment.variables"),
        ],
    ),
    "lambda-runtime": Cases(
        FUNCTION,
        fails=[({"runtime": "python3.8"}, ["runtime"]), ({"runtime": "go1.x"}, ["runtime"])],
        passes=[{"runtime": "python9.99"}],
        near_misses=[
            {"packageType": "Image", "runtime": "python3.8"},
            {"imageUri": UNKNOWN, "runtime": UNKNOWN},
            {},
        ],
        undetermined=[({"runtime": UNKNOWN}, "runtime")],
    ),
    "lambda-layer-foreign": Cases(
        "",
        fails=[
            (
                [
                    one(
                        FUNCTION,
                        {"layers": [LAYER, UNKNOWN]},
                        account_id="999999999999",
                        depends={"layers": [LAYERS.urn]},
                    ),
                    LAYERS,
                ],
                ["layers[0]"],
            ),
            # Its own ARN or its role's says which account a function is in.
            ([one(FUNCTION, {"layers": [LAYER], "arn": f"{OTHERS}:function:f"})], ["layers[0]"]),
            (
                [one(FUNCTION, {"layers": [LAYER], "role": "arn:aws:iam::999999999999:role/r"})],
                ["layers[0]"],
            ),
            (
                [
                    one(
                        FUNCTION, {"layers": [LAYER], "role": UNKNOWN}, depends={"role": [ROLE.urn]}
                    ),
                    ROLE,
                ],
                ["layers[0]"],
            ),
        ],
        passes=[
            [one(FUNCTION, {"layers": [LAYER]}, account_id="123456789012")],
            [one(FUNCTION, {})],
        ],
        near_misses=[
            [
                one(
                    FUNCTION,
                    {"layers": [LAYER.replace("123456789012", "017000801446"), "no ARN"]},
                    account_id="123456789012",
                )
            ],
            [one(FUNCTION, {"layers": [UNKNOWN]}, depends={"layers": [LAYERS.urn]}), LAYERS],
            [one(FUNCTION, {"layers": UNKNOWN}, depends={"layers": [LAYERS.urn]}), LAYERS],
            [one(FUNCTION, {"layers": [LAYER], "role": "arn:aws:iam::123456789012:role/r"})],
        ],
        undetermined=[
            ([one(FUNCTION, {"layers": [LAYER]})], "layers[0]"),
            ([one(FUNCTION, {"layers": [UNKNOWN]}, account_id="123456789012")], "layers[0]"),
            (
                [
                    one(FUNCTION, {"layers": [UNKNOWN, UNKNOWN]}, depends={"layers": [LAYERS.urn]}),
                    LAYERS,
                ],
                "layers[0]",
            ),
        ],
    ),
}
