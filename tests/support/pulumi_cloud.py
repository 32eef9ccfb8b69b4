"""Stands in for Pulumi Cloud: the part of its HTTP API that publishes the pack and requires it.

It shows what the CLI sends and does; it does not show what Pulumi Cloud makes of it. What it does
not know, it answers with 404 and notes, so that a test can say that nothing of that kind was asked.
"""

import gzip
import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import Message
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

from guardrails.pack import NAME, VERSION
from local.pulumi.workspace import Workspace

ORGANIZATION: Final = "acme"
PROJECT: Final = "foreign"
STACK: Final = f"{ORGANIZATION}/{PROJECT}/dev"

_TOKEN: Final = "of-nobody"  # noqa: S105 -- it opens nothing but this
_LEASE: Final = "of-one-update"
_FAR_AWAY: Final = 4102444800
_UPLOAD: Final = f"/uploads/{NAME}-{VERSION}.tgz"
_UPLOAD_HEADERS: Final = {"Content-Type": "application/gzip", "X-Upload": "as it was told"}

_ORGANIZATION: Final = f"/api/orgs/{ORGANIZATION}"
_PACKS: Final = f"{_ORGANIZATION}/policypacks"
_PACK: Final = f"{_PACKS}/{NAME}/versions/{VERSION}"
_STACK: Final = f"/api/stacks/{STACK}"
_UPDATE: Final = f"{_STACK}/update/1"
_STACK_TOLD: Final = {"orgName": ORGANIZATION, "projectName": PROJECT, "stackName": "dev"}


@dataclass
class Cloud:
    """An organization with one stack, and what it was told.

    Attributes:
        url: Where it listens.
        pack: What was said of the pack.
        tarball: What was uploaded.
        published: Whether the publication was completed.
        required: The pack as the organization requires it, once it does.
        ends: How each preview ended.
        asked: Every request, in order.
        refused: The requests that it does not know, or that were not entitled.
    """

    url: str
    pack: dict[str, Any] = field(default_factory=dict[str, Any])
    tarball: bytes = b""
    published: bool = False
    required: dict[str, Any] | None = None
    ends: list[str] = field(default_factory=list[str])
    asked: list[str] = field(default_factory=list[str])
    refused: list[str] = field(default_factory=list[str])

    def logged_in(self, engine: Workspace) -> Workspace:
        """The workspace with this as its backend, and as its way to everything else."""
        login = {"PULUMI_BACKEND_URL": self.url, "PULUMI_ACCESS_TOKEN": _TOKEN}
        proxy = {"HTTP_PROXY": self.url, "HTTPS_PROXY": self.url}
        return replace(engine, environment={**engine.environment, **login, **proxy})

    def answer(self, request: str, headers: Message, body: bytes) -> bytes | None:
        """What to answer to ``GET /api/user`` and others; ``None`` where that is refused."""
        self.asked.append(request)
        act = self._actions().get(request)
        if act is None or not _entitled(request, headers):
            self.refused.append(request)
            return None
        answer = act(body)
        return answer if isinstance(answer, bytes) else json.dumps(answer).encode()

    def _actions(self) -> dict[str, Callable[[bytes], Any]]:
        lease = {"version": 1, "token": _LEASE, "tokenExpiration": _FAR_AWAY}
        return {
            "GET /api/user": lambda _: {
                "githubLogin": "someone",
                "organizations": [{"githubLogin": ORGANIZATION}],
            },
            "GET /api/user/organizations/default": lambda _: {"GitHubLogin": ORGANIZATION},
            "GET /api/capabilities": lambda _: {"capabilities": []},
            # The pack.
            f"POST {_PACKS}": self._announce,
            f"PUT {_UPLOAD}": self._upload,
            f"POST {_PACK}/complete": self._complete,
            f"GET {_PACKS}": lambda _: {
                "policyPacks": [{"name": NAME, "versions": [1], "versionTags": [VERSION]}]
            },
            f"GET {_PACK}/schema": lambda _: {
                "configSchema": {one["name"]: one["configSchema"] for one in self.pack["policies"]}
            },
            f"PATCH {_ORGANIZATION}/policygroups/default-policy-group": self._require,
            f"GET {_UPLOAD}": lambda _: self.tarball,
            # A stack without resources, and its previews.
            f"GET {_STACK}": lambda _: _STACK_TOLD,
            f"GET {_STACK}/export": lambda _: {"version": 3, "deployment": {}},
            f"POST {_STACK}/encrypt": lambda _: {"ciphertext": "bm90aGluZw=="},
            f"POST {_STACK}/preview": lambda _: {
                "updateID": "1",
                "requiredPolicies": [self.required] if self.required else [],
            },
            f"POST {_UPDATE}": lambda _: lease,
            f"POST {_UPDATE}/renew_lease": lambda _: lease,
            f"POST {_UPDATE}/events/batch": lambda _: {},
            f"POST {_UPDATE}/complete": self._end,
        }

    def _announce(self, body: bytes) -> Any:
        self.pack = json.loads(body)
        uri = f"{self.url}{_UPLOAD}"
        return {"version": 1, "uploadURI": uri, "requiredHeaders": _UPLOAD_HEADERS}

    def _upload(self, body: bytes) -> Any:
        self.tarball = body
        return {}

    def _complete(self, _body: bytes) -> Any:
        self.published = bool(self.tarball)
        return {}

    def _require(self, body: bytes) -> Any:
        added = json.loads(body)["addPolicyPack"]
        assert added["name"] == NAME
        assert added["versionTag"] == VERSION
        self.required = {**added, "version": 1, "packLocation": f"{self.url}{_UPLOAD}"}
        return {}

    def _end(self, body: bytes) -> Any:
        self.ends.append(json.loads(body)["status"])
        return {}


@contextmanager
def serve() -> Generator[Cloud]:
    """Serve an organization on a free port of the loopback interface."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    cloud = Cloud(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("_Bound", (_Handler,), {"cloud": cloud})
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield cloud
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    cloud: Cloud

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        answer = self.cloud.answer(f"{self.command} {self.path}", self.headers, body)
        self.send_response(HTTPStatus.NOT_FOUND if answer is None else HTTPStatus.OK)
        self.end_headers()
        self.wfile.write(answer or b"{}")

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_CONNECT = _handle  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base's name
        """Say nothing."""


def _entitled(request: str, headers: Message) -> bool:
    """Whether a request has the token for it; an upload has what it was told to have instead."""
    given = headers.get("Authorization")
    if request == f"PUT {_UPLOAD}":
        return all(headers.get(name) == value for name, value in _UPLOAD_HEADERS.items())
    if request == f"GET {_UPLOAD}":
        return given is None
    wanted = f"update-token {_LEASE}" if f"{_UPDATE}/" in request else f"token {_TOKEN}"
    return given == wanted
