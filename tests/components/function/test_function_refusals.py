import pytest

from components.core.errors import LimitError, SpecError
from components.function import Function
from components.iam import grant
from tests.support.engine import register
from tests.support.functions import args, registered

pytestmark = pytest.mark.usefixtures("source")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"timeout_seconds": 901},
            ".timeout_seconds: got 901; allowed: a whole number of seconds from 1 to 900.",
        ),
        (
            {"timeout_seconds": 0},
            ".timeout_seconds: got 0; allowed: a whole number of seconds from 1 to 900.",
        ),
        (
            {"memory_mb": 127},
            ".memory_mb: got 127; allowed: a whole number of MB from 128 to 10240.",
        ),
        (
            {"memory_mb": 10_241},
            ".memory_mb: got 10241; allowed: a whole number of MB from 128 to 10240.",
        ),
        (
            {"reserved_concurrency": -1},
            (
                ".reserved_concurrency: got -1; allowed: a whole number of concurrent "
                "invocations from 0 to 1000000."
            ),
        ),
        (
            {"runtime": "python3.8"},
            (
                ".runtime: got 'python3.8'; allowed: one of python3.11, python3.12, python3.13, "
                "python3.14."
            ),
        ),
        (
            {"handler": "handler"},
            (
                ".handler: got 'handler'; allowed: a module and a function, such as "
                "audit.handler.handler."
            ),
        ),
        (
            {"handler": "checkout.main.handler"},
            (
                ".handler: got 'checkout.main.handler'; allowed: a module of the package: "
                "neither checkout/main.py nor checkout/main/__init__.py is in it."
            ),
        ),
        (
            {"source": "lambda/refund"},
            ".source: got 'lambda/refund'; allowed: a folder, relative to the program's.",
        ),
        (
            {"source": "lambda/check-out"},
            ".source: got 'check-out'; allowed: a folder that can be imported as a package.",
        ),
        (
            {"include": ["shared"]},
            ".include: got 'shared'; allowed: a folder, relative to the program's.",
        ),
        (
            {"memory": 128},
            (
                ".memory: got 'memory'; allowed: the keys description, encryption_key, "
                "environment, failure_queue, grants, handler, include, log_retention_days, "
                "memory_mb, packages, reserved_concurrency, runtime, source, timeout_seconds."
            ),
        ),
        (
            {"description": "x" * 257},
            f".description: got '{'x' * 119}… (259 long); allowed: at most 256 characters.",
        ),
        (
            {"failure_queue": {"name": "failed.fifo", "arn": "arn", "fifo": True}},
            (
                ".failure_queue: got 'failed.fifo'; allowed: a standard queue: failures go to no "
                "FIFO queue."
            ),
        ),
    ],
)
def test_what_lambda_does_not_take_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(SpecError) as caught:
        registered(**changes)

    assert str(caught.value) == f"Function 'checkout'{message}"


def test_a_retention_that_cloudwatch_does_not_know_is_refused() -> None:
    with pytest.raises(SpecError, match=r"log_retention_days: got 31; allowed: one of 1, 3, 5"):
        registered(log_retention_days=31)


def test_a_name_that_is_a_path_is_refused() -> None:
    with pytest.raises(SpecError, match="a name of letters, digits, - and _"):
        register(lambda: Function("../checkout", args()))


def test_a_policy_above_the_limit_of_a_role_is_refused() -> None:
    many = [
        grant(["dynamodb:GetItem"], [f"arn:aws:dynamodb:eu-central-1:123456789012:table/{n:0200}"])
        for n in range(40)
    ]

    with pytest.raises(LimitError, match="allowed: a policy of at most 10240 characters"):
        registered(grants=many)
