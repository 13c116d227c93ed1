"""What comes back from another city and is no answer: to be tried again, or wrong for good."""

# Not there yet, too slow, too early, too often; and our own signature, which is mended here.
_PASSING = frozenset({401, 404, 408, 409, 425, 429})


class LineFault(Exception):
    """Nothing that holds has come back; the same is to be sent again later.

    `code`: that of a signed problem, else what went wrong; `retry_after`: seconds, where the other
    side asks for them; `status`: of an answer that was signed, or needed no signature, else 0.
    """

    def __init__(self, code: str, retry_after: int | None = None, status: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after
        self.status = status

    @property
    def is_definite(self) -> bool:
        """The other side has answered, and the same question would be answered so again: a
        redirect, which nobody follows, or a refusal (RFC 9110 15.4, 15.5)."""
        return 300 <= self.status < 500 and self.status not in _PASSING
