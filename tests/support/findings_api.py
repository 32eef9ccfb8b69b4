"""The findings API as its callers see it."""

import json
from dataclasses import dataclass
from typing import Any, Final

from findings_api import handler as api
from tests.support.auditor import Context

CALLER: Final = "arn:aws:sts::123456789012:assumed-role/Responder/ann"


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, its body decoded."""

    status: int
    headers: dict[str, list[str]]
    content: Any


def get(path: str, **query: str) -> Answer:
    """Call a route with a query string."""
    repeated = {name: [value] for name, value in query.items()}
    return call("GET", path, queryStringParameters=query, multiValueQueryStringParameters=repeated)


def post(path: str, body: object, **further: Any) -> Answer:
    """Call a route with a body: JSON, or a text as it is."""
    text = body if isinstance(body, str) else json.dumps(body)
    return call("POST", path, body=text, **further)


def call(method: str, path: str, **further: Any) -> Answer:
    """Call the handler as API Gateway does."""
    event: dict[str, Any] = {
        "resource": "/{proxy+}",
        "httpMethod": method,
        "path": path,
        "headers": {},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "body": None,
        "isBase64Encoded": False,
        "requestContext": {
            "requestId": "request-1",
            "stage": "v1",
            "path": f"/v1{path}",
            "identity": {"userArn": CALLER},
        },
    }
    context: Any = Context()
    answer = api.handler(event | further, context)
    headers: dict[str, list[str]] = answer["multiValueHeaders"]
    return Answer(answer["statusCode"], headers, json.loads(answer["body"]))
