"""What known libraries call for a function.

Powertools for AWS Lambda, as of 3.37: https://docs.aws.amazon.com/powertools/python/latest/
"""

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from local.usage.static.outside import clients, unseen
from local.usage.static.store import Arguments, Frame
from local.usage.static.values import (
    OPAQUE,
    UNKNOWN,
    Client,
    Made,
    Operation,
    Resource,
    Session,
    Values,
    Who,
    texts,
)

if TYPE_CHECKING:
    from local.usage.static.machine import Machine

_POWERTOOLS: Final = "aws_lambda_powertools.utilities."


@dataclass(frozen=True, slots=True)
class Known:
    """A class or a function of a library.

    Attributes:
        service: boto3's name of the service that it calls.
        operations: What it calls as soon as it is made or called.
        methods: What its methods call.
        name: Its parameter that names the resource, with its position.
    """

    service: str
    operations: tuple[str, ...] = ()
    methods: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    name: tuple[str, int] | None = None


_IDEMPOTENCY: Final = Known(
    "dynamodb",
    # GetItem only where a refused write does not return what is there; the record is deleted
    # when the function fails.
    ("PutItem", "GetItem", "UpdateItem", "DeleteItem"),
    name=("table_name", 0),
)
_BREAKER: Final = Known("dynamodb", ("GetItem", "PutItem", "UpdateItem"), name=("table_name", 0))
_APP_CONFIG: Final = ("StartConfigurationSession", "GetLatestConfiguration")
_SECRETS: Final = ("PutSecretValue", "CreateSecret")
_S3: Final = ("HeadObject", "GetObject")
_KMS: Final = ("GenerateDataKey", "Decrypt")

# By the module below `aws_lambda_powertools.utilities` and the name.
_KNOWN: Final[dict[tuple[str, str], Known]] = {
    ("idempotency", "DynamoDBPersistenceLayer"): _IDEMPOTENCY,
    ("circuit_breaker", "DynamoDBPersistenceLayer"): _BREAKER,
    ("circuit_breaker", "DynamoDBCircuitBreakerPersistence"): _BREAKER,
    ("parameters", "get_parameter"): Known("ssm", ("GetParameter",), name=("name", 0)),
    ("parameters", "get_parameters"): Known("ssm", ("GetParametersByPath",)),
    ("parameters", "get_parameters_by_name"): Known("ssm", ("GetParameters",)),
    ("parameters", "set_parameter"): Known("ssm", ("PutParameter",), name=("name", 0)),
    ("parameters", "get_secret"): Known("secretsmanager", ("GetSecretValue",), name=("name", 0)),
    ("parameters", "get_secrets_by_name"): Known("secretsmanager", ("BatchGetSecretValue",)),
    ("parameters", "set_secret"): Known("secretsmanager", _SECRETS, name=("name", 0)),
    ("parameters", "get_app_config"): Known("appconfigdata", _APP_CONFIG),
    ("parameters", "SSMProvider"): Known(
        "ssm",
        methods={
            "get": ("GetParameter",),
            "get_multiple": ("GetParametersByPath",),
            "get_parameters_by_name": ("GetParameters",),
            "set": ("PutParameter",),
        },
    ),
    ("parameters", "SecretsProvider"): Known(
        "secretsmanager",
        methods={
            "get": ("GetSecretValue",),
            "get_multiple": ("BatchGetSecretValue",),
            "get_secrets_by_name": ("BatchGetSecretValue",),
            "set": _SECRETS,
        },
    ),
    ("parameters", "AppConfigProvider"): Known("appconfigdata", methods={"get": _APP_CONFIG}),
    ("parameters", "DynamoDBProvider"): Known(
        "dynamodb",
        methods={"get": ("GetItem",), "get_multiple": ("Query",)},
        name=("table_name", 0),
    ),
    ("feature_flags", "AppConfigStore"): Known("appconfigdata", _APP_CONFIG),
    ("streaming", "S3Object"): Known("s3", _S3, name=("bucket", 0)),
    ("data_masking", "AWSEncryptionSDKProvider"): Known("kms", _KMS),
}


def known(path: str) -> Known | None:
    """What is known of a class or function by its dotted name."""
    if not path.startswith(_POWERTOOLS):
        return None
    module = path.removeprefix(_POWERTOOLS).partition(".")[0]
    return _KNOWN.get((module, path.rpartition(".")[2]))


def make(
    machine: "Machine", frame: Frame, node: ast.expr, path: str, arguments: Arguments
) -> Values:
    """Make an object of a library, or call its function."""
    found = known(path)
    if found is None:
        unseen.handed(machine, frame, node, arguments.all, "")
        return OPAQUE
    machine.record.services.add(found.service)
    name = _name(found, arguments)
    for operation in found.operations:
        _record(
            machine, frame, node, path, Operation(found.service, operation, _who(arguments), name)
        )
    return frozenset({Made(f"{path}:{_who(arguments)}", name)})


def call(
    machine: "Machine", frame: Frame, node: ast.expr, callee: Made, arguments: Arguments
) -> Values:
    """Call a method of an object of a library, or of what boto3 gave for later."""
    operation = clients.deferred(callee.path)
    if operation is not None:
        method = callee.path.rpartition(".")[2]
        if method in {"paginate", "wait"}:
            clients.record(machine, frame, node, operation, arguments)
        return OPAQUE
    path, _, rest = callee.path.partition(":")
    found = known(path)
    who, _, method = rest.partition(".")
    for one in found.methods.get(method, ()) if found else ():
        name = callee.name or ("" if found is None else _first(arguments))
        assert found  # noqa: S101 -- it has methods
        _record(machine, frame, node, path, Operation(found.service, one, Who(who), name))
    unseen.handed(machine, frame, node, arguments.all, "")
    return OPAQUE


def _record(
    machine: "Machine", frame: Frame, node: ast.expr, path: str, operation: Operation
) -> None:
    machine.called(frame, node, operation, f"Powertools' {path.rpartition('.')[2]}")


def _who(arguments: Arguments) -> Who:
    """Whose credentials the client or session has that a library is given."""
    for one in arguments.all:
        if isinstance(one, Client | Session | Resource):
            return one.who
    return Who.OWN


def _name(found: Known, arguments: Arguments) -> str:
    if found.name is None:
        return ""
    values = arguments.get(*found.name) or UNKNOWN
    given = texts(values)
    return next(iter(given)) if len(given) == len(values) == 1 else ""


def _first(arguments: Arguments) -> str:
    given = texts(arguments.get("name", 0) or UNKNOWN)
    return next(iter(given)) if len(given) == 1 else ""
