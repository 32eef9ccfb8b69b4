"""Both emulators together: ministack for nearly everything, moto for Organizations."""

import contextlib
from collections.abc import Generator

from local.emulator import journal
from local.emulator.clients import Client, Clients, Place
from local.emulator.journal import Recorded
from local.emulator.process import LOOPBACK, Server


class Emulator:
    """An AWS on two loopback ports, while it runs; made by ``running``.

    Args:
        place: The account and region that are taken where a call names none.
        main: ministack.
        organizations: moto.
    """

    def __init__(self, place: Place, main: Server, organizations: Server) -> None:
        self.place = place
        self._main = main
        self._organizations = organizations
        self.url = main.url
        self.certificate = main.certificate
        self.organizations_url = organizations.url
        self.clients = Clients(main.url, organizations.url, main.certificate)

    def client(self, service: str, place: Place | None = None) -> Client:
        """A client as the root of ``place``'s account; by default of the emulator's own."""
        return self.clients.of(service, place or self.place)

    def alive(self) -> bool:
        """Whether both processes run."""
        return self._main.alive() and self._organizations.alive()

    def recorded(self) -> tuple[Recorded, ...]:
        """The calls until now of all but the accounts' roots."""
        return journal.read((self._main.journal, self._organizations.journal))

    def log_tail(self) -> str:
        """The last of what ministack logged: where a function's failure shows."""
        return self._main.log_tail()


@contextlib.contextmanager
def running(place: Place) -> Generator[Emulator]:
    """An AWS on two loopback ports, that leaves no process, port or file behind.

    ministack serves every service but Organizations, where it has no CreateOrganization; moto
    serves that one. ministack checks IAM (``AUTH``): a function may do what its execution role
    allows, and a role is assumed by whom its trust policy names. An account's root (its id as
    access key) may do everything.

    Args:
        place: The account and region that are taken where a call names none.

    Raises:
        EmulatorError: One of the two does not start.
    """
    with contextlib.ExitStack() as stack:
        organizations = stack.enter_context(
            contextlib.closing(Server("moto", "/moto-api/"))  # it starts more slowly: first
        )
        organizations.start({"MOTO_ACCOUNT_ID": place.account_id})
        main = stack.enter_context(
            contextlib.closing(Server("ministack", "/_ministack/health", tls=True))
        )
        main.start(_settings(place, main, organizations))
        main.wait()
        organizations.wait()
        yield Emulator(place, main, organizations)


def _settings(place: Place, main: Server, organizations: Server) -> dict[str, str]:
    return {
        "AUTH": "true",
        "BIND_HOST": LOOPBACK,
        "MINISTACK_HOST": LOOPBACK,
        "GATEWAY_PORT": str(main.port),
        "MINISTACK_ACCOUNT_ID": place.account_id,
        "MINISTACK_REGION": place.region,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        # A function is a child of ministack and has its environment.
        "AWS_ENDPOINT_URL_ORGANIZATIONS": organizations.url,
    }
