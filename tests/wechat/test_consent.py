"""The ledger counts each accept once, whichever way it is told, and forgets none it can know of."""

import asyncio
from functools import partial
from itertools import permutations

import pytest

from mobile_api.shared.due.working import work_off
from tests.simulators import defaults
from tests.wechat.at_wechat import ACCEPTED, POSTED
from tests.wechat.fixtures import Bind
from wechat import consent, inbound
from wechat.inbound import Push
from wechat.models import ConsentBalance, WechatBinding

APP = defaults.MINI_PROGRAM_APP_ID


async def balance(binding: WechatBinding, template_id: str = POSTED) -> int:
    return (await consent.balances_of(binding))[template_id].balance


async def push(binding: WechatBinding, answer: str, *template_ids: str, second: int = 1) -> None:
    items = [
        {"TemplateId": one, "SubscribeStatusString": answer, "PopupScene": "0"}
        for one in template_ids
    ]
    await inbound.receive(
        APP,
        {
            "FromUserName": binding.openid,
            "CreateTime": second,
            "MsgType": "event",
            "Event": "subscribe_msg_popup_event",
            "List": items[0] if len(items) == 1 else items,
        },
    )
    await work_off(inbound.PUSHES, partial(inbound.handle, consent.HANDLERS))


async def test_an_accept_told_twice_counts_once(bind: Bind) -> None:
    binding = await bind()
    await push(binding, "accept", POSTED)
    await consent.report(binding, {POSTED: "accept"})
    assert await balance(binding) == 1


@pytest.mark.parametrize("order", list(permutations(("push", "report", "spend"))))
async def test_told_in_any_order_one_accept_is_one_message(
    bind: Bind, order: tuple[str, ...]
) -> None:
    binding = await bind()
    for step in order:
        if step == "push":
            await push(binding, "accept", POSTED)
        elif step == "report":
            await consent.report(binding, {POSTED: "accept"})
        else:
            await consent.spend_many(binding.app_id, [(binding.openid_hash, POSTED)])
    assert await balance(binding) == 0


async def test_accepts_add_up_even_when_one_way_is_lost(bind: Bind) -> None:
    binding = await bind()
    await push(binding, "accept", POSTED, second=1)
    await consent.report(binding, {POSTED: "accept"})
    await push(binding, "accept", POSTED, second=2)
    assert await balance(binding) == 2


async def test_several_templates_in_one_tap(bind: Bind) -> None:
    binding = await bind()
    await push(binding, "accept", POSTED, ACCEPTED)
    assert (await balance(binding), await balance(binding, ACCEPTED)) == (1, 1)


async def test_a_refusal_is_noted_and_an_accept_lifts_it(bind: Bind) -> None:
    binding = await bind()
    await push(binding, "reject", POSTED, second=1)
    assert (await ConsentBalance.get()).is_refused
    assert await balance(binding) == 0
    await push(binding, "accept", POSTED, second=2)
    assert not (await ConsentBalance.get()).is_refused


async def test_43101_starts_the_count_anew(bind: Bind) -> None:
    binding = await bind()
    await consent.report(binding, {POSTED: "accept", ACCEPTED: "accept"})
    await consent.use_up_many(binding.app_id, [(binding.openid_hash, POSTED)])
    assert (await balance(binding), await balance(binding, ACCEPTED)) == (0, 1)
    await consent.report(binding, {POSTED: "accept"})
    assert await balance(binding) == 1


async def test_counting_at_the_same_time_loses_nothing(bind: Bind) -> None:
    binding = await bind()
    await asyncio.gather(*(consent.report(binding, {POSTED: "accept"}) for _ in range(20)))
    assert await balance(binding) == 20


async def test_a_refusal_in_the_settings_is_a_push_of_its_own(bind: Bind) -> None:
    binding = await bind()
    body = {"List": {"TemplateId": POSTED, "SubscribeStatusString": "reject"}}
    (handler,) = consent.HANDLERS["subscribe_msg_change_event"]
    await handler(Push(APP, binding.openid, "subscribe_msg_change_event", body))
    assert (await ConsentBalance.get()).is_refused


@pytest.mark.parametrize(("first", "second"), [("accept", "reject"), ("reject", "accept")])
async def test_an_answer_that_came_late_undoes_no_later_one(
    bind: Bind, first: str, second: str
) -> None:
    """Red before: a push that was put off was worked off last, and so it won."""
    binding = await bind()
    await push(binding, second, POSTED, second=20)
    await push(binding, first, POSTED, second=10)
    assert (await ConsentBalance.get()).is_refused is (second == "reject")


async def test_a_late_refusal_does_not_undo_what_the_phone_said_since(bind: Bind) -> None:
    binding = await bind()
    await consent.report(binding, {POSTED: "accept"})
    await push(binding, "reject", POSTED, second=10)
    assert not (await ConsentBalance.get()).is_refused
