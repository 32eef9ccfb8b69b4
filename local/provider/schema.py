"""The AWS package's schema, read from the source of its SDK: Pulumi YAML asks for it.

Importing the whole SDK takes minutes; its generated files all have one form, which half a second
reads. Nested objects are of any shape here.
Format: https://www.pulumi.com/docs/iac/build-with-pulumi/using-pulumi-packages/schema/
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pulumi_aws

JsonObject = dict[str, Any]

_ANY: Final[JsonObject] = {"$ref": "pulumi.json#/Any"}
_SCALARS: Final = {"str": "string", "bool": "boolean", "int": "integer", "float": "number"}
_WRAPPED: Final = re.compile(r"(?:pulumi\.Input|pulumi\.Output|Optional)\[(?P<inner>.*)\]")
_ARRAY: Final = re.compile(r"Sequence\[(?P<items>.*)\]")
_MAP: Final = re.compile(r"Mapping\[str, (?P<values>.*)\]")
_FILE: Final = re.compile(r"pulumi\.(Archive|Asset)")

_CLASS: Final = re.compile(r"^class (\w+)", re.MULTILINE)
_GETTER: Final = re.compile(
    r'^    @pulumi\.getter(?:\(name="(\w+)"\))?\n'
    r"(?:(?!    def ).*\n)*?"  # a decorator between them says that it is deprecated
    r"    def (\w+)\(self\) -> (.*):$",
    re.MULTILINE,
)
_RESOURCE: Final = re.compile(r"super\((\w+), __self__\)\.__init__\(\s*'([\w:/]+)'")
_SECRETS: Final = re.compile(r"additional_secret_outputs=\[(.*?)\]")
_FUNCTION: Final = re.compile(r"runtime\.invoke\('([\w:/]+)', __args__, opts=opts, typ=(\w+)\)")
_ARGUMENT: Final = re.compile(r"__args__\['(\w+)'\]")
_SHARED: Final = {"__init__.py", "_inputs.py", "outputs.py", "_enums.py", "_utilities.py"}
_PROVIDER: Final = "aws"


@functools.cache
def text(version: str) -> str:
    """The schema as JSON.

    Args:
        version: The package's version.
    """
    resources: dict[str, JsonObject] = {}
    functions: dict[str, JsonObject] = {}
    for file in sorted(Path(pulumi_aws.__file__).parent.rglob("*.py")):
        if file.name not in _SHARED:
            source = file.read_text(encoding="utf-8")
            resources.update(_resources(source))
            functions.update(_functions(source))
    provider = resources.pop(_PROVIDER)
    return json.dumps(
        {
            "name": _PROVIDER,
            "version": version,
            "provider": provider,
            "resources": resources,
            "functions": functions,
        }
    )


def _resources(source: str) -> Iterator[tuple[str, JsonObject]]:
    for class_name, token in _RESOURCE.findall(source):
        properties = _properties(source)
        inputs, required = properties.get(f"{class_name}Args", ({}, []))
        outputs, _ = properties[class_name]
        for name in re.findall(r"\w+", ",".join(_SECRETS.findall(source))):
            for kind in (inputs, outputs):
                if name in kind:
                    kind[name] = {**kind[name], "secret": True}
        shape = {"inputProperties": inputs, "requiredInputs": required, "properties": outputs}
        yield token, {**shape, "required": sorted(outputs)}


def _functions(source: str) -> Iterator[tuple[str, JsonObject]]:
    for token, class_name in _FUNCTION.findall(source):
        outputs, _ = _properties(source)[class_name]
        inputs = dict.fromkeys(_ARGUMENT.findall(source), _ANY)
        yield token, {"inputs": {"properties": inputs}, "outputs": {"properties": outputs}}


def _properties(source: str) -> Mapping[str, tuple[dict[str, JsonObject], list[str]]]:
    """The properties of each class of a file, and those of them that an input has to have."""
    found: dict[str, tuple[dict[str, JsonObject], list[str]]] = {}
    starts = [*_CLASS.finditer(source)]
    ends = [*(one.start() for one in starts[1:]), len(source)]
    for start, end in zip(starts, ends, strict=True):
        types: dict[str, JsonObject] = {}
        required: list[str] = []
        for renamed, name, annotation in _GETTER.findall(source, start.end(), end):
            types[renamed or name] = _type(annotation)
            if not annotation.startswith("pulumi.Input[Optional["):
                required.append(renamed or name)
        found[start[1]] = types, required
    return found


def _type(annotation: str) -> JsonObject:
    wrapped = _WRAPPED.fullmatch(annotation)
    if wrapped:
        return _type(wrapped["inner"])
    scalar = _SCALARS.get(annotation.removeprefix("_builtins."))
    if scalar:
        return {"type": scalar}
    if array := _ARRAY.fullmatch(annotation):
        return {"type": "array", "items": _type(array["items"])}
    if map_ := _MAP.fullmatch(annotation):
        return {"type": "object", "additionalProperties": _type(map_["values"])}
    if file := _FILE.fullmatch(annotation):
        return {"$ref": f"pulumi.json#/{file[1]}"}
    return _ANY
