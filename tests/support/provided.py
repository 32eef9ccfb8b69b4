"""Speaks to the provider as Pulumi's engine does, without the engine."""

import contextlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf import struct_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from local.engine import values
from tests.support.emulated import PLACE

SEED = b"seed"
PROVIDER = {
    "region": PLACE.region,
    "allowedAccountIds": f'["{PLACE.account_id}"]',
    "defaultTags": '{"tags": {"owner": "platform"}}',
}


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:local::bulwark::bulwark:index:Parent${type_}::{name}"


@dataclass
class Resource:
    """What the engine's state holds of a resource."""

    type: str
    name: str
    id: str
    inputs: struct_pb2.Struct
    state: struct_pb2.Struct

    @property
    def outputs(self) -> dict[str, Any]:
        return values.read(self.state)[0]


@dataclass
class Engine:
    """One connection of the engine."""

    stub: Any

    @classmethod
    @contextlib.contextmanager
    def connected(cls, port: int, inputs: Mapping[str, Any] = PROVIDER) -> Generator["Engine"]:
        with grpc.insecure_channel(
            f"127.0.0.1:{port}", options=[("grpc.use_local_subchannel_pool", 1)]
        ) as channel:
            engine = cls(provider_pb2_grpc.ResourceProviderStub(channel))
            engine.stub.Configure(
                provider_pb2.ConfigureRequest(args=values.struct(inputs), acceptSecrets=True)
            )
            yield engine

    def check(
        self, type_: str, name: str, inputs: Mapping[str, Any], old: struct_pb2.Struct | None = None
    ) -> struct_pb2.Struct:
        response = self.stub.Check(
            provider_pb2.CheckRequest(
                urn=urn(type_, name), olds=old, news=values.struct(inputs), randomSeed=SEED
            )
        )
        assert not response.failures
        return response.inputs

    def create(
        self, type_: str, name: str, inputs: Mapping[str, Any], *, preview: bool = False
    ) -> Resource:
        checked = self.check(type_, name, inputs)
        made = self.stub.Create(
            provider_pb2.CreateRequest(urn=urn(type_, name), properties=checked, preview=preview)
        )
        return Resource(type_, name, made.id, checked, made.properties)

    def diff(self, resource: Resource, inputs: Mapping[str, Any]) -> Any:
        return self.stub.Diff(
            provider_pb2.DiffRequest(
                id=resource.id,
                urn=urn(resource.type, resource.name),
                olds=resource.state,
                old_inputs=resource.inputs,
                news=self.check(resource.type, resource.name, inputs, resource.inputs),
            )
        )

    def update(
        self, resource: Resource, inputs: Mapping[str, Any], *, preview: bool = False
    ) -> Resource:
        checked = self.check(resource.type, resource.name, inputs, resource.inputs)
        made = self.stub.Update(
            provider_pb2.UpdateRequest(
                id=resource.id,
                urn=urn(resource.type, resource.name),
                olds=resource.state,
                old_inputs=resource.inputs,
                news=checked,
                preview=preview,
            )
        )
        return Resource(resource.type, resource.name, resource.id, checked, made.properties)

    def read(self, resource: Resource) -> Any:
        return self.stub.Read(
            provider_pb2.ReadRequest(
                id=resource.id,
                urn=urn(resource.type, resource.name),
                properties=resource.state,
                inputs=resource.inputs,
            )
        )

    def delete(self, resource: Resource) -> None:
        self.stub.Delete(
            provider_pb2.DeleteRequest(
                id=resource.id,
                urn=urn(resource.type, resource.name),
                properties=resource.state,
                old_inputs=resource.inputs,
            )
        )

    def invoke(self, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        response = self.stub.Invoke(provider_pb2.InvokeRequest(tok=token, args=values.struct(args)))
        return values.read(getattr(response, "return"))[0]
