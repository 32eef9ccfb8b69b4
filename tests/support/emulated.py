"""Makes single resources in the embedded AWS, and checks their outputs against the SDK's."""

from collections.abc import Callable, Mapping
from typing import Any

from local.emulator.backend import EmulatorBackend
from local.emulator.clients import Client, Place
from local.engine.backend import Created, Declared
from local.provider.sdk import computed, properties_of

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
        properties = properties_of(type_)
        assert given <= properties, f"{type_} has no {given - properties}"
        lacking = computed(type_) - LEFT_OUT - given
        assert not lacking, f"{type_} lacks {lacking}"
        return created

    return make


def declared(type_: str, name: str, inputs: Mapping[str, Any], **options: Any) -> Declared:
    """A resource as the engine hands it over."""
    urn = f"urn:pulumi:local::bulwark::{type_}::{name}"
    return Declared(urn, type_, name, "", custom=True, inputs=inputs, **options)
