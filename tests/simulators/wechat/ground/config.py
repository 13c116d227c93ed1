"""What an account owner sets in WeChat's console, and how the simulated platform behaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["plain", "compatible", "safe"]
Format = Literal["json", "xml"]


@dataclass(frozen=True)
class Template:
    """A message template: `keywords` maps a key such as `thing1` to the label people see.

    `choices` holds the allowed values of keys of type `enum`.
    """

    template_id: str
    event: str
    title: str
    keywords: Mapping[str, str]
    long_term: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """One app id with what its owner configured; `format` and `mode` shape the callbacks.

    `templates` are those of subscription messages. Accounts bound to the open platform have one
    owner here, so a person's unionid is the same in all of them.
    """

    app_id: str
    secret: str
    original_id: str
    callback_token: str
    callback_aes_key: str
    callback_path: str
    templates: tuple[Template, ...] = ()
    format: Format = "json"
    mode: Mode = "safe"
    bound_to_open_platform: bool = False

    def template(self, template_id: str) -> Template | None:
        return next((one for one in self.templates if one.template_id == template_id), None)


@dataclass(frozen=True)
class MiniProgram(Account):
    """`upload_domains`: where wx.uploadFile may send files, as `https://host[:port]`."""

    callback_path: str = "/hooks/wechat/mini-program"
    released_pages: tuple[str, ...] = ()
    upload_domains: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficialAccount(Account):
    """A service account (服务号).

    `message_templates` are those of template messages. `mini_programs` are the app ids bound to
    it. `web_domains` are the hosts of its pages, for web sign-in and for the JS-SDK.
    """

    callback_path: str = "/hooks/wechat/official-account"
    format: Format = "xml"
    message_templates: tuple[Template, ...] = ()
    mini_programs: tuple[str, ...] = ()
    web_domains: tuple[str, ...] = ()

    def message_template(self, template_id: str) -> Template | None:
        found = (one for one in self.message_templates if one.template_id == template_id)
        return next(found, None)


@dataclass(frozen=True)
class Limit:
    """Calls per Beijing day and per minute; None is unlimited."""

    per_day: int | None = None
    per_minute: int | None = None


@dataclass
class WechatConfig:
    """`callback_url` is the product's origin; empty means that no callback is made.

    `quotas` overrides the limits of quotas.py by path. `cut_off_seconds` are real seconds, since
    they measure the product's work; `retry_waits` and other seconds are of the clock.
    `template_messages_a_minute` to one person; WeChat does not publish its number.
    """

    programs: tuple[MiniProgram, ...]
    official_accounts: tuple[OfficialAccount, ...] = ()
    callback_url: str = ""
    cut_off_seconds: float = 5.0
    retry_waits: tuple[float, ...] = (5.0, 5.0, 5.0)
    create_time_as_text: bool = False
    sent_events: bool = True
    reply_with_msgid: bool = True
    country_code_as_number: bool = False
    sending_seconds: float = 0.0
    template_message_seconds: float = 0.0
    template_messages_a_minute: int | None = None
    banned_templates: frozenset[str] = frozenset()
    media_check_seconds: float = 0.0
    media_check_version: Literal[1, 2] = 2
    risky_pictures: tuple[bytes, ...] = (b"RISKY",)
    review_pictures: tuple[bytes, ...] = (b"REVIEW",)
    ip_whitelist: frozenset[str] | None = None
    quotas: Mapping[str, Limit] = field(default_factory=dict)
    risky_words: tuple[str, ...] = ("赌博", "代开发票")
    review_words: tuple[str, ...] = ("兼职刷单",)
    session_key_days: float = 3.0

    def program(self, app_id: str) -> MiniProgram | None:
        return next((one for one in self.programs if one.app_id == app_id), None)

    def official_account(self, app_id: str) -> OfficialAccount | None:
        return next((one for one in self.official_accounts if one.app_id == app_id), None)

    def account(self, app_id: str) -> Account | None:
        return self.program(app_id) or self.official_account(app_id)
