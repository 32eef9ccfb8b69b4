"""Which operations of an OpenAPI document anyone may call, as API Gateway imports it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from guardrails.view import View

PUBLIC: Final = "x-bulwark-public"
"""The extension by which an operation is public on purpose; its value is the reason."""

# `options` is left out: a browser's preflight request carries no credentials.
_METHODS: Final = frozenset(
    {"get", "put", "post", "delete", "head", "patch", "trace", "x-amazon-apigateway-any-method"}
)
_SCHEME: Final = "x-amazon-apigateway-authtype"
_OWN_AUTHORIZATION: Final = "x-amazon-apigateway-auth"


_VALIDATOR: Final = "x-amazon-apigateway-request-validator"

# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
_LARGEST: Final = 6 * 1024**2

# What PyYAML reads in some seconds; larger documents are written by programs, in JSON.
_LARGEST_YAML: Final = 256 * 1024

# An alias repeats what it stands for; enough of them make a short text endless.
_MOST_ALIASES: Final = 100
_ALIAS: Final = re.compile(r"""(?:^|[\s\[{,:])\*[^\s,\[\]{}'"]""")


def read(body: View) -> View:
    """The document in a ``body``; a view of ``None`` when it cannot be read."""
    document = _parsed(body.text) if body.text else body.value
    return View(document if isinstance(document, dict) else None, body.path, body.secret)


# Several rules read the same body one after the other.
@lru_cache(maxsize=4)
def _parsed(text: str) -> object:
    if len(text) > _LARGEST:
        return None
    document = View(text).json().value
    return _from_yaml(text) if document is None and len(text) <= _LARGEST_YAML else document


def _from_yaml(text: str) -> object:
    # API Gateway takes YAML too; the parser is loaded only for those who write it.
    import yaml  # noqa: PLC0415

    if len(_ALIAS.findall(text)) > _MOST_ALIASES:
        return None
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def operations(document: View) -> Iterator[View]:
    """The operations of every path."""
    for _, path in document["paths"].entries():
        for method, operation in path.entries():
            if method.lower() in _METHODS:
                yield operation


def integrations(document: View) -> Iterator[View]:
    """What answers the operations of every path; also those for ``OPTIONS``."""
    for _, path in document["paths"].entries():
        for _, operation in path.entries():
            integration = operation["x-amazon-apigateway-integration"]
            if not integration.missing:
                yield integration


def unvalidated_operations(document: View) -> Iterator[View]:
    """The operations that take a body or parameters which nothing validates.

    A validator counts when the document defines it and it validates something; an operation's own
    goes before the one at the root of the document.
    """
    of_all = document[_VALIDATOR]
    defined = {
        name
        for name, one in document["x-amazon-apigateway-request-validators"].entries()
        if True in (one["validateRequestBody"].flag, one["validateRequestParameters"].flag)
    }
    for operation in operations(document):
        own = operation[_VALIDATOR]
        takes = operation["requestBody"].missing and operation["parameters"].missing
        if not takes and (of_all if own.missing else own).text not in defined:
            yield operation


def open_operations(document: View) -> Iterator[View]:
    """The operations without authorization that are not declared public.

    Only an operation's own ``security`` counts, for API Gateway does not apply the one at the root
    of the document. A requirement counts when its scheme is defined.
    """
    schemes = {name for name, _ in document["components"]["securitySchemes"].entries()}
    schemes |= {name for name, _ in document["securityDefinitions"].entries()}
    for operation in operations(document):
        if not _guarded(operation, schemes):
            yield operation


def only_signed(document: View) -> bool:
    """Whether every operation asks for a request that is signed with AWS credentials."""
    schemes = (*document["components"]["securitySchemes"].entries(),)
    schemes += (*document["securityDefinitions"].entries(),)
    signing = {name for name, one in schemes if one[_SCHEME].text.lower() == "awssigv4"}
    return all(
        operation[PUBLIC].missing and _guarded(operation, signing)
        for operation in operations(document)
    )


def _guarded(operation: View, schemes: set[str]) -> bool:
    if operation[PUBLIC].text.strip():
        return True
    if operation[_OWN_AUTHORIZATION]["type"].text.upper() == "AWS_IAM":
        return True
    # Alternatives: one empty requirement makes all others optional.
    alternatives = [
        {name for name, _ in requirement.entries()} for requirement in operation["security"].items()
    ]
    return bool(alternatives) and all(names & schemes for names in alternatives)
