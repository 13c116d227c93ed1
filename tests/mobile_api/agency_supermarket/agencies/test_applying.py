"""入驻: filled in on a bad network, sent off whole, returned with one list, listed."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mobile_api.agency_supermarket.agencies.models import Agency, Qualification
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from tests.actors import Citizen, Colleague, photo
from tests.mobile_api.agency_supermarket.market import (
    OWN,
    Applicant,
    Desk,
    fault_codes,
    listed,
    service,
)
from tests.mobile_api.enterprises.people import Member, Office
from tests.stack import Stack
from uploads.models import FileState, StoredFile


async def test_from_an_application_to_the_list(
    client: httpx.AsyncClient, applicant: Applicant, desk: Desk
) -> None:
    agency_id = await applicant.apply()
    seen = await applicant.see()
    assert (seen["status"], seen["can"]) == ("applied", ["leave"])
    assert seen["answer_by"] > str(clock.today())
    assert await listed(client) == []
    assert (await client.get(f"/api/v1/market/agencies/{agency_id}")).status_code == 404
    moved = await desk.done(agency_id, "list")
    assert moved["services"][0]["is_open"]
    assert await listed(client) == ["示范物流有限公司"]
    profile = (await client.get(f"/api/v1/market/agencies/{agency_id}")).json()
    assert profile["services"][0]["price"] == "3000元至8000元/份"
    assert profile["qualifications"][0]["standing"] == "valid"
    assert [fact["text"] for fact in profile["history"]] == [
        "提交了入驻申请。",
        "审核通过,已入驻中介超市。",
    ]
    trades = (await client.get("/api/v1/market/services")).json()["trades"]
    counts = {one["key"]: one for trade in trades for one in trade["service_types"]}
    assert counts["asset-appraisal"]["agencies"] == 1
    assert counts["asset-appraisal"]["is_scarce"]


async def test_what_is_lacking_is_said_before_it_is_sent(applicant: Applicant, desk: Desk) -> None:
    lacking = (await applicant.fill(qualifications=[]))["lacking"]
    assert [one["path"] for one in lacking] == ["/services/0"]
    refused = await applicant.call("POST", "/apply")
    assert [one["message"] for one in refused.json()["errors"]] == [lacking[0]["reason"]]
    assert (await applicant.fill())["lacking"] == []
    agency_id = await applicant.apply()
    assert (await desk.done(agency_id, "list"))["lacking"] == []


async def test_every_fault_of_an_application_at_once(applicant: Applicant) -> None:
    body = await applicant.application(
        service("nothing-such"),
        service(promised_days=20),
        qualifications=[await applicant.certificate("driving-licence")],
    )
    answer = await applicant.call("PUT", "", body)
    assert answer.status_code == 422
    assert fault_codes(answer) == {
        "/services/0/service_type": "unknown",
        "/services/1/promised_days": "too_slow",
        "/qualifications/0/kind": "unknown",
    }


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"services": [service(price_from_fen=0)]}, "/services/0/price_from_fen"),
        ({"services": [service(price_from_fen=12.5)]}, "/services/0/price_from_fen"),
        ({"services": [service(price_to_fen=1)]}, "/services/0"),
        ({"services": [service(), service()]}, "/services"),
        ({"services": []}, "/services"),
        ({"phone": "12345"}, "/phone"),
        ({"practitioners": 0}, "/practitioners"),
        ({"introduction": "\u200b\u200b"}, "/introduction"),
    ],
)
async def test_what_is_no_application(
    applicant: Applicant, change: dict[str, Any], path: str
) -> None:
    body = await applicant.application(qualifications=[]) | change
    answer = await applicant.call("PUT", "", body)
    assert (answer.status_code, list(fault_codes(answer))) == (422, [path])


@pytest.mark.parametrize(
    ("name", "day"), [("valid_until", "9999-12-31"), ("valid_from", "0001-01-02")]
)
async def test_what_is_no_term(applicant: Applicant, name: str, day: str) -> None:
    """The days after and before it, of which the agency is told, are in no calendar."""
    wrong = await applicant.certificate() | {name: day}
    body = await applicant.application(qualifications=[wrong])
    answer = await applicant.call("PUT", "", body)
    assert list(fault_codes(answer)) == [f"/qualifications/0/{name}"]


async def test_what_is_missing_is_told_when_it_is_sent_off(applicant: Applicant) -> None:
    over = await applicant.certificate(valid_until=str(clock.today() - timedelta(days=1)))
    await applicant.fill(services=[service(), service("fire-test")], qualifications=[over])
    answer = await applicant.call("POST", "/apply")
    assert answer.status_code == 422
    assert fault_codes(answer) == {
        "/services/1": "qualification_missing",
        "/qualifications/asset-appraisal": "expired",
    }
    assert (await applicant.see())["status"] == "draft"


async def test_returned_once_with_everything_and_mended(applicant: Applicant, desk: Desk) -> None:
    agency_id = await applicant.apply()
    faults = [
        {"path": "/qualifications/0/file_id", "reason": "证书照片看不清,请重新拍摄。"},
        {"path": "/introduction", "reason": "请写明成立时间。"},
    ]
    await desk.done(agency_id, "return", {"faults": faults})
    seen = await applicant.see()
    assert seen["faults"] == faults
    await applicant.apply(introduction="成立于2010年3月。")
    assert (await applicant.see())["faults"] == []
    assert (await desk.act(agency_id, "list")).is_success
    assert {"入驻申请需要修改", "入驻审核通过"} <= set(await applicant.told())


async def test_filling_it_again_lets_the_old_scan_go(stack: Stack, applicant: Applicant) -> None:
    await applicant.fill()
    old = (await Qualification.get()).file_id
    same = await applicant.application()
    for _ in range(2):
        assert (await applicant.call("PUT", "", same)).is_success
    assert (await StoredFile.get(id=old)).expires_at is None
    other = await applicant.certificate("accounting-firm")
    await applicant.fill(services=[service("annual-audit")], qualifications=[other])
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        await stack.settle()
    assert await StoredFile.filter(id=old, state=FileState.clean).count() == 0


async def test_colleagues_who_begin_at_once_begin_one_agency(applicant: Applicant) -> None:
    body = await applicant.application()
    answers = await asyncio.gather(*(applicant.call("PUT", "", body) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert await Agency.all().count() == 1


async def test_two_reviewers_at_once(applicant: Applicant, desk: Desk) -> None:
    agency_id = await applicant.apply()
    both = await asyncio.gather(
        desk.act(agency_id, "list"),
        desk.act(agency_id, "return", {"faults": [{"path": "/phone", "reason": "打不通"}]}),
    )
    assert sorted(answer.status_code for answer in both) == [200, 409]


async def test_who_has_no_business_there(
    stack: Stack,
    client: httpx.AsyncClient,
    citizen: Citizen,
    colleague: Colleague,
    applicant: Applicant,
    office: Office,
    clerk: Member,
) -> None:
    agency_id = await applicant.apply()
    body = await applicant.application(qualifications=[])
    alone = await citizen.call("PUT", OWN, body)
    assert (alone.status_code, alone.json()["code"]) == (403, "not_for_market")
    await office.appoint(clerk, item_keys=["seal"])
    clerk.acting_for = office.id
    named_only = await clerk.call("GET", OWN)
    assert (named_only.status_code, named_only.json()["code"]) == (403, "not_for_market")
    path = f"/staff/v1/market/agencies/{agency_id}"
    other_department = await colleague.call("GET", path)
    assert other_department.json()["code"] == "not_market_desk"
    assert (await colleague.call("POST", f"{path}/list")).json()["code"] == "not_market_desk"
    front = Desk(stack, client, "front", department="fg", roles=(StaffRole.front_desk,))
    await front.sign_in()
    assert (await front.act(agency_id, "list")).status_code == 403


async def test_a_scan_of_someone_else_is_not_taken(applicant: Applicant, citizen: Citizen) -> None:
    theirs = await citizen.upload(photo(77))
    body = await applicant.application(
        qualifications=[await applicant.certificate() | {"file_id": theirs}]
    )
    answer = await applicant.call("PUT", "", body)
    assert list(fault_codes(answer)) == ["/qualifications/0/file_id"]


async def test_the_desk_opens_a_scan_and_that_is_written_down(
    client: httpx.AsyncClient, applicant: Applicant, desk: Desk
) -> None:
    agency_id = await applicant.apply()
    seen = await desk.ok("GET", f"/staff/v1/market/agencies/{agency_id}")
    scan = seen["qualifications"][0]["id"]
    link = await desk.done(agency_id, f"qualifications/{scan}/link")
    assert (await client.get(link["url"])).content[:2] == b"\xff\xd8"
    queue = await desk.ok("GET", "/staff/v1/market/agencies?status=applied")
    assert [one["id"] for one in queue["agencies"]] == [agency_id]


async def test_leaving_and_coming_back(
    client: httpx.AsyncClient, applicant: Applicant, agency: str, desk: Desk
) -> None:
    assert (await applicant.call("POST", "/leave", {"reason": "业务调整"})).is_success
    assert await listed(client) == []
    assert (await client.get(f"/api/v1/market/agencies/{agency}")).status_code == 404
    again = await applicant.call("POST", "/leave", {"reason": "业务调整"})
    assert again.json()["code"] == "agency_move_not_allowed"
    assert await applicant.apply() == agency
    assert (await desk.act(agency, "list")).is_success
