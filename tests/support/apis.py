"""Arguments of an API, parsed or refused."""

from typing import Any

import pytest

from components.api import ApiArgs, RouteArgs
from components.api.spec import ApiSpec
from components.core.errors import SpecError
from components.function import FunctionReference

FINDINGS: FunctionReference = {
    "name": "bulwark-test-findings",
    "alias_arn": "arn:aws:lambda:eu-central-1:123456789012:function:bulwark-test-findings:live",
    "timeout_seconds": 29,
    "grants": [],
}
GET_ROOT: RouteArgs = {"method": "GET", "path": "/", "function": FINDINGS}


def of(*routes: RouteArgs, **more: Any) -> ApiArgs:
    args: Any = {"routes": list(routes), "encryption_key": {"arn": "arn:…", "alias": "alias/data"}}
    return args | more


def route(path: str, method: str = "GET", **more: Any) -> RouteArgs:
    args: Any = {"method": method, "path": path, "function": FINDINGS}
    return args | more


def parse(args: ApiArgs) -> ApiSpec:
    return ApiSpec.parse("findings", args)


def refusal(args: ApiArgs) -> str:
    with pytest.raises(SpecError) as caught:
        parse(args)
    return str(caught.value)
