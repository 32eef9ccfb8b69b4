"""The routes of the findings API."""

from components.api import ParameterArgs, RouteArgs
from components.function import FunctionReference

_ACCOUNT: ParameterArgs = {"pattern": r"^\d{12}$", "description": "The account's id"}
_FINDING: ParameterArgs = {"pattern": "^[0-9a-f]{32}$", "description": "The finding's id"}

_ACKNOWLEDGEMENT = {
    "type": "object",
    "properties": {
        "version": {"type": "integer", "minimum": 1},
        "note": {"type": "string", "maxLength": 1000},
    },
    "required": ["version"],
    "additionalProperties": False,
}


def findings_routes(function: FunctionReference) -> list[RouteArgs]:
    """What the findings API answers, all of it by ``function``."""
    return [
        {
            "method": "GET",
            "path": "/findings",
            "summary": "List findings, page by page",
            "function": function,
            "query": {
                "account": _ACCOUNT,
                "severity": {"enum": ["CRITICAL", "HIGH", "MEDIUM", "LOW"]},
                "status": {"enum": ["OPEN", "ACKNOWLEDGED", "RESOLVED"]},
                "limit": {"description": "How many findings a page has, from 1 to 100"},
                "next": {"description": "The cursor that the previous page gave"},
            },
        },
        {
            "method": "GET",
            "path": "/findings/{account}/{id}",
            "summary": "Read one finding",
            "function": function,
            "path_parameters": {"account": _ACCOUNT, "id": _FINDING},
        },
        {
            "method": "POST",
            "path": "/findings/{account}/{id}/acknowledge",
            "summary": "Acknowledge the version of a finding that was read",
            "function": function,
            "path_parameters": {"account": _ACCOUNT, "id": _FINDING},
            "body": _ACKNOWLEDGEMENT,
        },
        {
            "method": "GET",
            "path": "/accounts/{account}/summary",
            "summary": "Count an account's findings by severity and status",
            "function": function,
            "path_parameters": {"account": _ACCOUNT},
        },
    ]
