"""How a city refuses: faults of transport as problems, refusals of business as receipts."""

from collections.abc import Mapping

_STATUS: Mapping[str, int] = {
    "body_malformed": 400,
    "version_unknown": 400,
    "not_found": 404,
    "message_differs": 409,
    "replayed": 409,
    "body_too_large": 413,
    "too_many_messages": 429,
    "paused": 503,
    "temporarily_unavailable": 503,
}
_OF_STATUS = {500: "internal_error", 429: "too_many_messages", 503: "temporarily_unavailable"}


class Problem(Exception):
    """A fault of transport: nothing was stored."""

    def __init__(self, code: str, status: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.status = status or _STATUS.get(code, 401 if code.startswith("signature_") else 400)

    def said(self) -> dict[str, object]:
        """The body, as RFC 9457 has it."""
        title = f"simulated: {self.code}"
        return {"type": "about:blank", "title": title, "status": self.status, "code": self.code}


def problem_of(code: int | str) -> Problem:
    """What a fault names by its status or by its code."""
    if str(code).isdecimal():
        return Problem(_OF_STATUS.get(int(code), "internal_error"), int(code))
    return Problem(str(code))


class Refusal(Exception):
    """A refusal of business, final for this message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
