"""The days that an owner holds a result before returning it are not the agency's delay."""

from datetime import date, timedelta

from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import DayKind, TimeLimit, calendar_between
from mobile_api.shared.process.parts import SETTINGS
from tests.actors import photo
from tests.mobile_api.agency_supermarket.contracting import Deal, on_the_day

FAULTS = {"faults": ["缺少评估师签名"]}


async def after(deal: Deal, day: date, count: int) -> date:
    """So many working days after a day."""
    region = SETTINGS.of(deal.stack.app).region_code
    calendar = await calendar_between(region, day, day + timedelta(days=60 + count * 2))
    return calendar.due(day, TimeLimit(count, DayKind.working_day)).on


async def delivered_on(deal: Deal, day: date) -> None:
    scan = {"files": [await deal.agency.upload(photo(77))]}
    with on_the_day(day):
        await deal.agency.sign_in()
        await deal.done(deal.agency, "deliver", scan)


async def returned_on(deal: Deal, day: date) -> date:
    """The last day then."""
    with on_the_day(day):
        await deal.owner.sign_in()
        seen = await deal.done(deal.owner, "return", FAULTS)
    assert seen["last_day"] in seen["history"][-1]["text"]
    return date.fromisoformat(seen["last_day"])


def least_days(deal: Deal) -> int:
    return RULES.of(deal.stack.app).mending.on(clock.today()).amount


async def test_on_time_and_returned_long_after_is_still_on_time(deal: Deal) -> None:
    last = date.fromisoformat((await deal.sign())["last_day"])
    await delivered_on(deal, last)
    held = 8
    back = await after(deal, last, held)
    again = await returned_on(deal, back)
    assert again == await after(deal, back, least_days(deal))
    await delivered_on(deal, again)
    with on_the_day(again):
        await deal.owner.sign_in()
        assert (await deal.done(deal.owner, "accept"))["days_late"] == 0


async def test_one_delivered_early_keeps_the_days_it_had(deal: Deal) -> None:
    last = date.fromisoformat(
        (await deal.sign(last_day=str(clock.today() + timedelta(days=90))))["last_day"]
    )
    await delivered_on(deal, clock.today())
    back = await after(deal, clock.today(), 6)
    assert await returned_on(deal, back) == await after(deal, last, 6)


async def test_what_was_late_stays_late(deal: Deal) -> None:
    last = await after(deal, clock.today(), 10)
    await deal.sign(last_day=str(last))
    late = await after(deal, last, 3)
    await delivered_on(deal, late)
    back = await after(deal, late, 4)
    again = await returned_on(deal, back)
    assert again == await after(deal, last, 4 + least_days(deal))
    redelivered = await after(deal, again, 3)
    await delivered_on(deal, redelivered)
    with on_the_day(redelivered):
        await deal.owner.sign_in()
        assert (await deal.done(deal.owner, "accept"))["days_late"] == 3


async def test_an_extension_is_asked_for_while_it_is_mended(deal: Deal) -> None:
    last = date.fromisoformat((await deal.sign())["last_day"])
    await delivered_on(deal, last)
    again = await returned_on(deal, last)
    day = again + timedelta(days=1)
    ask = {"reason": "须重新勘查现场"}
    with on_the_day(day):
        await deal.agency.sign_in()
        assert "ask_extension" in (await deal.see(deal.agency))["can"]
        early = ask | {"last_day": str(day)}
        assert (await deal.act(deal.agency, "extension", early)).status_code == 422
        asked = await deal.done(
            deal.agency, "extension", ask | {"last_day": str(day + timedelta(days=7))}
        )
        assert asked["waits_for"] == "owner"
