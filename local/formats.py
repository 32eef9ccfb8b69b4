"""Says what a file is that is not what a command reads."""

from collections.abc import Mapping
from typing import Any, Final, NoReturn

from local.errors import InputError

_HEAD_CHARACTERS: Final = 4096
_SHOWN: Final = 20

# A number, a text, true, false or null: JSON as well, if it is nothing else.
_SINGLE_VALUE: Final = '-0123456789"tfn'


class Expected:
    """What a command reads, and how it refuses anything else.

    Args:
        sentence: What it reads, in a sentence.
    """

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence

    def refuse(self, name: str, what: str) -> NoReturn:
        """Say what the file is instead.

        Raises:
            InputError: Always.
        """
        raise InputError(f"{name}: {what} {self._sentence}")

    def refuse_other_formats(self, name: str, start: str) -> None:
        """Refuse what cannot be JSON, by how it starts.

        Raises:
            InputError: It is another format.
        """
        head = start[:_HEAD_CHARACTERS].lstrip()
        if head[:1] in {"", "{", "["}:
            return
        if "AWSTemplateFormatVersion" in head or "AWS::" in head:
            self.refuse(name, "a CloudFormation template.")
        if head.startswith(('resource "', "terraform {", 'provider "', 'module "', 'variable "')):
            self.refuse(name, "a Terraform configuration.")
        if head.startswith("PK\x03\x04"):
            self.refuse(name, "a zip archive, or a saved Terraform plan.")
        if head[0] not in _SINGLE_VALUE:
            self.refuse_text(name, head)

    def refuse_text(self, name: str, text: str) -> None:
        """Refuse a text that is no JSON and was not meant to be.

        Raises:
            InputError: It starts with something else than an object or a list.
        """
        head = text.lstrip()
        if head[:1] not in {"", "{", "["}:
            self.refuse(name, f"not JSON: it starts with {head[:_SHOWN]!r}.")

    def refuse_empty(self, name: str, text: str) -> None:
        """Refuse a file in which nothing stands.

        Raises:
            InputError: There is nothing but white space.
        """
        if not text.strip():
            self.refuse(name, "empty.")


def other_tool(given: Mapping[str, Any]) -> str:
    """Which tool an object is of; empty for one that none is known for."""
    for keys, tool in _OTHER_TOOLS:
        if keys <= set(given):
            return tool
    resources = given.get("Resources")
    if isinstance(resources, dict) and any(
        isinstance(one, dict) and str(one.get("Type", "")).startswith("AWS::")
        for one in resources.values()
    ):
        return "a CloudFormation template"
    return ""


_OTHER_TOOLS: Final = (
    ({"terraform_version", "planned_values"}, "a Terraform plan"),
    ({"terraform_version", "lineage"}, "a Terraform state"),
    ({"terraform_version"}, "Terraform's output"),
    ({"format_version", "resource_changes"}, "a Terraform plan"),
    ({"AWSTemplateFormatVersion"}, "a CloudFormation template"),
    ({"apiVersion", "kind"}, "a Kubernetes manifest"),
    ({"artifacts", "version"}, "a CDK cloud assembly"),
    ({"access_documents", "violations"}, "a report of bulwark preview, which is judged already"),
    ({"Version", "Statement"}, "a single IAM policy document"),
    ({"deployment", "version"}, "a stack's export, which `bulwark check` reads"),
)
