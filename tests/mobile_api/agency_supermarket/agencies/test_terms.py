"""Certificates and sanctions end by themselves, on the day that was told."""

from datetime import datetime, time, timedelta
from typing import Any

import httpx

from mobile_api.agency_supermarket.agencies.models import Agency, Qualification, Sanction
from mobile_api.shared import clock
from mobile_api.shared.clock import BEIJING
from mobile_api.shared.history.room import MOST_A_DAY
from tests.mobile_api.agency_supermarket.market import APPRAISAL, Applicant, Desk, listed, service
from tests.stack import Stack


def at(day: Any, hour: int = 0, minute: int = 5) -> datetime:
    """A time of day in China."""
    return datetime.combine(day, time(hour, minute), BEIJING)


async def test_a_certificate_that_ends_closes_what_it_covers_at_midnight(
    stack: Stack, client: httpx.AsyncClient, applicant: Applicant, desk: Desk
) -> None:
    last = clock.today() + timedelta(days=40)
    ending = await applicant.certificate(valid_until=str(last))
    agency_id = await applicant.apply(qualifications=[ending])
    await desk.done(agency_id, "list")
    for days in (30, 7):
        with clock.standing_at(at(last - timedelta(days=days))):
            await stack.settle()
            await stack.settle()
    with clock.standing_at(at(last, 23, 59)):
        assert await listed(client) == ["示范物流有限公司"]
    with clock.standing_at(at(last + timedelta(days=1), 0, 0)):
        # No worker has run yet.
        assert await listed(client) == []
        await stack.settle()
        profile = (await client.get(f"/api/v1/market/agencies/{agency_id}")).json()
    assert not profile["services"][0]["is_open"]
    assert profile["qualifications"][0]["standing"] == "expired"
    assert profile["history"][-1]["text"].endswith("要求这项资质的服务暂停承接。")
    told = await applicant.told()
    assert (told.count("资质即将到期"), told.count("资质已到期")) == (2, 1)
    assert (await Qualification.get()).due_at is None


async def test_a_renewed_certificate_takes_over_without_a_gap(
    stack: Stack, client: httpx.AsyncClient, applicant: Applicant, desk: Desk
) -> None:
    last = clock.today() + timedelta(days=3)
    ending = await applicant.certificate(valid_until=str(last))
    agency_id = await applicant.apply(qualifications=[ending])
    await desk.done(agency_id, "list")
    begins = {"valid_from": str(last + timedelta(days=1)), "number": "ZC-2030-1"}
    renewed = await applicant.certificate() | begins
    assert (await applicant.call("POST", "/qualifications", renewed)).is_success
    seen = await desk.ok("GET", f"/staff/v1/market/agencies/{agency_id}")
    waiting = {one["number"]: one for one in seen["qualifications"]}["ZC-2030-1"]
    assert waiting["standing"] == "unverified"
    public = (await client.get(f"/api/v1/market/agencies/{agency_id}")).json()
    assert [one["number"] for one in public["qualifications"]] == ["ZC-2024-0017"]
    await desk.done(agency_id, f"qualifications/{waiting['id']}/verify")
    assert await listed(client) == ["示范物流有限公司"]
    with clock.standing_at(at(last + timedelta(days=1))):
        await stack.settle()
        assert await listed(client) == ["示范物流有限公司"]


async def test_a_renewal_that_is_not_right_costs_nothing(
    client: httpx.AsyncClient, applicant: Applicant, agency: str, desk: Desk
) -> None:
    renewed = await applicant.certificate(number="ZC-2030-2")
    for _ in range(2):
        assert (await applicant.call("POST", "/qualifications", renewed)).is_success
    waiting = await Qualification.get(verified_at=None)
    assert waiting.kind == APPRAISAL
    path = f"qualifications/{waiting.id}/refuse"
    await desk.done(agency, path, {"reason": "编号与公示的不一致。"})
    assert (await desk.act(agency, path, {"reason": "编号不一致"})).status_code == 404
    assert await listed(client) == ["示范物流有限公司"]
    assert "证书核验结果" in await applicant.told()


async def test_new_prices_are_covered_at_once(
    client: httpx.AsyncClient, applicant: Applicant, agency: str
) -> None:
    one = {"service_type": APPRAISAL, "price_from_fen": 1, "price_to_fen": 99}
    body = {"services": [one | {"price_unit": "次", "promised_days": 1}]}
    assert (await applicant.call("PUT", "/services", body)).is_success
    found = (await client.get(f"/api/v1/market/agencies/{agency}")).json()
    assert (found["services"][0]["price"], found["services"][0]["is_open"]) == (
        "0.01元至0.99元/次",
        True,
    )
    assert found["history"][-1]["text"] == "更新了服务事项和收费标准。"


async def test_no_history_of_an_agency_grows_without_end(applicant: Applicant, agency: str) -> None:
    body = {"services": [service()]}
    answers = [(await applicant.call("PUT", "/services", body)).status_code for _ in range(30)]
    # The application was an act as well.
    assert answers == [200] * (MOST_A_DAY - 1) + [429]
    assert (await applicant.call("POST", "/leave", {"reason": "业务调整"})).is_success


async def test_a_suspension_bars_and_is_over_by_itself(
    stack: Stack, client: httpx.AsyncClient, applicant: Applicant, agency: str, desk: Desk
) -> None:
    last = clock.today() + timedelta(days=10)
    await desk.order(agency, "suspension", last)
    assert await listed(client) == []
    shown = (await client.get(f"/api/v1/market/agencies/{agency}")).json()
    assert (shown["status_name"], shown["sanctions"][0]["last_day"]) == ("暂停承接业务", str(last))
    with clock.standing_at(at(last, 23, 59)):
        await stack.settle()
        assert await listed(client) == []
    with clock.standing_at(at(last + timedelta(days=1))):
        await stack.settle()
        assert await listed(client) == ["示范物流有限公司"]
    assert {"中介超市处理通知", "处理期满"} <= set(await applicant.told())


async def test_the_blacklist_lasts_as_long_as_the_rule_says(
    stack: Stack, client: httpx.AsyncClient, agency: str, desk: Desk
) -> None:
    chosen = await desk.act(
        agency,
        "sanctions",
        {"kind": "blacklisting", "reason": "提供虚假报告", "last_day": str(clock.today())},
    )
    assert chosen.json()["errors"][0]["code"] == "by_rule"
    await desk.order(agency, "suspension", clock.today() + timedelta(days=10))
    await desk.order(agency, "blacklisting")
    with clock.standing_at(at(clock.today() + timedelta(days=364))):
        await stack.settle()
        assert (await Agency.get(id=agency)).status == "blacklisted"
    with clock.standing_at(at(clock.today() + timedelta(days=366))):
        await stack.settle()
        assert (await Agency.get(id=agency)).status == "left"
        assert await listed(client) == []


async def test_an_objection_that_is_right_lifts_it(
    client: httpx.AsyncClient, applicant: Applicant, agency: str, desk: Desk, supervisor: Desk
) -> None:
    sanction = await desk.order(agency, "suspension", clock.today() + timedelta(days=10))
    answer = {"upheld": True, "answer": "经核实,报告无误。"}
    early = await supervisor.act(agency, f"sanctions/{sanction}/answer", answer)
    assert early.json()["code"] == "objection_answered"
    objection = {"text": "报告没有问题,请核实。"}
    for _ in range(2):
        assert (await applicant.call("POST", f"/sanctions/{sanction}/object", objection)).is_success
    own = await desk.act(agency, f"sanctions/{sanction}/answer", answer)
    assert own.json()["code"] == "own_sanction"
    await supervisor.done(agency, f"sanctions/{sanction}/answer", answer)
    assert await listed(client) == ["示范物流有限公司"]
    again = await supervisor.act(agency, f"sanctions/{sanction}/answer", answer)
    assert again.status_code == 409
    shown = (await applicant.see())["sanctions"][0]
    assert (shown["is_lifted"], shown["objected"]) == (True, True)


async def test_an_objection_after_its_day_is_too_late(
    applicant: Applicant, agency: str, desk: Desk
) -> None:
    sanction = await desk.order(agency, "warning", clock.today() + timedelta(days=60))
    await Sanction.filter(id=sanction).update(object_by=clock.today() - timedelta(days=1))
    path = f"/sanctions/{sanction}/object"
    answer = await applicant.call("POST", path, {"text": "我们不同意。"})
    assert answer.json()["code"] == "objection_too_late"


async def test_a_warning_bars_nobody_and_the_days_are_checked(
    client: httpx.AsyncClient, agency: str, desk: Desk
) -> None:
    for day in (clock.today(), clock.today() + timedelta(days=366)):
        body = {"kind": "warning", "reason": "答复不及时", "last_day": str(day)}
        answer = await desk.act(agency, "sanctions", body)
        assert answer.json()["errors"][0]["code"] == "last_day_out_of_range"
    await desk.order(agency, "warning", clock.today() + timedelta(days=1))
    assert await listed(client) == ["示范物流有限公司"]
