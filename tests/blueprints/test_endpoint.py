from pathlib import Path

from blueprints.endpoint import SERVICES
from local.engine.backend import PreviewBackend
from local.engine.project import find_project, read_stack
from local.engine.run import run_program

# Where Pulumi's package has another name than AWS's service.
SERVICE = {"cloudwatch/logGroup": "logs", "lambda": "lambda_"}
FOR_THE_PROVIDER = {"s3", "sts"}


def service(type_: str) -> str:
    module = type_.split(":")[1]
    package = module.partition("/")[0]
    return SERVICE.get(module) or SERVICE.get(package, package)


def test_every_service_of_an_auditor_is_looked_for_at_the_endpoint() -> None:
    local = read_stack(find_project(Path(__file__).parent), "local")

    resources = run_program(local, PreviewBackend()).resources

    declared = {service(one.type) for one in resources if one.type.startswith("aws:")}
    assert declared | FOR_THE_PROVIDER == set(SERVICES)
