"""The messages that phones have received: what must still be known after a restart."""

from pydantic import BaseModel, Field

_FIRST_PART, _LATER_PART = 70, 67


def billed_parts(text: str) -> int:
    """How many messages are billed: one up to 70 characters (UTF-16 units), then 67 to a part."""
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    return 1 if length <= _FIRST_PART else -(-length // _LATER_PART)


class Sms(BaseModel):
    """One message as it stands on the phone; `at` in seconds since 1970 of the clock."""

    phone: str
    text: str
    template_code: str
    params: dict[str, str]
    sign_name: str
    biz_id: str
    out_id: str
    at: float

    @property
    def parts(self) -> int:
        return billed_parts(self.text)

    def describe(self) -> dict[str, object]:
        return self.model_dump() | {"parts": self.parts}


class SmsState(BaseModel):
    """Oldest first."""

    messages: list[Sms] = Field(default_factory=list)
