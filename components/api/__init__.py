"""A REST API from declared routes."""

from components.api.account import ApiAccount
from components.api.args import (
    ApiAccountArgs,
    ApiArgs,
    CorsArgs,
    ParameterArgs,
    RouteArgs,
    ThrottleArgs,
)
from components.api.component import Api

__all__ = [
    "Api",
    "ApiAccount",
    "ApiAccountArgs",
    "ApiArgs",
    "CorsArgs",
    "ParameterArgs",
    "RouteArgs",
    "ThrottleArgs",
]
