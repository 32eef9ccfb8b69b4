from dataclasses import replace

import pytest

from guardrails.graph import Attached, Graph, short_name
from guardrails.view import Resource
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


QUEUE = "aws:sqs/queue:Queue"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
HERE, THERE = "eu-central-1", "eu-west-1"
MINE, THEIRS = "123456789012", "210987654321"


def url(region: str, account: str = MINE) -> str:
    return f"https://sqs.{region}.amazonaws.com/{account}/jobs"


def arn(region: str, account: str = MINE) -> str:
    return f"arn:aws:sqs:{region}:{account}:jobs"


def provided(at: str, account: str | None, type_: str, **properties: object) -> Resource:
    resource = one(type_, {"name": "jobs", **properties}, account_id=account)
    return replace(resource, region=at)


def queue(**properties: object) -> Resource:
    return one(QUEUE, {"name": "jobs", **properties})


@pytest.mark.parametrize(
    ("target", "reference", "meant"),
    [
        (queue(url=url(HERE)), url(HERE), True),
        (queue(url=url(HERE)), url(THERE), False),
        (queue(url=url(HERE)), url(HERE, THEIRS), False),
        (queue(arn=arn(HERE)), arn(HERE), True),
        (queue(arn=arn(HERE)), arn(THERE), False),
        (queue(arn=arn(HERE)), arn(HERE, THEIRS), False),
        (queue(arn=arn(HERE)), url(THERE), False),
        # A part of it, and another thing with the same last word.
        (queue(arn="arn:aws:x:::table/jobs"), "arn:aws:x:::table/jobs/stream/jobs", True),
        (queue(arn="arn:aws:ecs:::service/one/jobs"), "arn:aws:ecs:::service/two/jobs", False),
        # What says no place may be in any.
        (queue(), arn(HERE), True),
        (queue(arn=arn(HERE)), "jobs", True),
        # The provider's account and region; the resource's own region goes before.
        (provided(HERE, MINE, QUEUE), url(HERE), True),
        (provided(HERE, MINE, QUEUE), url(THERE), False),
        (provided(HERE, MINE, QUEUE), url(HERE, THEIRS), False),
        (provided(THERE, MINE, QUEUE, region=HERE), url(HERE), True),
        (provided(THERE, MINE, QUEUE, region=UNKNOWN), url(HERE), True),
    ],
)
def test_a_name_comes_again_in_other_accounts_and_regions(
    target: Resource, reference: str, *, meant: bool
) -> None:
    policy = one(QUEUE_POLICY, {"queueUrl": reference})
    graph = Graph([target, policy])

    attached = graph.attached(target, [QUEUE_POLICY], "queueUrl", [QUEUE])

    assert attached == Attached((policy,) if meant else (), ())
    assert graph.target(policy, policy["queueUrl"], [QUEUE]) == (target if meant else None)


def test_a_plain_name_means_what_is_in_its_own_account_and_region() -> None:
    policy = provided(HERE, MINE, QUEUE_POLICY, queueUrl="jobs")
    near, far = provided(HERE, MINE, QUEUE), provided(THERE, MINE, QUEUE)

    assert Graph([policy, near]).target(policy, policy["queueUrl"], [QUEUE]) == near
    assert Graph([policy, far]).target(policy, policy["queueUrl"], [QUEUE]) is None


def test_a_role_is_of_no_region_but_of_an_account() -> None:
    policy = provided(THERE, MINE, ROLE_POLICY, role="jobs")
    same, other = provided(HERE, MINE, ROLE), provided(HERE, THEIRS, ROLE)

    assert Graph([policy, same]).target(policy, policy["role"], [ROLE]) == same
    assert Graph([policy, other]).target(policy, policy["role"], [ROLE]) is None
