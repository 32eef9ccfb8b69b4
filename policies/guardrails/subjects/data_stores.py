"""The types of databases, caches and file systems."""

from typing import Final

from guardrails.view import Resource

RDS_INSTANCE: Final = "aws:rds/instance:Instance"
RDS_CLUSTER: Final = "aws:rds/cluster:Cluster"
DOCDB: Final = "aws:docdb/cluster:Cluster"
DOCDB_ELASTIC: Final = "aws:docdb/elasticCluster:ElasticCluster"
NEPTUNE: Final = "aws:neptune/cluster:Cluster"
REDSHIFT: Final = "aws:redshift/cluster:Cluster"
REPLICATION_GROUP: Final = "aws:elasticache/replicationGroup:ReplicationGroup"
CACHE: Final = "aws:elasticache/cluster:Cluster"
MEMORY: Final = "aws:memorydb/cluster:Cluster"
LUSTRE: Final = "aws:fsx/lustreFileSystem:LustreFileSystem"
ONTAP: Final = "aws:fsx/ontapFileSystem:OntapFileSystem"
OPEN_ZFS: Final = "aws:fsx/openZfsFileSystem:OpenZfsFileSystem"
WINDOWS: Final = "aws:fsx/windowsFileSystem:WindowsFileSystem"


def is_of_its_own(database: Resource) -> bool:
    """Whether it is neither a replica nor a member of a cluster, which has the backups then."""
    engine = database["engine"].text
    return database["replicateSourceDb"].missing and not engine.startswith(
        ("aurora", "docdb", "neptune")
    )
