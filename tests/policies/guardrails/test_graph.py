import pytest

from guardrails.graph import Attached, Graph, short_name
from tests.policies.guardrails.rule_cases.model import UNKNOWN, one, urn

BUCKET = "aws:s3/bucket:Bucket"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"


@pytest.mark.parametrize(
    "reference",
    [
        "logs",
        "arn:aws:s3:::logs",
        "arn:aws:iam::123456789012:role/service/logs",
        "arn:aws:lambda:eu-central-1:123456789012:function:logs",
        "arn:aws:lambda:eu-central-1:123456789012:function:logs:live",
        "arn:aws:dynamodb:eu-central-1:123456789012:table/logs",
        "arn:aws:dynamodb:eu-central-1:123456789012:table/logs/stream/2026-11-21T06:00:00.000",
        "arn:aws:glue:eu-central-1:123456789012:table/orders/logs",
        "https://sqs.eu-central-1.amazonaws.com/123456789012/logs",
    ],
)
def test_a_name_an_arn_and_a_url_name_the_same(reference: str) -> None:
    assert short_name(reference) == "logs"


def test_a_reference_by_name_finds_its_resource_and_no_other() -> None:
    logs, data = one(BUCKET, {"bucket": "logs"}, "logs"), one(BUCKET, {"bucket": "data"}, "data")
    policy = one(POLICY, {"bucket": "logs"})
    graph = Graph([logs, data, policy])

    assert graph.attached(logs, [POLICY], "bucket", [BUCKET]) == Attached((policy,), ())
    assert graph.attached(data, [POLICY], "bucket", [BUCKET]) == Attached((), ())


def test_an_unknown_reference_leads_where_it_is_computed_from() -> None:
    logs, data = one(BUCKET, {}, "logs"), one(BUCKET, {}, "data")
    policy = one(POLICY, {"bucket": UNKNOWN}, depends={"bucket": [urn(BUCKET, "logs")]})
    graph = Graph([logs, data, policy])

    assert graph.attached(logs, [POLICY], "bucket", [BUCKET]) == Attached((policy,), ())
    assert graph.attached(data, [POLICY], "bucket", [BUCKET]) == Attached((), ())


def test_an_unknown_reference_that_leads_nowhere_may_mean_any() -> None:
    logs = one(BUCKET, {"bucket": "logs"})
    policy = one(POLICY, {"bucket": UNKNOWN}, depends={"bucket": [urn("random:index", "x")]})

    attached = Graph([logs, policy]).attached(logs, [POLICY], "bucket", [BUCKET])

    assert attached == Attached((), ((policy, "bucket"),))


def test_a_name_may_mean_a_resource_whose_own_name_is_unknown() -> None:
    unnamed = one(BUCKET, {"bucket": UNKNOWN})
    policy = one(POLICY, {"bucket": "logs"})

    attached = Graph([unnamed, policy]).attached(unnamed, [POLICY], "bucket", [BUCKET])

    assert attached == Attached((), ((policy, "bucket"),))


def test_a_missing_reference_means_nothing() -> None:
    logs = one(BUCKET, {"bucket": "logs"})

    attached = Graph([logs, one(POLICY, {})]).attached(logs, [POLICY], "bucket", [BUCKET])

    assert attached == Attached((), ())


def test_dependencies_of_the_resource_decide_where_those_of_the_property_are_not_told() -> None:
    logs, data = one(BUCKET, {}, "logs"), one(BUCKET, {}, "data")
    policy = one(POLICY, {"bucket": UNKNOWN}, waits_for=[urn(BUCKET, "data")])
    graph = Graph([logs, data, policy])

    assert graph.attached(data, [POLICY], "bucket", [BUCKET]).found == (policy,)
    assert graph.attached(logs, [POLICY], "bucket", [BUCKET]) == Attached((), ())


def test_resources_have_one_order_however_the_engine_lists_them() -> None:
    logs, data = one(BUCKET, {}, "logs"), one(BUCKET, {}, "data")

    assert Graph([logs, data]).of(BUCKET) == Graph([data, logs]).of(BUCKET) == [data, logs]
