"""One value that cannot be read takes away no list; whatever changes its row is refused."""

import io
import json
import zipfile
from typing import Any
from uuid import UUID

import pytest
from prometheus_client import REGISTRY

from mobile_api.addresses.models import SavedAddress
from mobile_api.cases.models import Case, CaseEvent
from mobile_api.cases.states import CaseStatus
from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import fetch
from mobile_api.shared.json_columns import UNREADABLE, UnreadableValue, read_each
from notifications.post.parcels.models import Parcel, ParcelEvent
from tests.actors import Citizen, Colleague, photo
from tests.mobile_api.cases.posting import PostedCase

CODE = "record_unreadable"


async def spoil(model: Any, row_id: object, column: str) -> None:
    """As a restore without a retired key leaves it, or a release with another shape."""
    table = model._meta.db_table
    sealed = keyring().seal(b'{"kind": "of another table"}', "elsewhere")
    await fetch(f'UPDATE "{table}" SET {column} = $2 WHERE id = $1', row_id, sealed)


def readings(table: str) -> float:
    found = REGISTRY.get_sample_value("yiwang_unreadable_values_total", {"table": table})
    return found or 0.0


async def two_good_ones(citizen: Citizen) -> tuple[str, str]:
    first, second = [(await citizen.submitted_case())["id"] for _ in range(2)]
    return first, second


async def two_cases(citizen: Citizen) -> tuple[str, str]:
    """A case whose applicant cannot be read, and one beside it."""
    spoilt, good = await two_good_ones(citizen)
    await spoil(Case, UUID(spoilt), "applicant_details")
    return spoilt, good


async def test_the_queue_shows_all_and_says_what_it_cannot_read(
    citizen: Citizen, colleague: Colleague, caplog: pytest.LogCaptureFixture
) -> None:
    """Red before: 500 for the whole queue, page after page."""
    spoilt, good = await two_cases(citizen)
    before = readings("case_file")
    queue = await colleague.ok("GET", "/staff/v1/cases")
    names = {case["id"]: case["applicant_masked"] for case in queue["cases"]}
    assert names == {spoilt: UNREADABLE, good: "张**"}
    assert queue["unreadable"] == 0
    assert f"case_file.applicant_details of row {spoilt}" in caplog.text
    assert readings("case_file") == before + 1


async def test_a_line_that_cannot_be_made_is_counted(citizen: Citizen) -> None:
    """Who holds a completed case depends on how its result goes out."""
    spoilt, good = await two_cases(citizen)
    await fetch("UPDATE case_file SET status = 'completed' WHERE id = $1", UUID(spoilt))
    await spoil(Case, UUID(spoilt), "delivery")
    await fetch("UPDATE case_file SET outcome = 'approved' WHERE id = $1", UUID(spoilt))
    listed = await citizen.ok("GET", "/api/v1/cases")
    assert [case["id"] for case in listed["cases"]] == [good]
    assert listed["unreadable"] == 1


async def test_of_the_row_itself_all_is_refused_by_a_name(
    citizen: Citizen, colleague: Colleague
) -> None:
    spoilt, good = await two_cases(citizen)
    listed = await citizen.ok("GET", "/api/v1/cases")
    assert {case["id"] for case in listed["cases"]} == {spoilt, good}
    for answer in (
        await citizen.call("GET", f"/api/v1/cases/{spoilt}"),
        await citizen.call("POST", f"/api/v1/cases/{spoilt}/withdraw", {}),
        await colleague.move(spoilt, "accept", {}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (500, CODE)
        assert "没有丢失" in answer.json()["title"]
    assert (await Case.filter(id=spoilt).values("status"))[0]["status"] is CaseStatus.submitted
    assert (await citizen.ok("GET", f"/api/v1/cases/{good}"))["id"] == good


async def test_a_word_of_a_newer_release_is_named_too(citizen: Citizen) -> None:
    spoilt, good = await two_good_ones(citizen)
    await fetch("UPDATE case_file SET status = 'unheard_of' WHERE id = $1", UUID(spoilt))
    listed = await citizen.ok("GET", "/api/v1/cases")
    assert ([case["id"] for case in listed["cases"]], listed["unreadable"]) == ([good], 1)
    with pytest.raises(UnreadableValue, match=r"case_file\.status of row"):
        await Case.get(id=spoilt)


async def test_what_a_history_says_to_everybody_is_there(citizen: Citizen) -> None:
    """Whether it is intact cannot be said, and so nothing is."""
    case = await citizen.submitted_case()
    (event,) = await CaseEvent.filter(case_id=case["id"], sequence=1).values("id")
    await spoil(CaseEvent, event["id"], "payload")
    question = {"number": case["number"], "id_number_tail": "070018"}
    answer = await citizen.ok("POST", "/api/v1/case-status-queries", question)
    assert len(answer["steps"]) == await CaseEvent.filter(case_id=case["id"]).count()
    history = await citizen.call("GET", f"/api/v1/cases/{case['id']}/history")
    assert history.json()["code"] == CODE


async def test_parcels_stay_in_sight(posted: PostedCase) -> None:
    await posted.complete()
    await posted.play("stuck")
    (parcel,) = await posted.parcels()
    await spoil(Parcel, parcel.id, "receiver")
    event = await ParcelEvent.filter(parcel_id=parcel.id).first()
    assert event is not None
    await spoil(ParcelEvent, event.id, "description")
    (leg,) = (await posted.leg())["result"]
    assert leg["waybill_number"] == parcel.waybill_number
    await fetch("UPDATE parcel SET state = 'ordered' WHERE id = $1", parcel.id)
    (line,) = (await posted.colleague.ok("GET", "/staff/v1/parcels/to-hand-over"))["parcels"]
    assert line["receiver_masked"] == UNREADABLE
    cancel = f"/staff/v1/parcels/{parcel.id}/cancel"
    refused = await posted.colleague.call("POST", cancel, {"reason": "邮政退单,地址补全"})
    assert refused.json()["code"] == CODE


async def test_the_address_book_counts_what_it_leaves_out(citizen: Citizen) -> None:
    for number in (1, 2):
        body = {"label": "家", "agrees_to_saving": True, "address": address(number)}
        await citizen.ok("POST", "/api/v1/me/addresses", body)
    spoilt = await SavedAddress.all().order_by("created_at").first()
    assert spoilt is not None
    await spoil(SavedAddress, spoilt.id, "contact")
    book = await citizen.ok("GET", "/api/v1/me/addresses")
    assert (len(book["addresses"]), book["unreadable"]) == (1, 1)


def address(number: int) -> dict[str, str]:
    street = f"和平街道幸福路{number}号2单元301室"
    where = {"province": "示范省", "city": "示范市", "county": "示范区", "address": street}
    return {"name": "张三丰", "phone": "13800138000", **where}


async def test_a_copy_of_ones_data_says_what_it_lacks(citizen: Citizen) -> None:
    """Red before: no copy at all, after a day of trying."""
    spoilt, good = await two_cases(citizen)
    file_id = UUID(await citizen.upload(photo(77)))
    await fetch("UPDATE stored_file SET name = '\\x01'::bytea WHERE id = $1", file_id)
    await citizen.ok("POST", "/api/v1/me/export", {})
    await citizen.stack.settle()
    [url] = (await citizen.ok("POST", "/api/v1/me/export/links", {}))["urls"]
    archive = zipfile.ZipFile(io.BytesIO((await citizen.client.get(url)).content))
    cases = {row["办件标识"]: row for row in json.loads(archive.read("办件.json"))}
    assert cases[spoilt]["提交时的申请人信息"] == UNREADABLE
    assert cases[spoilt]["填写的表单"] == cases[good]["填写的表单"]
    assert f"文件/{file_id}.jpg" in archive.namelist()
    assert "暂时无法读取" in archive.read("说明.txt").decode()


async def test_a_row_that_lacks_something_is_not_saved(citizen: Citizen) -> None:
    spoilt, _ = await two_cases(citizen)
    (row,) = await read_each(Case.filter(id=spoilt))
    assert row.unreadable == ("applicant_details",)
    with pytest.raises(UnreadableValue):
        _ = row.applicant_details
    with pytest.raises(Exception, match="partial model"):
        await row.save()
