"""The buckets that trails write to."""

from collections.abc import Sequence
from typing import Final

from guardrails.graph import Graph
from guardrails.resource_types import BUCKETS
from guardrails.view import Resource, View

TRAIL: Final = "aws:cloudtrail/trail:Trail"
LOGGING: Final = (
    "aws:s3/bucketLogging:BucketLogging",
    # The name of version 6 of the provider, which programs still have.
    "aws:s3/bucketLoggingV2:BucketLoggingV2",
)


def trail_buckets(graph: Graph) -> Sequence[Resource]:
    """The buckets of the stack that its trails write to, each once."""
    found = (graph.target(one, one["s3BucketName"], BUCKETS) for one in graph.of(TRAIL))
    return tuple({bucket.urn: bucket for bucket in found if bucket is not None}.values())


def own_logging(bucket: Resource) -> View | None:
    """The bucket's own block that has its access logged, as older programs write it."""
    blocks = (bucket[name] for name in ("logging", "loggings"))
    return next((block for block in blocks if not block.missing), None)
