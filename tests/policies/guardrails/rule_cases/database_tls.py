"""Connections to RDS and Aurora."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, Properties, one

GROUP = "aws:rds/parameterGroup:ParameterGroup"
CLUSTER_GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
PROXY = "aws:rds/proxy:Proxy"


def group(family: str, **parameters: object) -> Properties:
    switches = [
        {"name": name.replace("rds_", "rds."), "value": value} for name, value in parameters.items()
    ]
    return {"family": family, "parameters": [{"name": "max_connections"}, *switches]}


CASES = {
    "rds-tls": Cases(
        GROUP,
        fails=[
            ({"family": "postgres14"}, ["parameters"]),
            (group("postgres16", rds_force_ssl="0"), ["parameters[1].value"]),
            (group("mysql8.0", require_secure_transport="OFF"), ["parameters[1].value"]),
            (group("mysql8.4"), ["parameters"]),
            (group("mariadb10.11"), ["parameters"]),
            (group("sqlserver-ex-15.0"), ["parameters"]),
            ([one(CLUSTER_GROUP, {"family": "aurora-postgresql16"})], ["parameters"]),
            ([one(INSTANCE, {"engine": "mysql"})], ["parameterGroupName"]),
            ([one(CLUSTER, {"engine": "aurora-mysql"})], ["dbClusterParameterGroupName"]),
            (
                [
                    one(
                        CLUSTER_GROUP,
                        group("aurora-mysql8.4", require_secure_transport="OFF"),
                    )
                ],
                ["parameters[1].value"],
            ),
            (
                [one(INSTANCE, {"engine": "postgres", "engineVersion": "14.9"})],
                ["parameterGroupName"],
            ),
            (
                [one(CLUSTER, {"engine": "aurora-mysql", "engineVersion": "8.0.mysql_aurora.3"})],
                ["dbClusterParameterGroupName"],
            ),
            (
                [one(INSTANCE, {"engine": "mysql", "parameterGroupName": "default.mysql8.0"})],
                ["parameterGroupName"],
            ),
            ([one(PROXY, {})], ["requireTls"]),
        ],
        passes=[
            group("mysql8.0", require_secure_transport="ON"),
            group("postgres13", rds_force_ssl="1"),
            group("postgres13", rds_force_ssl=1),
            [one(CLUSTER_GROUP, group("aurora-mysql8.0", require_secure_transport="1"))],
            [one(PROXY, {"requireTls": True})],
        ],
        near_misses=[
            # On by default.
            group("postgres15"),
            group("mariadb11.8"),
            group("mysql9.7"),
            [one(CLUSTER_GROUP, {"family": "aurora-mysql8.4"})],
            [one(CLUSTER, {"engine": "aurora-mysql", "engineVersion": "8.4.mysql_aurora.8.4.7"})],
            [one(CLUSTER_GROUP, {"family": "aurora-postgresql17"})],
            [one(INSTANCE, {"engine": "postgres", "engineVersion": "16.3"})],
            [one(INSTANCE, {"engine": "postgres"})],
            # The group is judged itself.
            [one(INSTANCE, {"engine": "mysql", "parameterGroupName": UNKNOWN})],
            # Aurora reads the cluster's group, and Oracle has an option in place of a parameter.
            group("aurora-mysql8.0"),
            {"family": "oracle-ee-19"},
            {"family": "none-1.2.3"},
        ],
        undetermined=[
            ({"family": "mysql8.0", "parameters": UNKNOWN}, "parameters"),
            ({"family": UNKNOWN}, "family"),
            ([one(INSTANCE, {"engine": UNKNOWN})], "engine"),
            (group("mysql8.0", require_secure_transport=UNKNOWN), "parameters[1].value"),
            ([one(INSTANCE, {"engine": "postgres", "engineVersion": UNKNOWN})], "engineVersion"),
            ([one(PROXY, {"requireTls": UNKNOWN})], "requireTls"),
        ],
    ),
}
