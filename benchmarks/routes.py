"""How many resources an API takes, by the number of its routes."""

import argparse

from components.api import Api, RouteArgs
from components.core import arns, deployment
from components.core.deployment import Deployment
from components.function import FunctionReference
from components.key import EncryptionKey  # noqa: TC001 -- a script reads like one
from tests.support.engine import Registry, register

PLACE = Deployment("bulwark", "bench", "123456789012", "eu-central-1")
FUNCTIONS = 3
ROUTES = (1, 10, 100, 290)


def behind(number: int) -> FunctionReference:
    """One of the functions behind the routes."""
    name = f"f{number % FUNCTIONS}"
    return {
        "name": name,
        "alias_arn": arns.function_alias(PLACE, name, "live"),
        "timeout_seconds": 10,
        "grants": [],
    }


def api(routes: int) -> Registry:
    """Register an API with that many routes on a few functions."""
    declared: list[RouteArgs] = [
        {"method": "GET", "path": f"/things{number}", "function": behind(number)}
        for number in range(routes)
    ]
    key: EncryptionKey = {"arn": f"{arns.keys(PLACE)[:-1]}k", "alias": "alias/k"}
    return register(lambda: Api("bench", {"routes": declared, "encryption_key": key}))


def main() -> None:
    """Print a table."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    deployment.use(PLACE)
    print(f"{'routes':>8}{'resources':>12}   (on {FUNCTIONS} functions, components not counted)")
    for routes in ROUTES:
        types = api(routes).types()
        resources = sum(count for type_, count in types.items() if type_.startswith("aws:"))
        print(f"{routes:>8}{resources:>12}")


if __name__ == "__main__":
    main()
