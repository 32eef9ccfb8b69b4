"""Redshift."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

CLUSTER = "aws:redshift/cluster:Cluster"
GROUP = "aws:redshift/parameterGroup:ParameterGroup"
LOGGING = "aws:redshift/logging:Logging"
NAMESPACE = "aws:redshiftserverless/namespace:Namespace"
WORKGROUP = "aws:redshiftserverless/workgroup:Workgroup"
SALES = one(CLUSTER, {"clusterIdentifier": "sales"})


def having(value: object, family: str = "redshift-1.0") -> dict[str, object]:
    return {"family": family, "parameters": [{"name": "require_ssl", "value": value}]}


def configured(value: object) -> dict[str, object]:
    return {"configParameters": [{"parameterKey": "require_ssl", "parameterValue": value}]}


CASES = {
    "redshift-at-rest": Cases(
        CLUSTER,
        fails=[({"encrypted": False}, ["encrypted"]), ({"encrypted": "false"}, ["encrypted"])],
        passes=[{"encrypted": "true"}],
        near_misses=[{}],
        undetermined=[({"encrypted": UNKNOWN}, "encrypted")],
    ),
    "redshift-cmk": Cases(
        CLUSTER,
        fails=[
            ({}, ["kmsKeyId"]),
            ([one(NAMESPACE, {"kmsKeyId": "alias/aws/redshift"})], ["kmsKeyId"]),
            ([one("aws:redshift/snapshotCopyGrant:SnapshotCopyGrant", {})], ["kmsKeyId"]),
        ],
        passes=[{"kmsKeyId": "key/1"}],
        near_misses=[{"kmsKeyId": UNKNOWN}, {"encrypted": "false"}],
        always_known="a key that is given is a key, known or not",
    ),
    "redshift-tls": Cases(
        GROUP,
        fails=[
            ({"family": "redshift-1.0"}, ["parameters"]),
            (having("false"), ["parameters[0].value"]),
            (having("false", "redshift-2.0"), ["parameters[0].value"]),
            (
                [one(CLUSTER, {"clusterParameterGroupName": "default.redshift-1.0"})],
                ["clusterParameterGroupName"],
            ),
            ([one(WORKGROUP, configured("false"))], ["configParameters[0].parameterValue"]),
        ],
        passes=[having("true"), [one(WORKGROUP, configured("true"))]],
        near_misses=[
            {"family": "redshift-2.0"},
            [one(CLUSTER, {})],
            [one(CLUSTER, {"clusterParameterGroupName": UNKNOWN})],
            [one(WORKGROUP, {})],
        ],
        undetermined=[({**having("x"), "parameters": UNKNOWN}, "parameters")],
    ),
    "redshift-public": Cases(
        CLUSTER,
        fails=[
            ({"publiclyAccessible": True}, ["publiclyAccessible"]),
            ([one(WORKGROUP, {"publiclyAccessible": True})], ["publiclyAccessible"]),
        ],
        passes=[{"publiclyAccessible": False}],
        near_misses=[{}],
        undetermined=[({"publiclyAccessible": UNKNOWN}, "publiclyAccessible")],
    ),
    "redshift-logs": Cases(
        "",
        fails=[
            ([SALES], ["logging"]),
            ([SALES, one(LOGGING, {"clusterIdentifier": "stock"})], ["logging"]),
            ([one(NAMESPACE, {"logExports": ["userlog"]})], ["logExports"]),
        ],
        passes=[
            [SALES, one(LOGGING, {"clusterIdentifier": "sales"})],
            [one(NAMESPACE, {"logExports": ["userlog", "connectionlog"]})],
        ],
        near_misses=[
            [
                SALES,
                one(
                    LOGGING,
                    {"clusterIdentifier": UNKNOWN},
                    depends={"clusterIdentifier": [SALES.urn]},
                ),
            ],
            [one(CLUSTER, {"logging": {"enable": True, "bucketName": "logs"}})],
        ],
        undetermined=[
            ([SALES, one(LOGGING, {"clusterIdentifier": UNKNOWN})], "clusterIdentifier"),
            ([one(NAMESPACE, {"logExports": UNKNOWN})], "logExports"),
        ],
    ),
}
