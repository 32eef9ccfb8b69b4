"""Both emulators together: ministack for nearly everything, moto for Organizations."""

import atexit
from types import TracebackType
from typing import Self

from local.emulator.clients import Client, Clients, Place
from local.emulator.process import LOOPBACK, Server


class Emulator:
    """An AWS on two loopback ports; a context manager that leaves nothing behind.

    ministack serves every service but Organizations, where it has no CreateOrganization; moto
    serves that one. ministack checks IAM (``AUTH``): a function may do what its execution role
    allows, and a role is assumed by whom its trust policy names. An account's root (its id as
    access key) may do everything.

    Args:
        place: The account and region that are taken where a call names none.

    Raises:
        EmulatorError: On entering, when one of the two does not start.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._main = Server("ministack", "/_ministack/health")
        self._organizations = Server("moto", "/moto-api/")
        self.clients = Clients(self._main.url, self._organizations.url)

    def __enter__(self) -> Self:
        atexit.register(self.stop)
        try:
            self._organizations.start({"MOTO_ACCOUNT_ID": self.place.account_id})
            self._main.start(self._settings())
            self._main.wait()
            self._organizations.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End both; more than once does no harm."""
        try:
            self._main.stop()
        finally:
            self._organizations.stop()
            atexit.unregister(self.stop)

    @property
    def url(self) -> str:
        """Where everything is, but Organizations."""
        return self._main.url

    @property
    def organizations_url(self) -> str:
        """Where Organizations is."""
        return self._organizations.url

    def client(self, service: str, place: Place | None = None) -> Client:
        """A client as the root of ``place``'s account; by default of the emulator's own."""
        return self.clients.of(service, place or self.place)

    def log_tail(self) -> str:
        """The last of what ministack logged: where a function's failure shows."""
        return self._main.log_tail()

    def _settings(self) -> dict[str, str]:
        return {
            "AUTH": "true",
            "BIND_HOST": LOOPBACK,
            "MINISTACK_HOST": LOOPBACK,
            "GATEWAY_PORT": str(self._main.port),
            "MINISTACK_ACCOUNT_ID": self.place.account_id,
            "MINISTACK_REGION": self.place.region,
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LOG_LEVEL": "WARNING",
            # A function is a child of ministack and has its environment.
            "AWS_ENDPOINT_URL_ORGANIZATIONS": self.organizations_url,
        }
