"""What every test gets: a known deployment, and no AWS credentials to reach for."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from pulumi.runtime import configure, mocks

from components.core import deployment
from components.core.deployment import Deployment

# On each save a property is tried a few times only (make test-fast).
settings.register_profile("fast", max_examples=10)

PLACE = Deployment(
    project="bulwark", stack="test", account_id="123456789012", region="eu-central-1"
)


@pytest.fixture(autouse=True)
def place() -> Iterator[Deployment]:
    deployment.use(PLACE)
    yield PLACE
    deployment.use(None)


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture(autouse=True)
def stack(place: Deployment) -> None:
    configure(mocks.MockSettings(project=place.project, stack=place.stack))
