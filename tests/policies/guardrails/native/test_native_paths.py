"""Whatever is told of a native resource is told at one of its own properties."""

from typing import Any

import pytest
from pulumi import _types  # pyright: ignore[reportPrivateUsage] -- the SDK's names for properties

from guardrails.native import NATIVE
from tests.policies.guardrails.native.asked import UNKNOWN, Declared, Found, ask, secret
from tests.policies.guardrails.native.test_native_names import native_class

pytestmark = [pytest.mark.thorough, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

# Pulumi's own option, and what an account's baseline lacks altogether.
ELSEWHERE = {"options", "analyzerName", "enabled"}


def properties_of(type_: str) -> set[str]:
    return set(_types.resource_types(native_class(type_)))


def first_names(found: list[Found]) -> set[str]:
    return {path.lstrip("?").partition(".")[0].partition("[")[0] for _, path in found}


@pytest.mark.parametrize("type_", NATIVE)
@pytest.mark.parametrize("value", [None, UNKNOWN, secret("hunter2"), {}, [], "x", [{}], 1, True])
def test_every_path_begins_with_a_property_of_the_type(type_: str, value: Any) -> None:
    names = properties_of(type_)

    found = ask(Declared(type_, dict.fromkeys(names, value) if value is not None else {}))

    assert first_names(found) - names - ELSEWHERE == set()


@pytest.mark.parametrize("type_", NATIVE)
def test_of_what_is_unknown_nothing_is_said_to_be_wrong(type_: str) -> None:
    found = ask(Declared(type_, dict.fromkeys(properties_of(type_), UNKNOWN)))
    violations = {rule for rule, path in found if not path.startswith("?")}

    assert violations <= {
        # An unknown document is itself what that rule is about.
        "unknown-access-document",
        "stateful-protect",
        "access-analyzer-on",
        "ebs-default-on",
        # Of these, what is there is wrong, whatever it says.
        "iam-user-exists",
        "console-access",
        "policy-on-user",
        "sqs-tls",
        "sns-tls",
        "s3-tls",
        # Nothing else of the stack does what a resource of its own would have to.
        "apigw-waf",
        "group-empty",
        "secret-rotation",
    }
