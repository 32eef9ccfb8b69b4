"""ElastiCache and MemoryDB."""

from collections.abc import Iterator
from typing import Final

from guardrails.answers import demand
from guardrails.demands import Demand, demand_rule, none_of, not_off, not_on, on
from guardrails.model import Fail, Result, Severity, rule
from guardrails.subjects.own_keys import keyed, own_key_rule
from guardrails.view import Resource

_GROUP: Final = "aws:elasticache/replicationGroup:ReplicationGroup"
_CLUSTER: Final = "aws:elasticache/cluster:Cluster"
_SERVERLESS: Final = "aws:elasticache/serverlessCache:ServerlessCache"
_USER: Final = "aws:elasticache/user:User"
_MEMORY: Final = "aws:memorydb/cluster:Cluster"
_MEMORY_OF_REGIONS: Final = "aws:memorydb/multiRegionCluster:MultiRegionCluster"


def _is_redis(group: Resource) -> bool:
    return _is_primary(group) and group["engine"].text != "valkey"


def _is_valkey(group: Resource) -> bool:
    return _is_primary(group) and group["engine"].text == "valkey"


def _is_primary(group: Resource) -> bool:
    # The secondary of a global group has the settings of the primary.
    return group["globalReplicationGroupId"].missing


def _stands_alone(cluster: Resource) -> bool:
    return cluster["replicationGroupId"].missing


_STORED_IN_THE_CLEAR: Final = "Snapshots and the disks behind the memory are stored in the clear."

_AT_REST = demand_rule(
    "elasticache-at-rest",
    "Caches are encrypted at rest",
    Demand(
        (_GROUP,),
        "atRestEncryptionEnabled",
        on,
        _STORED_IN_THE_CLEAR,
        "at_rest_encryption_enabled=True",
        when=_is_redis,
    ),
    # AWS encrypts the newer engine unless told not to.
    Demand(
        (_GROUP,),
        "atRestEncryptionEnabled",
        not_off,
        _STORED_IN_THE_CLEAR,
        "at_rest_encryption_enabled=True",
        when=_is_valkey,
    ),
    Demand(
        (_CLUSTER,),
        "engine",
        none_of("redis"),
        "A single Redis cluster knows no encryption, neither at rest nor in transit.",
        "aws.elasticache.ReplicationGroup(num_cache_clusters=1, at_rest_encryption_enabled=True, "
        "transit_encryption_enabled=True) in place of the cluster",
        when=_stands_alone,
    ),
    category="encryption-at-rest",
    severity=Severity.HIGH,
    why="Redis is not encrypted by default, and what is cached is mostly what is worth reading.",
    remediation="Set at_rest_encryption_enabled=True; a group that exists is replaced by it.",
    snippet="aws.elasticache.ReplicationGroup(..., at_rest_encryption_enabled=True)",
    equivalents=["CKV_AWS_29", "FSBP:ElastiCache.4", "cdk-nag:AEC3", "trivy:AWS-0045"],
)

_IN_THE_CLEAR: Final = "Clients and nodes speak in the clear, passwords included."
_TLS = demand_rule(
    "elasticache-tls",
    "Caches are reached over TLS",
    Demand(
        (_GROUP,),
        "transitEncryptionEnabled",
        on,
        _IN_THE_CLEAR,
        "transit_encryption_enabled=True",
        when=_is_primary,
    ),
    Demand(
        (_GROUP,),
        "transitEncryptionMode",
        none_of("preferred"),
        "Clients that do not encrypt are still answered: the mode is for the time of a migration.",
        "transit_encryption_mode='required'",
    ),
    Demand(
        (_CLUSTER,),
        "transitEncryptionEnabled",
        on,
        _IN_THE_CLEAR,
        "transit_encryption_enabled=True",
        when=lambda cluster: cluster["engine"].text == "memcached",
    ),
    Demand((_MEMORY, _MEMORY_OF_REGIONS), "tlsEnabled", not_off, _IN_THE_CLEAR, "tls_enabled=True"),
    category="encryption-in-transit",
    severity=Severity.HIGH,
    why="Without TLS whoever is on the way reads and changes what is cached.",
    remediation="Set transit_encryption_enabled=True; leave tls_enabled of MemoryDB out.",
    snippet="""aws.elasticache.ReplicationGroup(
    ...,
    transit_encryption_enabled=True,
    transit_encryption_mode="required",
)""",
    equivalents=[
        "CKV_AWS_30",
        "CKV_AWS_202",
        "FSBP:ElastiCache.5",
        "cdk-nag:AEC3",
        "trivy:AWS-0051",
    ],
)


@rule(
    "elasticache-auth",
    "Caches ask their clients who they are",
    category="least-privilege",
    severity=Severity.HIGH,
    applies_to=(_GROUP, _SERVERLESS, _USER, _MEMORY),
    why="A cache without users or a token does what anybody says who reaches its port.",
    remediation="Give user_group_ids (or auth_token, as a secret) with users that have passwords "
    "or sign with IAM, and an ACL other than open-access to MemoryDB.",
    snippet="aws.elasticache.ReplicationGroup(..., user_group_ids=[users.id])",
    equivalents=["CKV_AWS_31", "FSBP:ElastiCache.6", "cdk-nag:AEC6"],
)
def authenticated(resource: Resource) -> Iterator[Result]:
    """Users, a token, or an access control list: each type has another name for it."""
    if resource.type == _GROUP:
        yield from _group_asks(resource)
    elif resource.type == _SERVERLESS:
        users = resource["userGroupId"]
        if users.missing and resource["engine"].text != "memcached":
            yield Fail(_ANYBODY, users.path, "user_group_id=users.id")
    elif resource.type == _MEMORY:
        acl = resource["aclName"]
        yield from demand(acl, acl.text != "open-access", _ANYBODY, "acl_name=acl.name")
    else:
        yield from _user_has_password(resource)


_ANYBODY: Final = "Whoever reaches the port of the cache reads and changes everything in it."
_TOKENS: Final = ("authToken", "authTokenWo", "userGroupIds")


def _group_asks(group: Resource) -> Iterator[Result]:
    if _is_primary(group) and all(group[name].missing for name in _TOKENS):
        yield Fail(_ANYBODY, "userGroupIds", "user_group_ids=[users.id]")


def _user_has_password(user: Resource) -> Iterator[Result]:
    switch, kind = user["noPasswordRequired"], user["authenticationMode"]["type"]
    for view, holds in ((switch, not_on(switch)), (kind, kind.text != "no-password-required")):
        yield from demand(
            view,
            holds,
            "The user needs no password: its name is enough.",
            "authentication_mode={'type': 'iam'}",
        )


_CUSTOMER_KEY = own_key_rule(
    "elasticache-cmk",
    "Caches are encrypted with a KMS key of the account",
    keyed(
        (_GROUP,),
        "kmsKeyId",
        when=lambda group: group["atRestEncryptionEnabled"].flag is True,
    ),
    keyed((_SERVERLESS,), "kmsKeyId"),
    keyed((_MEMORY, "aws:memorydb/snapshot:Snapshot"), "kmsKeyArn", "kms_key_arn=key.arn"),
    remediation="Set the key when the cache is made: it cannot be changed later.",
    snippet="aws.memorydb.Cluster(..., kms_key_arn=key.arn)",
    equivalents=["CKV_AWS_191", "CKV_AWS_201", "CKV_AWS_278"],
)

RULES = (_AT_REST, _TLS, authenticated, _CUSTOMER_KEY)
