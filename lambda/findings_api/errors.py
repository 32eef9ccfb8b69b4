"""What the API answers when it does not do what it was asked."""

from http import HTTPStatus


class ApiError(Exception):
    """An answer ``{"error": {"code", "message", …}}``."""

    def __init__(
        self, status: HTTPStatus, code: str, message: str, **further: str | int | None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"code": code, "message": message, **further}}


def bad_request(field: str, given: object, allowed: str) -> ApiError:
    """Return the answer to input that cannot be one, naming the field."""
    message = f"{field}: got {given!r:.100}; allowed: {allowed}."
    return ApiError(HTTPStatus.BAD_REQUEST, "bad_request", message, field=field)


def not_found(message: str) -> ApiError:
    """Return the answer to a path that leads nowhere."""
    return ApiError(HTTPStatus.NOT_FOUND, "not_found", message)


def conflict(message: str, current_version: int) -> ApiError:
    """Return the answer to a change that does not fit what is there now."""
    return ApiError(HTTPStatus.CONFLICT, "conflict", message, current_version=current_version)


def forbidden(message: str) -> ApiError:
    """Return the answer to a caller whom the gateway does not name."""
    return ApiError(HTTPStatus.FORBIDDEN, "forbidden", message)
