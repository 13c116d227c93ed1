"""What WeChat knows about people and must still know after a restart."""

import base64
import hashlib

from pydantic import BaseModel, Field


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


class Person(BaseModel):
    """A user of one mini-program. `balances`: template id -> one-time messages still allowed."""

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


class WechatState(BaseModel):
    people: dict[str, Person] = Field(default_factory=dict)
    last_msgid: int = 3_000_000_000_000_000_000

    def person(self, app_id: str, user: str) -> Person:
        """The person behind a label; the openid differs per mini-program and never changes."""
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
    """The same for one person in all mini-programs of one owner."""
    return "o6" + _digest("open-platform", user)[:26]


def _digest(*parts: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256("/".join(parts).encode()).digest()).decode()


def _phone(user: str) -> str:
    number = int.from_bytes(hashlib.sha256(user.encode()).digest()[:6], "big") % 10**8
    return f"199{number:08d}"
