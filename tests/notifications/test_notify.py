"""Telling is part of the transaction that caused it, happens once, and never blocks a case."""

import asyncio
from uuid import uuid4

import pytest

from mobile_api.shared.database import fetch, in_transaction
from notifications.inbox.queries import deliveries_of
from notifications.models import ChannelName, Delivery, DeliveryState
from notifications.service import DataMissing, notify
from notifications.words import reasons
from tests.committed import committed
from tests.notifications.telling import POSTED, by_wechat, tell_posted, telling_posted


class Undone(Exception):
    pass


async def test_the_inbox_has_it_at_once_and_wechat_is_due(database: None) -> None:
    person_id = uuid4()
    await tell_posted(person_id)
    inbox, wechat = await deliveries_of("case:1")
    assert (inbox.channel, inbox.state) == (ChannelName.in_app, DeliveryState.delivered)
    assert (wechat.channel, wechat.state) == (ChannelName.mini_program, DeliveryState.pending)
    row = await Delivery.get(channel=ChannelName.in_app)
    assert row.content["title"] == "证照已寄出"
    assert POSTED["waybill_number"] in row.content["text"]


async def test_what_is_rolled_back_is_not_told(database: None) -> None:
    with pytest.raises(Undone):
        async with in_transaction():
            await telling_posted(uuid4())
            raise Undone
    assert await Delivery.all().count() == 0


async def test_told_again_changes_nothing(database: None) -> None:
    person_id = uuid4()
    await asyncio.gather(*(tell_posted(person_id) for _ in range(10)))
    assert await Delivery.all().count() == 2
    await tell_posted(person_id, key="another")
    await tell_posted(uuid4())
    assert await Delivery.all().count() == 6


async def test_telling_again_does_not_undo_the_transaction(database: None) -> None:
    person_id = uuid4()
    async with in_transaction():
        await telling_posted(person_id)
        await telling_posted(person_id)
    assert await Delivery.all().count() == 2


@pytest.mark.parametrize("name", sorted(POSTED))
async def test_missing_data_is_noticed_where_it_is_forgotten(database: None, name: str) -> None:
    data = {key: value for key, value in POSTED.items() if key != name}
    with pytest.raises(DataMissing, match=name):
        await committed(notify(uuid4(), "posted", data, subject="case:1", dedupe_key="1"))
    assert await Delivery.all().count() == 0


async def test_an_unknown_event_is_a_mistake(database: None) -> None:
    with pytest.raises(KeyError):
        await committed(notify(uuid4(), "lost", POSTED, subject="case:1", dedupe_key="1"))


async def test_what_wechat_would_refuse_still_reaches_the_inbox(database: None) -> None:
    data = POSTED | {"waybill_number": "邮件号未知"}
    await committed(notify(uuid4(), "posted", data, subject="case:1", dedupe_key="1"))
    row = await by_wechat()
    assert (row.state, row.reason, row.due_at) == (DeliveryState.failed, reasons.DOES_NOT_FIT, None)
    assert await Delivery.filter(channel=ChannelName.in_app).count() == 1


async def test_an_event_without_a_wechat_template_is_told_in_the_inbox(database: None) -> None:
    await committed(notify(uuid4(), "submitted", POSTED, subject="case:1", dedupe_key="1"))
    assert (await Delivery.get()).channel == ChannelName.in_app


async def test_the_words_are_sealed_in_the_database(database: None) -> None:
    await tell_posted(uuid4())
    for row in await fetch("SELECT delivery::text AS told FROM delivery"):
        for hidden in ("居住证", POSTED["waybill_number"]):
            assert hidden not in row["told"]
            assert hidden.encode().hex() not in row["told"]


async def test_one_person_sees_only_their_own(database: None) -> None:
    person_id = uuid4()
    await tell_posted(person_id)
    await tell_posted(uuid4())
    assert len(await deliveries_of("case:1")) == 4
    assert len(await deliveries_of("case:1", person_id=person_id)) == 2
    assert await deliveries_of("case:2") == []
