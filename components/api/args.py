"""The shapes of ``Api`` and ``ApiAccount``."""

from typing import Any, NotRequired, TypedDict

from components.function.args import FunctionReference
from components.key.args import EncryptionKey


class ParameterArgs(TypedDict):
    """A parameter of a route.

    API Gateway checks that a required one is there; ``pattern`` and ``enum`` are documentation
    that the function has to enforce.
    """

    required: NotRequired[bool]
    """Whether a request without it is answered with 400. Path parameters always are.
    Default: ``False``."""

    pattern: NotRequired[str]
    """The regular expression that values match. Default: none."""

    enum: NotRequired[list[str]]
    """The only values. Default: any."""

    description: NotRequired[str]
    """What it is for. Default: none."""


class RouteArgs(TypedDict):
    """A method on a path, and the function behind it."""

    method: str
    """``GET``, ``POST``, ``PUT``, ``PATCH``, ``DELETE``, ``HEAD`` or ``OPTIONS``."""

    path: str
    """Such as ``/findings/{account}/{id}``. A last segment ``{name+}`` takes the rest of the
    path."""

    function: FunctionReference
    """What answers; its timeout is at most the 29 seconds that API Gateway waits."""

    authorization: NotRequired[str]
    """``iam`` (callers sign with their AWS credentials) or ``none``. Default: ``iam``."""

    public_reason: NotRequired[str]
    """Why anyone may call it; needed by, and only allowed with, the authorization ``none``."""

    query: NotRequired[dict[str, ParameterArgs]]
    """Query parameters by name. Default: none."""

    path_parameters: NotRequired[dict[str, ParameterArgs]]
    """More about the parameters in the path, by name. Default: nothing."""

    body: NotRequired[dict[str, Any]]
    """The JSON schema of the request's body. API Gateway refuses an ``application/json`` body that
    does not match with 400; a body of another content type reaches the function unchecked.
    Default: none."""

    summary: NotRequired[str]
    """What the route does, in a line. Default: none."""


class CorsArgs(TypedDict):
    """Which web pages may call the API.

    The gateway answers preflight requests and marks its own errors; the functions have to send
    ``Access-Control-Allow-Origin`` in their answers.
    """

    allowed_origin: str
    """The pages' origin, such as ``https://console.example.com``, or ``*``. One only: the
    gateway's answers are fixed texts, and the header takes no list."""

    allowed_headers: NotRequired[list[str]]
    """Request headers that pages may send. Default: ``Authorization``, ``Content-Type`` and the
    two of a request signed with temporary credentials, ``X-Amz-Date`` and
    ``X-Amz-Security-Token``."""

    allow_credentials: NotRequired[bool]
    """Whether pages may send cookies; never together with the origin ``*``. Default: ``False``."""

    max_age_seconds: NotRequired[int]
    """How long browsers remember the answer, from 0 to 86400 seconds. Default: 600."""


class ThrottleArgs(TypedDict):
    """How much each route takes before it answers 429."""

    rate: NotRequired[int]
    """Requests per second, from 1 to 10000. Default: 50."""

    burst: NotRequired[int]
    """Requests at once, from 1 to 5000. Default: 100."""


class ApiArgs(TypedDict):
    """The arguments of ``Api``."""

    routes: list[RouteArgs]
    """What the API answers; at least one."""

    encryption_key: EncryptionKey
    """The key that encrypts the logs."""

    description: NotRequired[str]
    """What the API is for. Default: none."""

    cors: NotRequired[CorsArgs]
    """Which web pages may call the API. Default: none."""

    throttle: NotRequired[ThrottleArgs]
    """How much each route takes. Default: 50 requests per second, 100 at once."""

    stage: NotRequired[str]
    """The first segment of every URL. Default: ``v1``."""

    log_retention_days: NotRequired[int]
    """How long the access log and the execution log are kept, as CloudWatch Logs offers it.
    Default: 365."""


class ApiAccountArgs(TypedDict):
    """The arguments of ``ApiAccount``: none, as everything follows from project and stack."""
