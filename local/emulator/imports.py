"""``PutRestApi``, which ministack 1.5.33 lacks: served in its process by what else it has.

https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html
"""

import asyncio
import json
import os
import re
from collections.abc import Mapping
from typing import Any, Final

_API: Final = re.compile(r"/restapis/(\w+)")
_MODE: Final = "overwrite"


def apply() -> None:
    """Add it to the ministack that is imported into this process."""
    from ministack.core import responses  # noqa: PLC0415 -- only its own process has it
    from ministack.services import apigateway_v1  # noqa: PLC0415 -- the same

    answer: Any = apigateway_v1.handle_request
    error: Any = apigateway_v1._v1_error  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] -- pinned

    async def handle_request(
        method: str, path: str, headers: object, body: bytes, query_params: Mapping[str, Any]
    ) -> Any:  # noqa: ANN401 -- ministack's
        api = _API.fullmatch(path)
        if method != "PUT" or api is None:
            return await answer(method, path, headers, body, query_params)
        account_id, region = responses.get_account_id(), responses.get_region()
        mode = query_params.get("mode")
        if (mode[0] if isinstance(mode, list) else mode) != _MODE:
            return error("BadRequestException", f"the local run has no mode but {_MODE}", 400)
        refused = await asyncio.to_thread(_put, account_id, region, api[1], body)
        if refused:
            return error("BadRequestException", refused, 400)
        return await answer("GET", path, headers, b"", {})

    apigateway_v1.handle_request = handle_request


def _put(account_id: str, region: str, api_id: str, body: bytes) -> str:
    """Give an API its document; return what is wrong with that."""
    from botocore import exceptions  # noqa: PLC0415 -- a quarter of a second of ministack's start

    from local.emulator.clients import Clients, Place  # noqa: PLC0415 -- the same
    from local.emulator.resources import openapi  # noqa: PLC0415 -- the same

    url = f"https://127.0.0.1:{os.environ['GATEWAY_PORT']}"
    clients = Clients(url, url, os.environ["MINISTACK_SSL_CERT"])
    apis = clients.of("apigateway", Place(account_id, region))
    try:
        document = json.loads(body)
        openapi.clear(apis, api_id)
        openapi.render(apis, api_id, document)
    except (exceptions.ClientError, exceptions.BotoCoreError, ValueError) as error:
        return str(error)
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        # What is no OpenAPI fails wherever it is first looked into.
        return f"Invalid OpenAPI input: {type(error).__name__}: {error}"
    return ""
