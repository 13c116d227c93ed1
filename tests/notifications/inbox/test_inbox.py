"""A person reads their own messages, page by page, and sees why WeChat stayed silent."""

from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest

from mobile_api.shared import clock
from notifications.models import ChannelName, Delivery
from notifications.sending.lane import Channels
from tests.notifications.telling import send_due, tell_posted
from tests.stack import Stack
from tests.wechat.fixtures import signed_in_as


class Inbox:
    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http, self.url = http, url

    async def read(self, person_id: UUID, **query: Any) -> dict[str, Any]:
        headers = signed_in_as(person_id)
        async with self.http.get(self.url, params=query, headers=headers) as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def mark(self, person_id: UUID, message_id: object) -> int:
        url = f"{self.url}/{message_id}/read"
        async with self.http.post(url, headers=signed_in_as(person_id)) as response:
            return response.status


@pytest.fixture
async def inbox(stack: Stack, database: None, http: aiohttp.ClientSession) -> Inbox:
    return Inbox(http, stack.api + "/api/v1/me/messages")


async def test_a_message_says_what_and_why_not_by_wechat(inbox: Inbox, channels: Channels) -> None:
    person_id = uuid4()
    await tell_posted(person_id)
    await send_due(channels)
    (message,) = (await inbox.read(person_id))["entries"]
    assert message["title"] == "证照已寄出"
    assert message["subject"] == "case:1"
    assert not message["is_read"]
    (other,) = message["other_channels"]
    assert (other["channel"], other["state"]) == ("mini_program", "fallen_back")
    assert "没有绑定微信" in other["explanation"]


async def test_pages_show_each_message_once_newest_first(inbox: Inbox) -> None:
    person_id, keys = uuid4(), [str(number) for number in range(25)]
    for key in keys:
        await tell_posted(person_id, key=key, subject=f"case:{key}")
    await Delivery.all().update(created_at=clock.now())
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await inbox.read(person_id, limit=7, cursor=cursor)
        seen += [message["subject"] for message in page["entries"]]
        assert page["unread"] == 25
        cursor = page["next_cursor"]
    assert seen == [f"case:{key}" for key in reversed(keys)]


async def test_reading_is_noted_once_and_only_by_its_owner(inbox: Inbox) -> None:
    person_id = uuid4()
    await tell_posted(person_id)
    row = await Delivery.get(channel=ChannelName.in_app)
    assert await inbox.mark(uuid4(), row.id) == 404
    assert [await inbox.mark(person_id, row.id) for _ in range(2)] == [204, 204]
    page = await inbox.read(person_id)
    assert page["entries"][0]["is_read"] and page["unread"] == 0
    by_wechat = await Delivery.get(channel=ChannelName.mini_program)
    assert await inbox.mark(person_id, by_wechat.id) == 404
    assert await inbox.mark(person_id, "not-an-id") == 404


async def test_an_inbox_shows_nothing_of_others(inbox: Inbox) -> None:
    await tell_posted(uuid4())
    assert await inbox.read(uuid4()) == {"entries": [], "unread": 0, "next_cursor": None}


async def test_a_made_up_cursor_is_refused(inbox: Inbox) -> None:
    for query in ({"cursor": "made-up"}, {"limit": "0"}, {"limit": "101"}, {"unknown": "1"}):
        headers = signed_in_as(uuid4())
        async with inbox.http.get(inbox.url, params=query, headers=headers) as response:
            assert response.status == 422
    async with inbox.http.get(inbox.url) as response:
        assert response.status == 401
