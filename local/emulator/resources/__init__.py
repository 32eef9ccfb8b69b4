"""The resource table: what each Pulumi type is in the embedded AWS.

A type is a small class in the module of its service. To add one, write the class and name it in
its module's ``TYPES``; a new module is named below.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from local.emulator.resources.base import Aws, Inputs, Made, ResourceType

__all__ = ["NOT_EMULATED", "TYPES", "Aws", "Inputs", "Made", "ResourceType"]

_MODULES: Final = (
    "apigateway",
    "apigateway_stages",
    "dynamodb",
    "iam",
    "kms",
    "lambda_",
    "lambda_calls",
    "logs",
    "organization_policies",
    "organizations",
    "scheduler",
    "sns",
    "sqs",
)

TYPES: Final[Mapping[str, ResourceType]] = {
    one.pulumi_type: one
    for module in _MODULES
    for one in import_module(f"{__name__}.{module}").TYPES
}

# Types that neither emulator has, with the reason. A type that is in neither table is reported as
# one that the table lacks.
NOT_EMULATED: Final[Mapping[str, str]] = {
    "aws:organizations/resourcePolicy:ResourcePolicy": "moto has no PutResourcePolicy",
}
