"""Athena and Glue."""

from tests.policies.guardrails.rule_cases.model import UNKNOWN, Cases, one

WORKGROUP = "aws:athena/workgroup:Workgroup"
DATABASE = "aws:athena/database:Database"
CRAWLER = "aws:glue/crawler:Crawler"
SETTINGS = "dataCatalogEncryptionSettings"
OPTION = "configuration.resultConfiguration.encryptionConfiguration.encryptionOption"


def results(**configuration: object) -> dict[str, object]:
    return {"configuration": {"resultConfiguration": {"encryptionConfiguration": configuration}}}


def catalog(mode: object, *, passwords: object) -> dict[str, object]:
    return {
        SETTINGS: {
            "encryptionAtRest": {"catalogEncryptionMode": mode},
            "connectionPasswordEncryption": {"returnConnectionPasswordEncrypted": passwords},
        }
    }


def modes(s3: object, logs: object, bookmarks: object) -> dict[str, object]:
    return {
        "encryptionConfiguration": {
            "s3Encryption": {"s3EncryptionMode": s3},
            "cloudwatchEncryption": {"cloudwatchEncryptionMode": logs},
            "jobBookmarksEncryption": {"jobBookmarksEncryptionMode": bookmarks},
        }
    }


CASES = {
    "athena-enforced": Cases(
        WORKGROUP,
        fails=[
            (
                {"configuration": {"enforceWorkgroupConfiguration": False}},
                ["configuration.enforceWorkgroupConfiguration"],
            )
        ],
        passes=[{"configuration": {"enforceWorkgroupConfiguration": True}}],
        near_misses=[{}, {"configuration": {"bytesScannedCutoffPerQuery": 1}}],
        undetermined=[({"configuration": UNKNOWN}, "configuration")],
    ),
    "athena-results": Cases(
        WORKGROUP,
        fails=[({}, [OPTION]), ([one(DATABASE, {})], ["encryptionConfiguration.encryptionOption"])],
        passes=[
            results(encryptionOption="SSE_KMS"),
            [one(DATABASE, {"encryptionConfiguration": {"encryptionOption": "SSE_S3"}})],
        ],
        near_misses=[
            {"configuration": {"managedQueryResultsConfiguration": {"enabled": True}}},
            results(encryptionOption=UNKNOWN),
        ],
        undetermined=[({"configuration": UNKNOWN}, "configuration")],
    ),
    "glue-catalog": Cases(
        "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
        fails=[
            (
                catalog("DISABLED", passwords=True),
                [f"{SETTINGS}.encryptionAtRest.catalogEncryptionMode"],
            ),
            (
                catalog("SSE-KMS", passwords=False),
                [f"{SETTINGS}.connectionPasswordEncryption.returnConnectionPasswordEncrypted"],
            ),
        ],
        passes=[catalog("SSE-KMS", passwords=True)],
        near_misses=[catalog("SSE-KMS-WITH-SERVICE-ROLE", passwords="true")],
        undetermined=[
            (
                catalog(UNKNOWN, passwords=True),
                f"{SETTINGS}.encryptionAtRest.catalogEncryptionMode",
            )
        ],
    ),
    "glue-security-configuration": Cases(
        "aws:glue/securityConfiguration:SecurityConfiguration",
        fails=[
            (
                modes("SSE-KMS", "DISABLED", "CSE-KMS"),
                ["encryptionConfiguration.cloudwatchEncryption.cloudwatchEncryptionMode"],
            ),
            (
                modes(None, "SSE-KMS", "CSE-KMS"),
                ["encryptionConfiguration.s3Encryption.s3EncryptionMode"],
            ),
        ],
        passes=[modes("SSE-KMS", "SSE-KMS", "CSE-KMS")],
        near_misses=[modes("SSE-S3", "SSE-KMS", "CSE-KMS")],
        undetermined=[
            (
                modes("SSE-KMS", UNKNOWN, "CSE-KMS"),
                "encryptionConfiguration.cloudwatchEncryption.cloudwatchEncryptionMode",
            )
        ],
    ),
    "glue-job": Cases(
        "aws:glue/job:Job",
        fails=[({}, ["securityConfiguration"]), ([one(CRAWLER, {})], ["securityConfiguration"])],
        passes=[{"securityConfiguration": "encrypted"}],
        near_misses=[{"securityConfiguration": UNKNOWN}],
        always_known="a configuration that is given is one, known or not",
    ),
    "glue-connection-tls": Cases(
        "aws:glue/connection:Connection",
        fails=[
            (
                {"connectionProperties": {"JDBC_CONNECTION_URL": "jdbc:x"}},
                ["connectionProperties.JDBC_ENFORCE_SSL"],
            ),
            (
                {"connectionType": "JDBC", "connectionProperties": {"JDBC_ENFORCE_SSL": "false"}},
                ["connectionProperties.JDBC_ENFORCE_SSL"],
            ),
        ],
        passes=[{"connectionProperties": {"JDBC_ENFORCE_SSL": "true"}}],
        near_misses=[{"connectionType": "NETWORK"}],
        undetermined=[({"connectionProperties": UNKNOWN}, "connectionProperties")],
    ),
}
