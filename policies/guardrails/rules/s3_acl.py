"""Access control lists of buckets and objects."""

from collections.abc import Iterator

from guardrails.demands import Demand, demand_rule, none_of
from guardrails.graph import Graph
from guardrails.model import Fail, Level, Result, Scope, Severity, Undetermined, rule
from guardrails.resource_types import BUCKETS, OBJECTS
from guardrails.view import Resource

_ACLS = ("aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2")
_OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
_PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read")
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee
_EVERYONE = tuple(
    f"http://acs.amazonaws.com/groups/global/{group}"
    for group in ("AllUsers", "AuthenticatedUsers")
)


acl_public = demand_rule(
    "s3-acl-public",
    "No access control list lets everyone in",
    Demand(
        (*BUCKETS, *_ACLS, *OBJECTS),
        "acl",
        none_of(*_PUBLIC_ACLS),
        "Everyone, or everyone with any AWS account, gets in by this ACL.",
        "acl='private'",
    ),
    Demand(
        (*BUCKETS, OBJECTS[-1]),
        "grants[].uri",
        none_of(*_EVERYONE),
        "This grant is for everyone, or for everyone with any AWS account.",
        "grants without this group",
    ),
    Demand(
        _ACLS,
        "accessControlPolicy.grants[].grantee.uri",
        none_of(*_EVERYONE),
        "This grant is for everyone, or for everyone with any AWS account.",
        "grants without this group",
    ),
    category="public-exposure",
    severity=Severity.CRITICAL,
    why="What an ACL makes public, nobody sees in a policy.",
    remediation="Leave the ACL out, and let a policy or CloudFront give out what is meant to be "
    "public.",
    snippet="""aws.s3.BucketOwnershipControls(
    ..., bucket=bucket.id, rule={"object_ownership": "BucketOwnerEnforced"}
)""",
    equivalents=[
        "CKV_AWS_20",
        "CKV_AWS_57",
        "CKV_AWS_375",
        "CKV2_AWS_43",
        "FSBP:S3.2",
        "FSBP:S3.3",
        "FSBP:CloudTrail.6",
        "cdk-nag:S3BucketPublicReadProhibited",
        "trivy:AWS-0092",
        "trivy:AWS-0161",
        "guard:s3-bucket-public-rw-acl",
        "pulumi-compliance:aws-s3-bucket-disallow-public-read",
    ],
)


@rule(
    "s3-acl-disabled",
    "Buckets have no access control lists",
    category="public-exposure",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    scope=Scope.STACK,
    applies_to=BUCKETS,
    why="With ACLs, who uploads an object owns it and says who reads it, whatever the bucket's "
    "policy says.",
    remediation="Set object_ownership='BucketOwnerEnforced', as new buckets have it since April "
    "2023, and drop the ACLs.",
    snippet="""aws.s3.BucketOwnershipControls(
    ..., bucket=bucket.id, rule={"object_ownership": "BucketOwnerEnforced"}
)""",
    equivalents=["CKV2_AWS_65", "FSBP:S3.12"],
)
def acl_disabled(graph: Graph) -> Iterator[Result]:
    """Controls that leave ACLs on; without controls, an ACL that is neither private nor public."""
    for bucket in graph.of(*BUCKETS):
        controls = graph.attached(bucket, [_OWNERSHIP], "bucket", BUCKETS)
        acls = graph.attached(bucket, _ACLS, "bucket", BUCKETS).found
        if controls.found:
            yield from _ownership(controls.found[0])
            continue
        given = [(one, one["acl"]) for one in (bucket, *acls) if not one["acl"].missing]
        given += [(one, one[list_]) for one, list_ in _lists(bucket, acls)]
        told = [(one, view) for one, view in given if view.text not in ("private", *_PUBLIC_ACLS)]
        if told and controls.maybe:
            holder, path = controls.maybe[0]
            yield Undetermined(path, holder.urn)
        elif told:
            holder, view = told[0]
            yield Fail(
                "The bucket uses an access control list: a second place, next to its policy, that "
                "says who gets in.",
                view.path,
                "no ACL, and rule={'object_ownership': 'BucketOwnerEnforced'}",
                holder.urn,
            )


def _lists(bucket: Resource, acls: tuple[Resource, ...]) -> Iterator[tuple[Resource, str]]:
    if not bucket["grants"].missing:
        yield bucket, "grants"
    yield from (
        (one, "accessControlPolicy") for one in acls if not one["accessControlPolicy"].missing
    )


def _ownership(controls: Resource) -> Iterator[Result]:
    ownership = controls["rule"]["objectOwnership"]
    if ownership.unknown:
        yield Undetermined(ownership.path, controls.urn)
    elif ownership.text != "BucketOwnerEnforced":
        yield Fail(
            f"{ownership.shown()} leaves access control lists on: an object's owner says who reads "
            "it.",
            ownership.path,
            "rule={'object_ownership': 'BucketOwnerEnforced'}",
            controls.urn,
        )


RULES = (acl_public, acl_disabled)
