"""Who gets at buckets besides their policies, which are in ``resource_policies``."""

from collections.abc import Iterator, Mapping

from guardrails.demands import values_at
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import BUCKET_BLOCK, BUCKETS
from guardrails.view import Resource, View

_ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
_BLOCKS = {
    "blockPublicAcls": "block_public_acls",
    "blockPublicPolicy": "block_public_policy",
    "ignorePublicAcls": "ignore_public_acls",
    "restrictPublicBuckets": "restrict_public_buckets",
}


_ACCESS_POINT = "aws:s3/accessPoint:AccessPoint"
_REGIONS_POINT = "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"
_CORS = (
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
    "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2",
)


@rule(
    "s3-pab",
    "Buckets block public access by all four switches",
    category="public-exposure",
    severity=Severity.HIGH,
    scope=Scope.STACK,
    applies_to=BUCKETS,
    why="New buckets block public access since April 2023, but only a declared block is put back "
    "when somebody lifts it.",
    remediation="Create a BucketPublicAccessBlock with all four switches on.",
    snippet="""aws.s3.BucketPublicAccessBlock(
    ...,
    bucket=bucket.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)""",
    equivalents=[
        "CKV2_AWS_6",
        "CKV_AWS_53",
        "CKV_AWS_54",
        "CKV_AWS_55",
        "CKV_AWS_56",
        "FSBP:S3.1",
        "FSBP:S3.8",
        "cdk-nag:S2",
        "cdk-nag:S3BucketLevelPublicAccessProhibited",
        "trivy:AWS-0086",
        "trivy:AWS-0087",
        "trivy:AWS-0091",
        "trivy:AWS-0093",
        "trivy:AWS-0094",
        "guard:s3-bucket-level-public-access-prohibited",
    ],
)
def public_access_block(graph: Graph) -> Iterator[Result]:
    """A block of the bucket's own, or one of the whole account with every switch on."""
    if any(not _off(account) for account in graph.of(_ACCOUNT_BLOCK)):
        return
    for bucket in graph.of(*BUCKETS):
        attached = graph.attached(bucket, [BUCKET_BLOCK], "bucket", BUCKETS)
        if attached.found:
            block = attached.found[0]
            yield from _switches(block.properties, "the bucket", block.urn)
        elif attached.maybe:
            holder, path = attached.maybe[0]
            yield Undetermined(path, holder.urn)
        else:
            yield Fail(
                "Nothing in the program blocks public access to the bucket: AWS does so for new "
                "buckets, until somebody lifts it by hand.",
                "bucket",
                "s3.BucketPublicAccessBlock(bucket=bucket.id, "
                + ", ".join(f"{name}=True" for name in _BLOCKS.values())
                + ")",
                bucket.urn,
            )


def _off(block: Resource) -> list[str]:
    return [name for name in _BLOCKS if block[name].flag is not True]


def _switches(
    block: View, noun: str, urn: str = "", *, on_by_default: bool = False
) -> Iterator[Result]:
    """One violation for all switches that are off: they are turned on together."""
    switches = {name: block[name] for name in _BLOCKS}
    unknown = [view for view in switches.values() if view.unknown]
    if unknown:
        yield Undetermined(unknown[0].path, urn)
    off = [
        name
        for name, view in switches.items()
        if not view.unknown and view.flag is not True and not (on_by_default and view.missing)
    ]
    if off:
        yield Fail(
            f"{', '.join(off)} {'is' if len(off) == 1 else 'are'} off, so {noun} can become "
            "public.",
            switches[off[0]].path,
            ", ".join(f"{_BLOCKS[name]}=True" for name in off),
            urn,
        )


def _blocked(point: Resource) -> Mapping[str, object]:
    block = _block_of(point)
    return {block[name].path: True for name in _BLOCKS if block[name].flag is False}


def _block_of(point: Resource) -> View:
    if point.type == _ACCESS_POINT:
        return point["publicAccessBlockConfiguration"]
    return point["details"]["publicAccessBlock"]


@rule(
    "s3-accesspoint-pab",
    "Access points block public access by all four switches",
    category="public-exposure",
    severity=Severity.HIGH,
    applies_to=[_ACCESS_POINT, _REGIONS_POINT],
    why="An access point has a policy of its own, and its block cannot be changed once it is made.",
    remediation="Leave the public access block out: all four switches are on by default.",
    snippet="aws.s3.AccessPoint(..., bucket=bucket.id)",
    equivalents=["CKV_AWS_392", "FSBP:S3.19", "FSBP:S3.24"],
    remedy=_blocked,
)
def access_point_block(point: Resource) -> Iterator[Result]:
    """Of one region or of several."""
    yield from _switches(_block_of(point), "what the access point leads to", on_by_default=True)


@rule(
    "s3-cors-star",
    "No page of any site may change objects",
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=[*BUCKETS, *_CORS],
    why="With any origin, a script of any site writes with the signed URL or the session of "
    "whoever visits it.",
    remediation="Name the origins of your own pages.",
    snippet="""aws.s3.BucketCorsConfiguration(
    ...,
    cors_rules=[
        {"allowed_methods": ["PUT"], "allowed_origins": ["https://app.example.com"]}
    ],
)""",
    own="No tool of the catalogue reads a bucket's CORS rules.",
)
def cors_star(resource: Resource) -> Iterator[Result]:
    """Reading is left: what needs no credentials may be read from any page."""
    for one in values_at(resource.properties, "corsRules[]"):
        origins, methods = one["allowedOrigins"], one["allowedMethods"]
        stars = [view for view in origins.items() if view.text == "*"]
        writes = [view.text for view in methods.items() if view.text in ("PUT", "POST", "DELETE")]
        unknown = None if stars and writes else origins.gap or (methods.gap if stars else None)
        if unknown:
            yield Undetermined(unknown.path)
        elif stars and writes:
            yield Fail(
                f"A script of any site may {' and '.join(writes)} objects for whoever visits it.",
                stars[0].path,
                "allowed_origins=['https://<your site>']",
            )


RULES = (
    public_access_block,
    access_point_block,
    cors_star,
)
