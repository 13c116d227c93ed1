"""A person chooses how to be told; the inbox stays, and every choice holds at the next message."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from mobile_api.shared.ids import new_id
from notifications.models import ChannelName, Delivery, DeliveryState
from tests.notifications.telling import chain_of, tell_correction, tell_posted
from tests.stack import Stack
from tests.wechat.fixtures import signed_in_as

PATH = "/api/v1/me/notification-preferences"
FIRST, SECOND, THIRD = list(ChannelName)[1:4]


class Person:
    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http, self.id = http, new_id()

    async def call(self, method: str, path: str = PATH, body: Any = None) -> httpx.Response:
        return await self.http.request(method, path, json=body, headers=signed_in_as(self.id))

    async def choose(self, *choices: dict[str, Any], **more: Any) -> dict[str, Any]:
        response = await self.call("PUT", body={"choices": list(choices), **more})
        assert response.status_code == 200, response.text
        return dict(response.json())


@pytest.fixture
async def person(stack: Stack) -> AsyncIterator[Person]:
    async with httpx.AsyncClient(base_url=stack.api, timeout=20, trust_env=False) as http:
        yield Person(http)


def off(channel: str, event: str | None = None) -> dict[str, Any]:
    return {"channel": channel, "event": event, "is_on": False}


async def test_whoever_never_chose_gets_everything(person: Person, stack: Stack) -> None:
    shown = (await person.call("GET")).json()
    assert shown["quiet_hours"] == stack.settings.quiet_hours
    assert not shown["has_own_quiet_hours"]
    assert all(one["is_on"] for one in shown["channels"])
    inbox = shown["channels"][0]
    assert (inbox["title"], inbox["can_be_turned_off"]) == ("站内消息", False)
    assert "依法告知" in inbox["explanation"]
    events = {one["event"]: one for one in shown["events"]}
    assert [one["title"] for one in events["declined"]["channels"]][-1] == "短信"
    assert "submitted" not in events


async def test_a_channel_that_is_off_is_passed_over(person: Person) -> None:
    shown = await person.choose(off("mini_program"), off("official_subscription", "posted"))
    assert [one["is_on"] for one in shown["channels"]] == [True, False, True, True, True]
    await tell_posted(person.id)
    await tell_correction(person.id)
    assert [name for name, _, _ in await chain_of(person.id, "posted")] == [THIRD]
    told = [name for name, _, _ in await chain_of(person.id, "correction")]
    assert told == [SECOND, THIRD, ChannelName.sms]


async def test_an_exception_goes_before_its_channel(person: Person) -> None:
    await person.choose(
        off("mini_program"), {"channel": "mini_program", "event": "posted", "is_on": True}
    )
    await tell_posted(person.id)
    assert (await chain_of(person.id, "posted"))[0][0] == FIRST


async def test_everything_off_leaves_the_inbox(person: Person) -> None:
    await person.choose(*(off(one.value) for one in list(ChannelName)[1:]))
    await tell_correction(person.id)
    row = await Delivery.get(person_id=person.id)
    assert (row.channel, row.state) == (ChannelName.in_app, DeliveryState.delivered)
    (message,) = (await person.call("GET", "/api/v1/me/messages")).json()["entries"]
    assert message["told"] == "本条只有站内消息。"


async def test_quiet_hours_are_ones_own_until_given_back(person: Person, stack: Stack) -> None:
    shown = await person.choose(quiet_hours="23:30-06:00")
    assert (shown["quiet_hours"], shown["has_own_quiet_hours"]) == ("23:30-06:00", True)
    shown = await person.choose(quiet_hours="")
    assert (shown["quiet_hours"], shown["has_own_quiet_hours"]) == ("", True)
    shown = await person.choose(quiet_hours=None)
    assert shown["quiet_hours"] == stack.settings.quiet_hours
    assert (await person.call("GET")).json() == shown


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({"choices": [off("in_app")]}, "/choices/0/is_on", "cannot_be_turned_off"),
        ({"choices": [off("in_app", "declined")]}, "/choices/0/is_on", "cannot_be_turned_off"),
        ({"choices": [off("sms"), off("sms", "posted")]}, "/choices/1/event", "not_told_so"),
        ({"choices": [off("sms", "nothing")]}, "/choices/0/event", "not_told_so"),
        ({"choices": [off("fax")]}, "/choices/0/channel", "enum"),
        ({"quiet_hours": "25:00-07:00"}, "/quiet_hours", "string_pattern_mismatch"),
        ({"quiet_hours": "22:00-07:00\n"}, "", ""),
        ({"colour": "red"}, "/colour", "extra_forbidden"),
    ],
)
async def test_what_cannot_be_chosen(
    person: Person, body: dict[str, Any], path: str, code: str
) -> None:
    response = await person.call("PUT", body=body)
    if not path:
        assert response.is_success
        return
    assert response.status_code == 422
    (fault,) = response.json()["errors"]
    assert (fault["path"], fault["code"]) == (path, code)
    assert (await person.call("GET")).json()["channels"][0]["is_on"]


async def test_two_choices_at_once_leave_one_of_them(person: Person) -> None:
    both = [person.choose(off(one)) for one in ("sms", "mini_program") for _ in range(5)]
    shown = [one["channels"] for one in await asyncio.gather(*both)]
    assert (await person.call("GET")).json()["channels"] in shown


async def test_nobody_else_sees_or_changes_them(person: Person) -> None:
    await person.choose(off("sms"))
    mine, person.id = person.id, new_id()
    assert all(one["is_on"] for one in (await person.call("GET")).json()["channels"])
    await person.choose(off("mini_program"))
    person.id = mine
    channels = (await person.call("GET")).json()["channels"]
    assert [one["channel"] for one in channels if not one["is_on"]] == ["sms"]
    assert (await person.http.get(PATH)).status_code == 401


async def subject_ids(person: Person) -> list[tuple[str, UUID, bool]]:
    entries = (await person.call("GET", "/api/v1/me/messages")).json()["entries"]
    return [(one["subject"], UUID(one["id"]), one["is_read"]) for one in entries]


async def test_all_read_up_to_what_was_seen(person: Person) -> None:
    for number in range(3):
        await tell_posted(person.id, key=str(number), subject=f"case:{number}")
    (_, newest, _), *_ = await subject_ids(person)
    await tell_posted(person.id, key="later", subject="case:later")
    body = {"newest_id": str(newest)}
    for _ in range(2):
        response = await person.call("POST", "/api/v1/me/messages/read-all", body)
        assert response.status_code == 204
    read = {subject: is_read for subject, _, is_read in await subject_ids(person)}
    assert read == {"case:later": False, "case:2": True, "case:1": True, "case:0": True}
    person.id = new_id()
    response = await person.call("POST", "/api/v1/me/messages/read-all", body)
    assert response.status_code == 404


async def test_the_inbox_says_by_which_way_it_was_told(person: Person, stack: Stack) -> None:
    await tell_posted(person.id)
    await stack.settle()
    (message,) = (await person.call("GET", "/api/v1/me/messages")).json()["entries"]
    assert message["told"] == "本条只有站内消息。"
    ways = message["other_channels"]
    assert [one["channel_title"] for one in ways] == [
        "小程序订阅消息",
        "公众号订阅通知",
        "公众号模板消息",
    ]
    assert {one["state_title"] for one in ways} == {"未发送"}
    assert all(one["explanation"].endswith("。") for one in ways)
    await Delivery.filter(channel=SECOND).update(state=DeliveryState.delivered)
    (message,) = (await person.call("GET", "/api/v1/me/messages")).json()["entries"]
    assert message["told"] == "已通过公众号订阅通知送达。"
