"""Which web pages may call with the visitor's credentials and read the answer."""

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.model import Fail, Result, Undetermined
from guardrails.view import View

_ANY_ORIGIN: Final = ("*", "http://*", "https://*")
_ORIGIN: Final = "access-control-allow-origin"
_CREDENTIALS: Final = "access-control-allow-credentials"
_MESSAGE: Final = "Every site's pages may send the visitor's credentials and read the answer."
_FIX: Final = "name the origins, such as 'https://example.com', or leave the credentials out"

# https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
_ECHO: Final = ("method.request.header.origin", "integration.request.header.origin")


def star_with_credentials(origins: View, credentials: View) -> Iterator[Result]:
    """Fail where any site is an origin and credentials are allowed."""
    if origins.missing or not (credentials.flag is True or credentials.unknown):
        return
    each = origins.items()
    everyone = next((one for one in each if one.text in _ANY_ORIGIN), None)
    unknown = next((one for one in each if one.unknown), None)
    if everyone and not credentials.unknown:
        yield Fail(_MESSAGE, everyone.path, _FIX)
    elif everyone or unknown:
        yield Undetermined(credentials.path if credentials.unknown else origins.path)


def star_in_mapping(parameters: View) -> Iterator[Result]:
    """The same for the headers of an answer: ``method.response.header.<name>`` to ``'<text>'``.

    A header of the request that is sent back, whatever it says, stands for any site too.
    """
    if parameters.unknown:
        yield Undetermined(parameters.path)
        return
    headers = {name.lower().rpartition(".")[2]: view for name, view in parameters.entries()}
    origin, credentials = _plain(headers, _ORIGIN), _plain(headers, _CREDENTIALS)
    if origin.text.lower() in _ECHO:
        origin = View("*", origin.path, origin.secret)
    yield from star_with_credentials(origin, credentials)


def _plain(headers: Mapping[str, View], name: str) -> View:
    """The fixed text between the quotes that API Gateway asks for."""
    view = headers.get(name, View(None))
    return View(view.text.strip("'"), view.path, view.secret) if view.text else view
