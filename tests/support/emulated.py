"""Makes single resources in the embedded AWS, and checks their outputs against the SDK's."""

import importlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from local.emulator.backend import EmulatorBackend
from local.emulator.clients import Client, Place
from local.engine.backend import Created, Declared

PLACE = Place("000000000000", "eu-central-1")

Make = Callable[[str, str, Mapping[str, Any]], Created]
ClientOf = Callable[[str], Client]

# What the provider computes and the local run leaves out, because nothing reads it.
LEFT_OUT = {
    "beginningArchiveTime",
    "lastProcessingResult",
    "signingJobArn",
    "signingProfileVersionArn",
    "tagsAll",
}


def make_in(backend: EmulatorBackend) -> Make:
    """What makes a resource, and checks that its outputs are those of the SDK's class."""

    def make(type_: str, name: str, inputs: Mapping[str, Any]) -> Created:
        created = backend.create(declared(type_, name, inputs))
        given = set(created.outputs) - {"region", "tagsAll"}
        properties, arguments = properties_of(type_), properties_of(type_, "Args")
        assert given <= properties, f"{type_} has no {given - properties}"
        computed = properties - arguments - LEFT_OUT
        assert computed <= given, f"{type_} lacks {computed - given}"
        return created

    return make


def declared(type_: str, name: str, inputs: Mapping[str, Any], **options: Any) -> Declared:
    """A resource as the engine hands it over."""
    urn = f"urn:pulumi:local::bulwark::{type_}::{name}"
    return Declared(urn, type_, name, "", custom=True, inputs=inputs, **options)


def properties_of(type_: str, suffix: str = "") -> set[str]:
    """The properties of the SDK's class of a type, or of its arguments (``Args``)."""
    package, _, rest = type_.removeprefix("aws:").partition("/")
    file, _, class_name = rest.partition(":")
    snake = re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", file)
    package = "lambda_" if package == "lambda" else package
    module = importlib.import_module(f"pulumi_aws.{package}.{snake}")
    attributes = vars(getattr(module, class_name + suffix)).items()
    return {
        getattr(value.fget, "_pulumi_name", name)
        for name, value in attributes
        if isinstance(value, property)
    }
