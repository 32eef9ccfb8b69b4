"""The condition keys that can bind a request, and what of it they hold fast."""

from enum import Enum, auto
from typing import Final


class Bound(Enum):
    """What of a request a condition holds fast."""

    # Each is there once, and sets of them are asked at every turn.
    __hash__ = object.__hash__

    RESOURCE = auto()
    """Which resource, or what is made of it."""

    OWNER = auto()
    """Whose resource: an account or an organization."""

    CALLER = auto()
    """Who calls, or on whose behalf a service does."""

    NETWORK = auto()
    """From where."""

    SERVICE = auto()
    """To which service a role is passed."""

    EXTERNAL_ID = auto()
    """A name agreed with the caller; not a secret."""

    VIA = auto()
    """Through which service a key is used."""

    NEW = auto()
    """What the request tags; one that tags nothing does not meet it."""


_KEYS: Final = {
    **dict.fromkeys(
        (
            "cloudwatch:namespace",
            "dynamodb:leadingkeys",
            "ec2:createaction",
            "ec2:subnet",
            "ec2:vpc",
            "ecs:cluster",
            "ecs:service",
            "iam:awsservicename",
            "iam:permissionsboundary",
            "iam:policyarn",
            "kms:requestalias",
            "kms:resourcealiases",
            "route53:changeresourcerecordsetsnormalizedrecordnames",
            "secretsmanager:secretid",
            "ses:fromaddress",
        ),
        Bound.RESOURCE,
    ),
    **dict.fromkeys(
        ("aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths", "s3:resourceaccount"),
        Bound.OWNER,
    ),
    **dict.fromkeys(
        (
            "aws:principalaccount",
            "aws:principalarn",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:sourceaccount",
            "aws:sourcearn",
            "aws:sourceorgid",
            "aws:sourceorgpaths",
            "aws:sourceowner",
            "aws:userid",
            "codebuild:buildarn",
            "codebuild:projectarn",
            "drs:ec2instancearn",
            "ec2:sourceinstancearn",
            "ec2:sourceoutpostarn",
            "kms:calleraccount",
            "lambda:sourcefunctionarn",
            "s3:dataaccesspointaccount",
            "s3:dataaccesspointarn",
            "s3:deliverysourcearn",
            "signin:principalarn",
            "ssm:sourceinstancearn",
        ),
        Bound.CALLER,
    ),
    **dict.fromkeys(
        (
            "aws:sourceip",
            "aws:sourcevpc",
            "aws:sourcevpcarn",
            "aws:sourcevpce",
            "aws:vpceaccount",
            "aws:vpceorgid",
            "aws:vpceorgpaths",
            "aws:vpcsourceip",
            # https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
            "elasticfilesystem:accessedviamounttarget",
        ),
        Bound.NETWORK,
    ),
    "iam:passedtoservice": Bound.SERVICE,
    "sts:externalid": Bound.EXTERNAL_ID,
    "kms:viaservice": Bound.VIA,
}
OF_POLICIES: Final = frozenset({"iam:permissionsboundary", "iam:policyarn"})
"""The keys that hold a principal to what a policy says."""

# Keys with a name of the author's at the end, as …:ResourceTag/team has of any service.
_RESOURCE_PREFIXES: Final = ("kms:encryptioncontext:", "s3:existingobjecttag/")


def kind_of(key: str) -> Bound | None:
    """What a condition on the key, in lower case, can hold fast."""
    known = _KEYS.get(key)
    if known is not None:
        return known
    _, _, name = key.partition(":")
    if key.startswith("aws:requesttag/"):
        return Bound.NEW
    if name.startswith("resourcetag/") or key.startswith(_RESOURCE_PREFIXES):
        return Bound.RESOURCE
    # lambda:FunctionArn, iam:PolicyARN and their like name the resource that is acted on.
    return Bound.RESOURCE if name.endswith("arn") and not key.startswith("aws:") else None
