"""What every function's test gets: an AWS of its own and the variables that the blueprint sets."""

import os
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.loaders import Loader
from moto import mock_aws

from tests.support.auditor import FINDINGS_TABLE, IDEMPOTENCY_TABLE, Context

# Powertools reads these when a handler is imported.
os.environ["POWERTOOLS_SERVICE_NAME"] = "bulwark"
os.environ["POWERTOOLS_METRICS_NAMESPACE"] = "Bulwark"
os.environ["AWS_DEFAULT_REGION"] = "eu-central-1"


# Reading the services' models takes longer than most tests: they are read once.
MODELS = Loader()


@pytest.fixture(autouse=True)
def aws() -> Iterator[None]:
    with mock_aws():
        session = botocore.session.get_session()
        session.register_component("data_loader", MODELS)
        boto3.setup_default_session(botocore_session=session)
        yield


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {
        "FINDINGS_TABLE_NAME": FINDINGS_TABLE,
        "IDEMPOTENCY_TABLE_NAME": IDEMPOTENCY_TABLE,
        "AUDIT_ROLE_NAME": "bulwark-audit",
        "AUDIT_EXTERNAL_ID": "an-external-id",
        "MAX_ACCESS_KEY_AGE_DAYS": "90",
        "RESOLVED_FINDING_DAYS": "30",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def context() -> Any:
    return Context()
