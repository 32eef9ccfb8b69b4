"""Stands in for Pulumi's AWS plugin: ``python -m tests.support.plugin`` is started by the engine.

It deploys with the resource table, as Bulwark's own provider does, but it knows nothing of the
embedded AWS except what its inputs say, as Pulumi's does. So it shows what the engine hands to the
real plugin, and what it tells of a stage; it does not show what the real one makes of it.
"""

import json
import signal
from types import SimpleNamespace
from typing import Any, cast

from pulumi.provider.experimental import provider as protocol

from local.emulator.backend import EmulatorBackend
from local.emulator.clients import Clients, Place
from local.emulator.emulator import Emulator
from local.provider import server
from local.provider.provider import AwsProvider
from local.provider.values import wrap


class _Plugin(AwsProvider):
    async def configure(self, request: protocol.ConfigureRequest) -> protocol.ConfigureResponse:
        response = await super().configure(request)
        inputs = self._own().inputs
        if "endpoints" in inputs:
            self._backend = EmulatorBackend(_embedded(inputs))
        return response

    async def create(self, request: protocol.CreateRequest) -> protocol.CreateResponse:
        response = await super().create(request)
        if "invokeUrl" in response.properties and not request.preview:
            api, stage = (str(request.properties[one].value) for one in ("restApi", "stageName"))
            url = f"https://{api}.execute-api.{self._own().region}.amazonaws.com/{stage}"
            response.properties["invokeUrl"] = wrap(url)
        return response


def _embedded(inputs: Any) -> Emulator:
    (endpoints,) = json.loads(inputs["endpoints"])
    (url,) = set(endpoints.values())
    (account,) = json.loads(inputs["allowedAccountIds"])
    assert inputs["accessKey"] == account
    clients = Clients(url, endpoints["sts"], inputs["customCaBundle"])
    place = Place(account, inputs["region"])
    return cast("Emulator", SimpleNamespace(place=place, url=url, clients=clients))


if __name__ == "__main__":
    ends = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    server.AwsProvider = _Plugin
    with server.serve() as served:
        print(served.port, flush=True)  # noqa: T201 -- the engine reads it
        signal.sigwait(ends)
