"""DocumentDB and Neptune."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one

DOCUMENTS = "aws:docdb/cluster:Cluster"
DOCUMENTS_GROUP = "aws:docdb/clusterParameterGroup:ClusterParameterGroup"
DOCUMENTS_GLOBAL = "aws:docdb/globalCluster:GlobalCluster"
ELASTIC = "aws:docdb/elasticCluster:ElasticCluster"
GRAPH = "aws:neptune/cluster:Cluster"
GRAPH_GROUP = "aws:neptune/clusterParameterGroup:ClusterParameterGroup"
GRAPH_GLOBAL = "aws:neptune/globalCluster:GlobalCluster"
ENCRYPTED = {"storageEncrypted": True}


def having(name: str, value: object) -> Properties:
    return {"parameters": [{"name": name, "value": value}]}


ANALYTICS = "aws:neptunegraph/graph:Graph"

CASES = {
    "docdb-neptune-encrypt": Cases(
        DOCUMENTS,
        fails=[
            ({}, ["storageEncrypted"]),
            ([one(GRAPH, {"storageEncrypted": False})], ["storageEncrypted"]),
            ([one(GRAPH_GLOBAL, {})], ["storageEncrypted"]),
        ],
        passes=[ENCRYPTED, [one(GRAPH, ENCRYPTED)], [one(DOCUMENTS_GLOBAL, ENCRYPTED)]],
        near_misses=[[one(DOCUMENTS_GLOBAL, {"sourceDbClusterIdentifier": UNKNOWN})]],
        undetermined=[({"storageEncrypted": UNKNOWN}, "storageEncrypted")],
    ),
    "docdb-neptune-cmk": Cases(
        DOCUMENTS,
        fails=[
            (ENCRYPTED, ["kmsKeyId"]),
            ([one(GRAPH, {**ENCRYPTED, "kmsKeyArn": "alias/aws/rds"})], ["kmsKeyArn"]),
            ([one(ELASTIC, {})], ["kmsKeyId"]),
        ],
        passes=[{**ENCRYPTED, "kmsKeyId": "alias/own"}, [one(ELASTIC, {"kmsKeyId": "key/1"})]],
        near_misses=[{}, [one(GRAPH, {**ENCRYPTED, "kmsKeyArn": UNKNOWN})]],
        always_known="a key that is given is a key, known or not",
    ),
    "docdb-neptune-tls": Cases(
        DOCUMENTS_GROUP,
        fails=[
            (having("tls", "disabled"), ["parameters[0].value"]),
            ([one(GRAPH_GROUP, having("neptune_enforce_ssl", "0"))], ["parameters[0].value"]),
        ],
        passes=[having("tls", "tls1.2+"), [one(GRAPH_GROUP, having("neptune_enforce_ssl", "1"))]],
        near_misses=[{}, having("ttl_monitor", "disabled")],
        undetermined=[({"parameters": UNKNOWN}, "parameters")],
    ),
    "docdb-neptune-audit-log": Cases(
        DOCUMENTS,
        fails=[
            ({}, ["enabledCloudwatchLogsExports"]),
            (
                {"enabledCloudwatchLogsExports": ["profiler"]},
                ["enabledCloudwatchLogsExports"],
            ),
            ([one(GRAPH, {})], ["enableCloudwatchLogsExports"]),
        ],
        passes=[{"enabledCloudwatchLogsExports": ["profiler", "audit"]}],
        near_misses=[[one(GRAPH, {"enableCloudwatchLogsExports": ["audit", "slowquery"]})]],
        undetermined=[({"enabledCloudwatchLogsExports": UNKNOWN}, "enabledCloudwatchLogsExports")],
    ),
    "docdb-neptune-audit-events": Cases(
        DOCUMENTS_GROUP,
        fails=[
            ({}, ["parameters"]),
            (having("audit_logs", "disabled"), ["parameters[0].value"]),
            ([one(GRAPH_GROUP, having("neptune_enable_audit_log", 0))], ["parameters[0].value"]),
        ],
        passes=[having("audit_logs", "enabled"), having("audit_logs", "ddl,dml_write")],
        near_misses=[[one(GRAPH_GROUP, having("neptune_enable_audit_log", 1))]],
        undetermined=[({"parameters": [UNKNOWN]}, "parameters[0]")],
    ),
    "docdb-neptune-iam-auth": Cases(
        GRAPH,
        fails=[({}, ["iamDatabaseAuthenticationEnabled"])],
        passes=[{"iamDatabaseAuthenticationEnabled": True}],
        # DocumentDB has users with passwords.
        near_misses=[[one(DOCUMENTS, {})]],
        undetermined=[
            ({"iamDatabaseAuthenticationEnabled": UNKNOWN}, "iamDatabaseAuthenticationEnabled")
        ],
    ),
    "docdb-neptune-public": Cases(
        "aws:neptune/clusterInstance:ClusterInstance",
        fails=[
            ({"publiclyAccessible": True}, ["publiclyAccessible"]),
            ([one(ANALYTICS, {"publicConnectivity": True})], ["publicConnectivity"]),
        ],
        passes=[{"publiclyAccessible": False}, [one(ANALYTICS, {"publicConnectivity": False})]],
        near_misses=[{}, [one(ANALYTICS, {})]],
        undetermined=[({"publiclyAccessible": UNKNOWN}, "publiclyAccessible")],
    ),
}
