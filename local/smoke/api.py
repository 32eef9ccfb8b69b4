"""Calls of a deployed REST API, signed as AWS asks."""

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.emulator.clients import Keys

_TIMEOUT_SECONDS = 40  # above the 29 s after which API Gateway gives up


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the API.

    Attributes:
        call: What was asked, such as ``GET /findings?account=1``.
        status: The HTTP status.
        headers: With their names in lower case.
        content: The parsed JSON, or the text of a body that is none.
    """

    call: str
    status: int
    headers: Mapping[str, str]
    content: Any


class Api:
    """Calls one API.

    Args:
        url: Where it answers, with the stage and without a slash at the end.
        region: Whose signatures it takes.
        certificate: The path of the certificate to trust.
        keys: Who calls.
    """

    def __init__(self, url: str, region: str, certificate: str | None, keys: Keys) -> None:
        self._url = url
        self._region = region
        self._context = ssl.create_default_context(cafile=certificate)
        self._credentials = Credentials(
            keys.access_key_id, keys.secret_access_key, keys.session_token
        )

    def call(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        *,
        signed: bool = True,
    ) -> Answer:
        """Call a route.

        Raises:
            OSError: Nothing answers.
            http.client.HTTPException: What answers is no HTTP.
        """
        target = f"{path}?{urlencode(query)}" if query else path
        data = json.dumps(body) if body is not None else None
        request = AWSRequest(method, self._url + target, data=data)
        request.headers["Content-Type"] = "application/json"
        if signed:
            SigV4Auth(self._credentials, "execute-api", self._region).add_auth(request)
        where = urlsplit(self._url)
        connection = http.client.HTTPSConnection(
            where.netloc, timeout=_TIMEOUT_SECONDS, context=self._context
        )
        try:
            connection.request(method, where.path + target, data, dict(request.headers))
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(f"{method} {target}", response.status, headers, _parsed(text))


def _parsed(text: str) -> Any:  # noqa: ANN401 -- whatever JSON says
    try:
        return json.loads(text)
    except ValueError:
        return text
