"""What an account owner sets in WeChat's console, and how the simulated platform behaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Template:
    """A subscription template: `keywords` maps a key such as `thing1` to the label people see.

    `choices` holds the allowed values of keys of type `enum`.
    """

    template_id: str
    event: str
    title: str
    keywords: Mapping[str, str]
    long_term: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class MiniProgram:
    """One app id with what its owner configured; `format` and `mode` shape the callbacks."""

    app_id: str
    secret: str
    original_id: str
    callback_token: str
    callback_aes_key: str
    templates: tuple[Template, ...] = ()
    released_pages: tuple[str, ...] = ()
    format: Literal["json", "xml"] = "json"
    mode: Literal["plain", "compatible", "safe"] = "safe"
    bound_to_open_platform: bool = False

    def template(self, template_id: str) -> Template | None:
        return next((one for one in self.templates if one.template_id == template_id), None)


@dataclass(frozen=True)
class Limit:
    """Calls per Beijing day and per minute; None is unlimited."""

    per_day: int | None = None
    per_minute: int | None = None


@dataclass
class WechatConfig:
    """`callback_url` is the product's origin; empty means that no callback is made.

    `quotas` overrides the limits of quotas.py by path. `cut_off_seconds` are real seconds, since
    they measure the product's work; `retry_waits` are seconds of the clock.
    """

    programs: tuple[MiniProgram, ...]
    callback_url: str = ""
    callback_path: str = "/hooks/wechat/mini-program"
    cut_off_seconds: float = 5.0
    retry_waits: tuple[float, ...] = (5.0, 5.0, 5.0)
    create_time_as_text: bool = False
    sent_events: bool = True
    reply_with_msgid: bool = True
    country_code_as_number: bool = False
    sending_seconds: float = 0.0
    ip_whitelist: frozenset[str] | None = None
    quotas: Mapping[str, Limit] = field(default_factory=dict)
    risky_words: tuple[str, ...] = ("赌博", "代开发票")
    review_words: tuple[str, ...] = ("兼职刷单",)
    session_key_days: float = 3.0

    def program(self, app_id: str) -> MiniProgram | None:
        return next((one for one in self.programs if one.app_id == app_id), None)
