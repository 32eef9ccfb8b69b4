"""boto3 clients of the emulators, one per service, region and account, for any thread."""

import threading
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

# A client is the untyped thing that boto3 makes at run time from AWS's service models.
Client = Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call goes: twelve digits, and a region such as ``eu-central-1``."""

    account_id: str
    region: str


@dataclass(frozen=True, slots=True)
class Keys:
    """Credentials of somebody other than an account's root."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None = None


class Clients:
    """Makes the clients and keeps them.

    Args:
        endpoint: Where everything is, but Organizations.
        organizations_endpoint: Where Organizations is.
        certificate: The path of the certificate to trust there.
    """

    def __init__(self, endpoint: str, organizations_endpoint: str, certificate: str | None) -> None:
        self._certificate = certificate
        self._endpoint = endpoint
        self._organizations_endpoint = organizations_endpoint
        self._lock = threading.Lock()
        self._made: dict[tuple[str, Place], Client] = {}

    def of(self, service: str, place: Place) -> Client:
        """The client of a service, as the root of the account."""
        with self._lock:
            if (service, place) not in self._made:
                # The emulators take an account's id as the access key of its root.
                self._made[service, place] = self._make(
                    service, place, Keys(place.account_id, "local")
                )
            return self._made[service, place]

    def as_caller(self, service: str, place: Place, keys: Keys) -> Client:
        """A client of a service with given credentials."""
        with self._lock:
            return self._make(service, place, keys)

    def _make(self, service: str, place: Place, keys: Keys) -> Client:
        organizations = service == "organizations"
        return boto3.session.Session().client(  # pyright: ignore[reportCallIssue] -- any service
            service,  # pyright: ignore[reportArgumentType] -- the same
            region_name=place.region,
            endpoint_url=self._organizations_endpoint if organizations else self._endpoint,
            aws_access_key_id=keys.access_key_id,
            aws_secret_access_key=keys.secret_access_key,
            aws_session_token=keys.session_token,
            verify=self._certificate,
            config=Config(
                # Nothing between here and the loopback: no proxy of the caller's, no long waits.
                proxies={},
                connect_timeout=5,
                read_timeout=120,
                retries={"total_max_attempts": 2},
                max_pool_connections=32,
                parameter_validation=True,
            ),
        )
