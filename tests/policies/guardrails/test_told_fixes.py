"""A fix, followed to the letter, mends what it is for and breaks nothing else."""

import ast
from collections.abc import Mapping
from typing import Any

from guardrails.pack import Pack
from guardrails.registry import RULES
from tests.policies.guardrails.rule_cases.model import by_id, one
from tests.support.found import found

BUCKET = "aws:s3/bucket:Bucket"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
REST_API = "aws:apigateway/restApi:RestApi"


def test_the_limits_of_a_stage_are_set_where_its_kind_takes_them() -> None:
    rest = one("aws:apigateway/stage:Stage", {"stageName": "live"})
    http = one("aws:apigatewayv2/stage:Stage", {"name": "live"})

    (of_rest,) = found("apigw-throttle", rest)
    (of_http,) = found("apigw-throttle", http)

    assert of_rest.fix.startswith("aws.apigateway.MethodSettings(..., method_path='*/*', settings=")
    assert of_http.fix.startswith("default_route_settings={'throttling_rate_limit': ")


def to_camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def camel_case(value: object) -> Any:
    if isinstance(value, Mapping):
        return {to_camel_case(key): camel_case(inner) for key, inner in value.items()}
    return [camel_case(one) for one in value] if isinstance(value, list) else value


def test_the_encryption_of_a_bucket_is_whole() -> None:
    bucket = one(BUCKET, {"bucket": "orders"})
    (told,) = found("s3-sse", bucket)
    resource, _, written = told.fix.partition("(..., bucket=bucket.id, rules=")

    rules = camel_case(ast.literal_eval(written[:-1].replace("key.arn", repr(KEY))))
    own = one(ENCRYPTION, {"bucket": "orders", "rules": rules})
    answers = [*Pack(RULES).judge(own), *Pack([by_id("s3-sse")]).judge_stack([bucket, own])]

    assert resource == "aws.s3.BucketServerSideEncryptionConfiguration"
    assert answers == []


def open_method(api: dict[str, Any]) -> str:
    method = {"restApi": "a1", "httpMethod": "GET", "authorization": "NONE"}
    declared = one(REST_API, {"id": "a1", **api})
    (told,) = found("apigw-method-auth", declared, one("aws:apigateway/method:Method", method))
    return told.message


def test_a_private_api_is_not_open_to_the_internet() -> None:
    private = {"endpointConfiguration": {"types": "PRIVATE"}}

    assert open_method({}) == "Anyone on the internet may call this without credentials."
    assert open_method(private) == (
        "Whoever reaches the API's VPC endpoints may call this without credentials."
    )
