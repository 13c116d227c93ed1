"""What an account of the SMS service has, and how the simulated service behaves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

_VARIABLE = re.compile(r"\$\{([A-Za-z][A-Za-z0-9_]*)\}")


@dataclass(frozen=True)
class SmsTemplate:
    """An approved template; `${name}` in `content` are its variables."""

    code: str
    kind: Literal["verification", "notification"]
    content: str

    @property
    def variables(self) -> list[str]:
        return _VARIABLE.findall(self.content)

    def text(self, params: Mapping[str, str]) -> str:
        return _VARIABLE.sub(lambda name: params[name.group(1)], self.content)


@dataclass
class SmsConfig:
    """`callback_url` is the product's origin; empty means that no report is pushed.

    `report_after_seconds` (of the clock) reports every message by itself; None waits to be told.
    `report_retry_waits` are seconds of the clock, the cut-off real ones; how often the service
    repeats a report is not published. `balance` counts messages that are still paid for.
    """

    access_key_id: str
    access_key_secret: str
    sign_names: tuple[str, ...]
    templates: tuple[SmsTemplate, ...]
    callback_url: str = ""
    callback_path: str = "/hooks/sms/reports"
    balance: int = 1_000_000
    max_skew_seconds: float = 900.0
    report_after_seconds: float | None = None
    report_cut_off_seconds: float = 10.0
    report_retry_waits: tuple[float, ...] = (60.0, 300.0, 600.0)

    def template(self, code: str) -> SmsTemplate | None:
        return next((one for one in self.templates if one.code == code), None)
