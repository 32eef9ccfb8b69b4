"""A real browser, driven over the WebDriver protocol: https://www.w3.org/TR/webdriver2/."""

import base64
import json
import shutil
import subprocess
import tempfile
import threading
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SECONDS = 60
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_OPTIONS = {
    "args": [
        "--headless=new",
        # CI runs as root in a container, where the sandbox cannot start.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        # Nothing is fetched: every host but this one leads nowhere.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--window-size=1200,1000",
    ]
}


def installed() -> str | None:
    """The driver's path, when the browser is there too."""
    return shutil.which("chromedriver") if shutil.which("chromium") else None


@dataclass(frozen=True)
class Browser:
    """One window."""

    session: str

    def open(self, url: str) -> None:
        self._post("url", {"url": url})

    def script(self, source: str, *arguments: object) -> Any:
        """What a function body returns."""
        return self._post("execute/sync", {"script": source, "args": list(arguments)})

    def press(self, *keys: str) -> None:
        """Press and release keys, one after the other, wherever the focus is."""
        pressed = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._post("actions", {"actions": [{"type": "key", "id": "keys", "actions": pressed}]})

    def shown(self, selector: str) -> list[str]:
        """The texts of the elements that can be seen."""
        source = """
            return [...document.querySelectorAll(arguments[0])]
                .filter((one) => one.checkVisibility()).map((one) => one.innerText.trim())
        """
        return self.script(source, selector)

    def log(self) -> list[dict[str, Any]]:
        """What the console said: errors of scripts, and what the page's policy refused."""
        return self._post("se/log", {"type": "browser"})

    def screenshot(self) -> bytes:
        with urllib.request.urlopen(f"{self.session}/screenshot", timeout=SECONDS) as answer:  # noqa: S310 -- loopback
            return base64.b64decode(json.load(answer)["value"])

    def _post(self, command: str, body: object) -> Any:
        return _post(f"{self.session}/{command}", body)


@contextmanager
def browser(driver: str) -> Generator[Browser]:
    """A browser with a profile of its own, that leaves nothing behind."""
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(  # noqa: S603 -- the driver that was found
            [driver, "--port=0"],
            env={"PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": home},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        try:
            port = next(
                line.rpartition(" ")[2].strip(".\n")
                for line in process.stdout
                if "started successfully on port" in line
            )
            address = f"http://127.0.0.1:{port}"
            wanted = {
                "browserName": "chrome",
                "goog:chromeOptions": _OPTIONS,
                "goog:loggingPrefs": {"browser": "ALL"},
            }
            made = _post(f"{address}/session", {"capabilities": {"alwaysMatch": wanted}})
            session = f"{address}/session/{made['sessionId']}"
            try:
                yield Browser(session)
            finally:
                _send(urllib.request.Request(session, method="DELETE"))  # noqa: S310 -- loopback
        finally:
            process.terminate()
            process.stdout.close()
            process.wait(SECONDS)


@contextmanager
def served(folder: Path) -> Generator[str]:
    """The folder's address on loopback."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base's name
        """Say nothing."""


def _post(url: str, body: object) -> Any:
    request = urllib.request.Request(url, json.dumps(body).encode(), method="POST")  # noqa: S310 -- loopback
    request.add_header("Content-Type", "application/json")
    return _send(request)


def _send(request: urllib.request.Request) -> Any:
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 -- loopback
        return json.load(answer)["value"]
