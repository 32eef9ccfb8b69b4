"""Whether RDS and Aurora refuse connections without TLS."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from guardrails.answers import demand
from guardrails.model import Fail, Result, Severity, Undetermined, rule
from guardrails.subjects.parameter_groups import is_on, parameter
from guardrails.view import Resource

_INSTANCE: Final = "aws:rds/instance:Instance"
_CLUSTER: Final = "aws:rds/cluster:Cluster"
_GROUP: Final = "aws:rds/parameterGroup:ParameterGroup"
_CLUSTER_GROUP: Final = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
_PROXY: Final = "aws:rds/proxy:Proxy"
_GROUP_OF: Final = {_INSTANCE: "parameterGroupName", _CLUSTER: "dbClusterParameterGroupName"}

# mysql8.0, aurora-postgresql15, sqlserver-ex-15.0
_FAMILY: Final = re.compile(r"(?P<engine>[a-z-]+?)-?(?P<version>\d{1,4}(\.\d{1,4})?)")
_VERSION: Final = re.compile(r"\d{1,4}(\.\d{1,4})?")
_Version = tuple[int, ...]


class _Switch(NamedTuple):
    """The parameter that demands TLS.

    Attributes:
        name: Its name.
        since: The first version of the engine in which AWS has it on by default, if one has.
        recent: Whether the version that a database gets without naming one is as new as that.
    """

    name: str
    since: _Version | None = None
    recent: bool = True


# docs.aws.amazon.com/AmazonRDS: PostgreSQL.Concepts.General.SSL, mysql-ssl-connections.require-ssl,
# mariadb-ssl-connections.require-ssl, AuroraPostgreSQL.Security, AuroraMySQL.Compare-v3-v84
_SWITCHES: Final[Mapping[str, _Switch]] = {
    "postgres": _Switch("rds.force_ssl", (15,)),
    "aurora-postgresql": _Switch("rds.force_ssl", (17,)),
    "mysql": _Switch("require_secure_transport", (9, 7), recent=False),
    "aurora-mysql": _Switch("require_secure_transport", (8, 4), recent=False),
    "mariadb": _Switch("require_secure_transport", (11, 8)),
    "sqlserver-ex": _Switch("rds.force_ssl"),
    "sqlserver-web": _Switch("rds.force_ssl"),
    "sqlserver-se": _Switch("rds.force_ssl"),
    "sqlserver-ee": _Switch("rds.force_ssl"),
}
_MESSAGE: Final = "The database also answers clients that do not encrypt, passwords included."


@rule(
    "rds-tls",
    "Databases refuse connections without TLS",
    category="encryption-in-transit",
    severity=Severity.MEDIUM,
    applies_to=(_INSTANCE, _CLUSTER, _GROUP, _CLUSTER_GROUP, _PROXY),
    why="Most clients of databases fall back to plain text without a word.",
    remediation="Set rds.force_ssl (PostgreSQL, SQL Server) or require_secure_transport (MySQL, "
    "MariaDB) to 1 in a parameter group, and require_tls=True on a proxy.",
    snippet="""aws.rds.ParameterGroup(
    ...,
    family="mysql8.4",
    parameters=[{"name": "require_secure_transport", "value": "1"}],
)""",
    equivalents=["CKV2_AWS_69", "FSBP:RDS.38", "FSBP:RDS.39"],
)
def tls(resource: Resource) -> Iterator[Result]:
    """A group for what it sets; a database for the group that it has without naming one."""
    if resource.type == _PROXY:
        required = resource["requireTls"]
        yield from demand(
            required,
            required.flag is True,
            "The proxy also answers clients that do not encrypt, passwords included.",
            "require_tls=True",
        )
    elif resource.type in _GROUP_OF:
        yield from _default_group(resource)
    else:
        yield from _group(resource)


def _group(group: Resource) -> Iterator[Result]:
    given = group["family"]
    if given.unknown:
        yield Undetermined(given.path)
    family = _FAMILY.fullmatch(given.text)
    # Aurora reads the switch in the group of the cluster only.
    if not family or (group.type == _GROUP and family["engine"].startswith("aurora")):
        return
    switch = _SWITCHES.get(family["engine"])
    if switch is None:
        return
    value = parameter(group["parameters"], switch.name)
    by_default = value.missing and _is_default(switch, _version(family["version"]))
    yield from demand(value, by_default or is_on(value), _MESSAGE, _fix(switch))


def _default_group(database: Resource) -> Iterator[Result]:
    group, version = database[_GROUP_OF[database.type]], database["engineVersion"]
    engine = database["engine"]
    if engine.unknown and group.missing:
        yield Undetermined(engine.path)
    switch = _SWITCHES.get(engine.text)
    if switch is None or not (group.missing or group.text.startswith("default.")):
        return
    assumed = switch.since if switch.recent else None
    if switch.since and version.unknown:
        yield Undetermined(version.path)
    elif not _is_default(switch, _version(version.text) or assumed):
        yield Fail(_MESSAGE, group.path, f"a parameter group with {_fix(switch)}")


def _is_default(switch: _Switch, version: _Version | None) -> bool:
    return switch.since is not None and version is not None and version >= switch.since


def _version(text: str) -> _Version | None:
    found = _VERSION.match(text)
    return tuple(int(part) for part in found[0].split(".")) if found else None


def _fix(switch: _Switch) -> str:
    return f"parameters=[{{'name': '{switch.name}', 'value': '1'}}]"


RULES = (tls,)
