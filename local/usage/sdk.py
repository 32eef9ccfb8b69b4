"""boto3's own descriptions of services: which methods a client has, and what they call.

Only the part of a service's model that lists its operations is read, a few milliseconds for the
largest; botocore itself is not asked, for it loads everything.
"""

import gzip
import importlib.util
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_SERVICE: Final = re.compile(r"[a-z0-9-]+")
_OPERATIONS: Final = re.compile(rb'"operations"\s*:\s*(?=\{)')
_METADATA: Final = re.compile(rb'"metadata"\s*:\s*(?=\{)')
_SHAPES: Final = re.compile(rb'\n {2}"shapes"\s*:|\},"shapes"\s*:')
_CHUNK: Final = 1 << 16

# https://docs.aws.amazon.com/boto3/latest/guide/clients.html: s3transfer and boto3 add these.
_ADDED: Final[Mapping[str, Mapping[str, str]]] = {
    "s3": {
        "upload_file": "PutObject",
        "upload_fileobj": "PutObject",
        "download_file": "GetObject",
        "download_fileobj": "GetObject",
        "copy": "CopyObject",
    },
}
_ADDED_TO_RESOURCES: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("s3", "Bucket"): {**_ADDED["s3"], "load": "ListBuckets"},
    ("s3", "Object"): _ADDED["s3"],
    ("s3", "ObjectSummary"): {"load": "HeadObject"},
    ("dynamodb", "Table"): {"batch_writer": "BatchWriteItem"},
    ("ec2", "Instance"): {"delete_tags": "DeleteTags"},
}


@dataclass(frozen=True, slots=True)
class Service:
    """A service as boto3 knows it.

    Attributes:
        name: What ``boto3.client`` takes: ``stepfunctions``.
        prefixes: What its actions may begin with, the likeliest first.
        methods: The operation behind each method of a client: ``{"get_item": "GetItem"}``.
        verbs: The HTTP method of each operation.
    """

    name: str
    prefixes: tuple[str, ...]
    methods: Mapping[str, str]
    verbs: Mapping[str, str]


@cache
def service(name: str) -> Service | None:
    """The service of that name; ``None`` when boto3 has none."""
    path = _newest("botocore", name, "service-2.json")
    if path is None:
        return None
    head = _head(path)
    metadata, operations = _object(head, _METADATA), _object(head, _OPERATIONS)
    # Importing it costs more than most of what is done with it: only who has a call needs it.
    from botocore import xform_name  # noqa: PLC0415

    prefixes = (
        metadata.get("signingName"),
        metadata.get("endpointPrefix"),
        name,
        str(metadata.get("serviceId", "")).lower().replace(" ", ""),
    )
    methods = {xform_name(operation): operation for operation in operations}
    return Service(
        name,
        tuple(dict.fromkeys(prefix for prefix in prefixes if prefix)),
        {**methods, **_ADDED.get(name, {})},
        {key: one.get("http", {}).get("method", "POST") for key, one in operations.items()},
    )


@cache
def waiters(name: str) -> Mapping[str, str]:
    """The operation behind each of a service's waiters: ``{"table_exists": "DescribeTable"}``."""
    from botocore import xform_name  # noqa: PLC0415 -- see above

    path = _newest("botocore", name, "waiters-2.json")
    found: Mapping[str, Any] = _parsed(path)["waiters"] if path else {}
    return {xform_name(key): one["operation"] for key, one in found.items()}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object that ``boto3.resource`` gives, such as a table.

    Attributes:
        operations: The operation behind each of its methods.
        made: The kind of object that each of its methods and attributes gives.
        collections: For each collection: the operation that lists it, and the kind of its items.
        load: The operation that reading any other attribute takes; empty if none.
        known: The attributes that take no call.
    """

    operations: Mapping[str, str]
    made: Mapping[str, str]
    collections: Mapping[str, tuple[str, str]]
    load: str
    known: frozenset[str]


@cache
def kind(name: str, of: str) -> Kind | None:
    """A kind of object of a service; the service itself for an empty ``of``.

    https://docs.aws.amazon.com/boto3/latest/guide/resources.html
    """
    path = _newest("boto3", name, "resources-1.json")
    if path is None:
        return None
    model = _model(path)
    found: Mapping[str, Any] | None = model["service"] if not of else model["resources"].get(of)
    return _kind(name, of, found) if found is not None else None


def _kind(name: str, of: str, model: Mapping[str, Any]) -> Kind:
    from botocore import xform_name  # noqa: PLC0415 -- see above

    actions: Mapping[str, Any] = model.get("actions", {})
    waiting = {key: one["waiterName"] for key, one in model.get("waiters", {}).items()}
    load = model.get("load", {}).get("request", {}).get("operation", "")
    operations = {xform_name(key): one["request"]["operation"] for key, one in actions.items()}
    for key, waiter in waiting.items():
        if xform_name(waiter) in waiters(name):
            operations[f"wait_until_{xform_name(key)}"] = waiters(name)[xform_name(waiter)]
    if load:
        operations |= {"load": load, "reload": load}
    operations |= _ADDED_TO_RESOURCES.get((name, of), {})
    made = {
        xform_name(key): one["resource"]["type"]
        for key, one in actions.items()
        if "resource" in one
    }
    for key, one in model.get("has", {}).items():
        made |= {key: one["resource"]["type"], xform_name(key): one["resource"]["type"]}
    collections = {
        xform_name(key): (one["request"]["operation"], one["resource"]["type"])
        for key, one in model.get("hasMany", {}).items()
    }
    identifiers = {xform_name(one["name"]) for one in model.get("identifiers", ())}
    return Kind(
        operations,
        made,
        collections,
        load,
        frozenset({"meta", "get_available_subresources"}) | identifiers,
    )


@cache
def batches(name: str, of: str) -> Mapping[str, str]:
    """What can be done to all items of a collection at once: ``{"delete": "DeleteObjects"}``."""
    from botocore import xform_name  # noqa: PLC0415 -- see above

    path = _newest("boto3", name, "resources-1.json")
    model: Mapping[str, Any] = _model(path)["resources"].get(of, {}) if path else {}
    found: Mapping[str, Any] = model.get("batchActions", {})
    return {xform_name(key): one["request"]["operation"] for key, one in found.items()}


@cache
def _model(path: Path) -> Mapping[str, Any]:
    return _parsed(path)


@cache
def _root(package: str) -> Path | None:
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent / "data" if found and found.origin else None


def _newest(package: str, name: str, file: str) -> Path | None:
    """The newest of a service's descriptions, packed or not."""
    root = _root(package)
    if root is None or not _SERVICE.fullmatch(name) or not (root / name).is_dir():
        return None
    found = [*(root / name).glob(f"*/{file}"), *(root / name).glob(f"*/{file}.gz")]
    return max(found, default=None, key=lambda path: path.parent.name)


def _chunks(path: Path) -> Iterator[bytes]:
    if path.suffix != ".gz":
        yield path.read_bytes()
        return
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    packed = path.read_bytes()
    for start in range(0, len(packed), _CHUNK):
        yield unpack.decompress(packed[start : start + _CHUNK])


def _head(path: Path) -> bytes:
    """What stands before the shapes, which are most of a model."""
    head = b""
    for chunk in _chunks(path):
        looked_at = max(0, len(head) - 64)
        head += chunk
        if _SHAPES.search(head, looked_at):
            break
    return head


def _object(text: bytes, key: re.Pattern[bytes]) -> Mapping[str, Any]:
    found = key.search(text)
    if found is None:
        return {}
    value, _ = json.JSONDecoder().raw_decode(text[found.end() :].decode())
    return value


def _parsed(path: Path) -> Mapping[str, Any]:
    packed = path.read_bytes()
    return json.loads(gzip.decompress(packed) if path.suffix == ".gz" else packed)
