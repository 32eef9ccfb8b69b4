"""What must not be deleted with its data."""

from collections.abc import Iterator

from guardrails.model import Fail, Level, Result, Severity, rule
from guardrails.resource_types import BUCKETS, KEY, TABLE
from guardrails.view import Resource

_STATEFUL = (
    TABLE,
    KEY,
    *BUCKETS,
    "aws:cognito/userPool:UserPool",
    "aws:organizations/account:Account",
    "aws:organizations/organization:Organization",
    "aws:rds/cluster:Cluster",
    "aws:rds/instance:Instance",
    "aws:docdb/cluster:Cluster",
    "aws:neptune/cluster:Cluster",
    "aws:efs/fileSystem:FileSystem",
    "aws:opensearch/domain:Domain",
    "aws:secretsmanager/secret:Secret",
)


@rule(
    "stateful-protect",
    "Resources that hold data are protected in Pulumi",
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    applies_to=_STATEFUL,
    why="A rename or a removed line makes Pulumi delete the resource with all that it holds.",
    remediation="Create it with opts=pulumi.ResourceOptions(protect=True).",
    own="`protect` is Pulumi's own option; tools that read templates do not see it.",
)
def protect(resource: Resource) -> Iterator[Result]:
    """The option, not a property: it is always known."""
    if not resource.protect:
        yield Fail(
            "Nothing keeps Pulumi from deleting this resource with all that it holds.",
            "options.protect",
            "opts=pulumi.ResourceOptions(protect=True)",
        )


RULES = (protect,)
