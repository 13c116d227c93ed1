"""What WeChat knows about people and must still know after a restart."""

import base64
import hashlib
from typing import Any, Literal

from pydantic import BaseModel, Field

TemplateStatus = Literal[
    "success", "failed:user block", "failed: system failed", "failed:freq limit"
]


class SentMessage(BaseModel):
    """A subscription message as it lies in the person's service notifications."""

    template_id: str
    event: str
    title: str
    page: str
    data: dict[str, str]
    labelled: list[tuple[str, str]]
    msgid: int
    at: str


class ChatMessage(BaseModel):
    """One line of the chat with an official account, or of its service notifications.

    `kind`: `said` by the person; `reply` to it; `customer` message; `template` or `subscription`
    message; `fault` is what WeChat shows when the account's server does not answer. `content` is
    the message as WeChat knows it; the other fields are those of a template.
    """

    kind: Literal["said", "reply", "customer", "template", "subscription", "fault"]
    content: dict[str, Any]
    at: str
    event: str = ""
    title: str = ""
    template_id: str = ""
    data: dict[str, str] = Field(default_factory=dict)
    labelled: list[tuple[str, str]] = Field(default_factory=list)
    msgid: int = 0
    opens: dict[str, str] = Field(default_factory=dict)


class Allowance(BaseModel):
    """Customer messages that an act of the person has opened: how many, and until when."""

    until: float
    left: int


class Person(BaseModel):
    """A user of one mini-program or official account.

    `balances`: template id -> one-time messages still allowed. `template_status` is what becomes
    of template messages to this person. The rest is about official accounts only.
    """

    app_id: str
    user: str
    openid: str
    phone: str
    session_key: str = ""
    session_key_at: float = 0
    visited_at: float = 0
    blocked: bool = False
    subscriptions_off: bool = False
    balances: dict[str, int] = Field(default_factory=dict)
    refused: set[str] = Field(default_factory=set)
    inbox: list[SentMessage] = Field(default_factory=list)
    template_status: TemplateStatus = "success"
    followed_at: float = 0
    scene: str = ""
    snapshot: bool = False
    allowances: list[Allowance] = Field(default_factory=list)
    chat: list[ChatMessage] = Field(default_factory=list)

    @property
    def follows(self) -> bool:
        return self.followed_at > 0


class WechatState(BaseModel):
    people: dict[str, Person] = Field(default_factory=dict)
    last_msgid: int = 3_000_000_000_000_000_000
    menus: dict[str, list[dict[str, Any]]] = Field(default_factory=dict)

    def person(self, app_id: str, user: str) -> Person:
        """The person behind a label; the openid differs per app id and never changes."""
        openid = "o" + _digest(app_id, user)[:27]
        if openid not in self.people:
            self.people[openid] = Person(
                app_id=app_id, user=user, openid=openid, phone=_phone(user)
            )
        return self.people[openid]

    def by_openid(self, app_id: str, openid: object) -> Person | None:
        person = self.people.get(openid) if isinstance(openid, str) else None
        return person if person and person.app_id == app_id else None

    def next_msgid(self) -> int:
        self.last_msgid += 1
        return self.last_msgid


def union_id(user: str) -> str:
    """The same for one person in all accounts of one owner."""
    return "o6" + _digest("open-platform", user)[:26]


def _digest(*parts: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256("/".join(parts).encode()).digest()).decode()


def _phone(user: str) -> str:
    number = int.from_bytes(hashlib.sha256(user.encode()).digest()[:6], "big") % 10**8
    return f"199{number:08d}"
