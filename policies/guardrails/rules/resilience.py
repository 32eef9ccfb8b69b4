"""What must not be deleted with its data, or be away when a zone is."""

from collections.abc import Iterator
from typing import Final

from guardrails.demands import Demand, demand_rule, not_off, not_on, on, one_of
from guardrails.model import Fail, Level, Result, Severity, rule
from guardrails.resource_types import BUCKETS, KEY, STREAM, TABLE
from guardrails.subjects.data_stores import (
    DOCDB,
    DOCDB_ELASTIC,
    LUSTRE,
    MEMORY,
    NEPTUNE,
    ONTAP,
    OPEN_ZFS,
    RDS_CLUSTER,
    RDS_INSTANCE,
    REDSHIFT,
    REPLICATION_GROUP,
    WINDOWS,
    is_of_its_own,
)
from guardrails.view import Resource

_EVENT_STORE: Final = "aws:cloudtrail/eventDataStore:EventDataStore"
_USER_POOL: Final = "aws:cognito/userPool:UserPool"
_GLOBAL_CLUSTERS: Final = (
    "aws:rds/globalCluster:GlobalCluster",
    "aws:docdb/globalCluster:GlobalCluster",
    "aws:neptune/globalCluster:GlobalCluster",
)

_STATEFUL: Final = (
    TABLE,
    *("aws:dynamodb/globalTable:GlobalTable", "aws:keyspaces/table:Table"),
    *("aws:dsql/cluster:Cluster", "aws:qldb/ledger:Ledger", "aws:timestreamwrite/table:Table"),
    *("aws:timestreaminfluxdb/dbInstance:DbInstance", "aws:msk/cluster:Cluster"),
    *(KEY, "aws:kms/externalKey:ExternalKey", "aws:kms/replicaKey:ReplicaKey"),
    *("aws:acmpca/certificateAuthority:CertificateAuthority", "aws:cloudhsmv2/cluster:Cluster"),
    *(*BUCKETS, "aws:s3/directoryBucket:DirectoryBucket", "aws:s3tables/tableBucket:TableBucket"),
    *("aws:glacier/vault:Vault", "aws:backup/vault:Vault", _EVENT_STORE, STREAM),
    _USER_POOL,
    "aws:organizations/account:Account",
    "aws:organizations/organization:Organization",
    *(RDS_CLUSTER, RDS_INSTANCE, DOCDB, DOCDB_ELASTIC, NEPTUNE, *_GLOBAL_CLUSTERS),
    *(REDSHIFT, "aws:redshiftserverless/namespace:Namespace", MEMORY),
    *("aws:efs/fileSystem:FileSystem", LUSTRE, ONTAP, OPEN_ZFS, WINDOWS),
    *("aws:ebs/volume:Volume", "aws:codecommit/repository:Repository"),
    *("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
    "aws:opensearch/serverlessCollection:ServerlessCollection",
    *("aws:secretsmanager/secret:Secret", "aws:route53/zone:Zone"),
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
    snippet="aws.rds.Cluster(..., opts=pulumi.ResourceOptions(protect=True))",
    own="`protect` is Pulumi's own option; tools that read templates do not see it.",
)
def protect(resource: Resource) -> Iterator[Result]:
    """The option, not a property: it is always known.

    What holds the only copy of data is in the list. Left out are queues, whose messages are on
    their way and gone within days; log groups, which end what they hold by their retention and are
    replaced with what writes to them; and repositories of images, which AWS keeps as long as there
    are images in them, unless ``force-destroy`` says otherwise. A Kinesis stream is in: it can be
    read again for up to a year, and those who wrote have kept nothing.
    """
    if not resource.protect:
        yield Fail(
            "Nothing keeps Pulumi from deleting this resource with all that it holds.",
            "options.protect",
            "opts=pulumi.ResourceOptions(protect=True)",
        )


_WITH_ALL: Final = "Deleting it deletes all that is in it, and a rename deletes it."

FORCED: Final = demand_rule(
    "force-destroy",
    "Buckets and repositories are not deleted with what is in them",
    Demand(
        (
            *BUCKETS,
            "aws:s3/directoryBucket:DirectoryBucket",
            "aws:s3tables/tableBucket:TableBucket",
            "aws:s3/vectorsVectorBucket:VectorsVectorBucket",
        ),
        "forceDestroy",
        not_on,
        _WITH_ALL,
        "force_destroy=False",
        mended=False,
    ),
    Demand(
        ("aws:ecr/repository:Repository",),
        "forceDelete",
        not_on,
        _WITH_ALL,
        "force_delete=False",
        mended=False,
    ),
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="AWS keeps what is not empty; the option empties it first, versions and all.",
    remediation="Leave force_destroy and force_delete out; empty by hand what is to go.",
    snippet="aws.s3.Bucket(..., force_destroy=False)",
    own="They are options of the provider; CloudFormation has none.",
)

RDS_DELETION: Final = demand_rule(
    "rds-deletion-protection",
    "Databases are protected from deletion",
    Demand(
        (RDS_INSTANCE, RDS_CLUSTER, DOCDB, NEPTUNE, *_GLOBAL_CLUSTERS),
        "deletionProtection",
        on,
        "Deletion protection is off: one call deletes the database with its automatic backups.",
        "deletion_protection=True",
        mended=True,
    ),
    category="resilience",
    severity=Severity.MEDIUM,
    why="A database is deleted by one call, from a program or by hand, with all its data.",
    remediation="Set deletion_protection=True.",
    snippet="aws.rds.Instance(..., deletion_protection=True)",
    equivalents=[
        *("CKV_AWS_293", "CKV_AWS_139", "CKV2_AWS_58"),
        *("FSBP:RDS.7", "FSBP:RDS.8", "FSBP:DocumentDB.5", "FSBP:Neptune.4"),
        *("trivy:AWS-0177", "cdk-nag:RDS10", "cdk-nag:RDSInstanceDeletionProtectionEnabled"),
        "guard:rds-instance-deletion-protection-enabled",
        *("prowler:rds_instance_deletion_protection", "prowler:rds_cluster_deletion_protection"),
        "prowler:documentdb_cluster_deletion_protection",
        "prowler:neptune_cluster_deletion_protection",
    ],
)

DELETION: Final = demand_rule(
    "deletion-protection",
    "What cannot be replaced at once is protected from deletion",
    Demand(
        ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"),
        "enableDeletionProtection",
        on,
        "Deletion protection is off: one call takes everything behind the load balancer off, and "
        "its address is gone.",
        "enable_deletion_protection=True",
        mended=True,
    ),
    Demand(
        (_USER_POOL,),
        "deletionProtection",
        one_of("ACTIVE"),
        "Deletion protection is off: one call deletes all users, whose passwords nobody can "
        "bring back.",
        "deletion_protection='ACTIVE'",
        mended="ACTIVE",
    ),
    Demand(
        ("aws:qldb/ledger:Ledger",),
        "deletionProtection",
        not_off,
        "Deletion protection is off: one call deletes the ledger.",
        "deletion_protection=True",
        mended=True,
    ),
    Demand(
        ("aws:dsql/cluster:Cluster",),
        "deletionProtectionEnabled",
        on,
        "Deletion protection is off: one call deletes the database.",
        "deletion_protection_enabled=True",
        mended=True,
    ),
    Demand(
        (_EVENT_STORE,),
        "terminationProtectionEnabled",
        not_off,
        "Termination protection is off: one call deletes what is recorded of the account.",
        "termination_protection_enabled=True",
        mended=True,
    ),
    Demand(
        ("aws:networkfirewall/firewall:Firewall",),
        "deleteProtection",
        on,
        "Deletion protection is off: one call takes the firewall out of the network.",
        "delete_protection=True",
        mended=True,
    ),
    category="resilience",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="The switch stops a call that was meant for something else.",
    remediation="Switch the resource's own deletion protection on.",
    snippet="aws.lb.LoadBalancer(..., enable_deletion_protection=True)",
    equivalents=[
        *("CKV_AWS_150", "CKV_AWS_172", "CKV_AWS_344", "FSBP:ELB.6", "FSBP:NetworkFirewall.9"),
        *("cdk-nag:ELBDeletionProtectionEnabled", "guard:elb-deletion-protection-enabled"),
        *("prowler:elbv2_deletion_protection", "prowler:networkfirewall_deletion_protection"),
        "prowler:cognito_user_pool_deletion_protection_enabled",
    ],
)


FINAL_SNAPSHOT: Final = demand_rule(
    "final-snapshot",
    "A deleted database leaves a snapshot",
    Demand(
        (RDS_INSTANCE,),
        "skipFinalSnapshot",
        not_on,
        "The database is deleted without a last snapshot: nothing of it remains.",
        "skip_final_snapshot=False, final_snapshot_identifier=<a name>",
        when=is_of_its_own,
    ),
    Demand(
        (RDS_CLUSTER, DOCDB, NEPTUNE, REDSHIFT),
        "skipFinalSnapshot",
        not_on,
        "The cluster is deleted without a last snapshot: nothing of it remains.",
        "skip_final_snapshot=False, final_snapshot_identifier=<a name>",
    ),
    Demand(
        (LUSTRE, OPEN_ZFS, WINDOWS),
        "skipFinalBackup",
        not_on,
        "The file system is deleted without a last backup: nothing of it remains.",
        "skip_final_backup=False",
    ),
    category="resilience",
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    why="Pulumi deletes what a rename replaces; a snapshot is what is left then.",
    remediation="Leave skip_final_snapshot off and name the snapshot.",
    snippet="aws.rds.Cluster(..., skip_final_snapshot=False, final_snapshot_identifier='orders')",
    own="CloudFormation has a deletion policy instead, so tools for templates do not ask.",
)

MULTI_AZ: Final = demand_rule(
    "multi-az",
    "Databases survive the loss of a data centre",
    Demand(
        (RDS_INSTANCE,),
        "multiAz",
        on,
        "The database stands in one availability zone, and is away as long as the zone is.",
        "multi_az=True",
        when=is_of_its_own,
    ),
    Demand(
        (REPLICATION_GROUP,),
        "automaticFailoverEnabled",
        on,
        "No replica takes over when the primary node fails.",
        "automatic_failover_enabled=True, multi_az_enabled=True",
    ),
    Demand(
        (REPLICATION_GROUP,),
        "multiAzEnabled",
        on,
        "All nodes may stand in one availability zone, and are away as long as the zone is.",
        "multi_az_enabled=True",
        when=lambda group: on(group["automaticFailoverEnabled"]),
    ),
    category="resilience",
    severity=Severity.LOW,
    level=Level.ADVISORY,
    why="A zone fails every few years, and is maintained more often.",
    remediation="Set multi_az=True (multi_az_enabled with automatic_failover_enabled in a cache); "
    "it doubles the price.",
    snippet="aws.rds.Instance(..., multi_az=True)",
    equivalents=[
        *("CKV_AWS_157", "FSBP:RDS.5", "FSBP:ElastiCache.3", "cdk-nag:RDS3", "cdk-nag:AEC4"),
        *("cdk-nag:RDSMultiAZSupport", "guard:rds-multi-az-support"),
        *("prowler:rds_instance_multi_az", "prowler:elasticache_redis_cluster_multi_az_enabled"),
    ],
)


RULES = (protect, FORCED, RDS_DELETION, DELETION, FINAL_SNAPSHOT, MULTI_AZ)
