"""Labels for the window: a PDF per parcel, many in one, and none twice unnoticed."""

import asyncio
import io

import httpx
import pikepdf
import pytest

from mobile_api.cases.post.models import LabelPrint
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.models import AuditRecord
from tests.mobile_api.cases.filling import member
from tests.mobile_api.cases.posting import PostedCase, ems_fails
from tests.statements import heard

BATCH = "/staff/v1/parcel-labels"


async def parcel_id(posted: PostedCase) -> str:
    await posted.complete()
    return str((await posted.parcels())[-1].id)


def pages(response: httpx.Response) -> list[tuple[float, float]]:
    assert response.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as document:
        return [(float(page.mediabox[2]), float(page.mediabox[3])) for page in document.pages]


async def test_one_label_of_each_size(posted: PostedCase) -> None:
    path = f"/staff/v1/parcels/{await parcel_id(posted)}/label"
    first = await posted.colleague.call("GET", path)
    assert pages(first) == [(283, 507)]
    again = await posted.colleague.call("GET", f"{path}?size=76x129&prints_again=true")
    assert pages(again) == [(215, 366)]
    assert (await posted.colleague.call("GET", f"{path}?size=a4")).status_code == 422


async def test_not_twice_unnoticed(posted: PostedCase) -> None:
    path = f"/staff/v1/parcels/{await parcel_id(posted)}/label"
    assert (await posted.colleague.call("GET", path)).is_success
    refused = await posted.colleague.call("GET", path)
    assert refused.json()["code"] == "label_printed_before"
    listed = (await posted.colleague.ok("GET", "/staff/v1/parcels/to-hand-over"))["parcels"]
    assert [one["labels_printed"] for one in listed] == [1]
    assert await AuditRecord.filter(action="print_label").count() == 1


async def test_a_batch_is_one_document(posted: PostedCase) -> None:
    ids = [await parcel_id(posted) for _ in range(3)]
    async with heard() as said:
        document = await posted.colleague.call("POST", BATCH, {"parcel_ids": [*ids, ids[0]]})
    assert len(pages(document)) == 3
    assert [len(said.reading(table)) for table in ("parcel", "case_file")] == [1, 1]
    other = await parcel_id(posted)
    refused = await posted.colleague.call("POST", BATCH, {"parcel_ids": [other, ids[1]]})
    assert [one["path"] for one in refused.json()["errors"]] == ["/parcel_ids/1"]
    assert await LabelPrint.filter(parcel_id=other).count() == 0


async def test_two_windows_print_at_once(posted: PostedCase) -> None:
    body = {"parcel_ids": [await parcel_id(posted)]}
    answers = await asyncio.gather(*(posted.colleague.call("POST", BATCH, body) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]


async def test_before_there_is_a_number(posted: PostedCase) -> None:
    await posted.complete(settled=False)
    parcel = (await posted.parcels())[0]
    refused = await posted.colleague.call("POST", BATCH, {"parcel_ids": [str(parcel.id)]})
    assert refused.json()["code"] == "label_not_ready"


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ({"kind": "bad_gateway"}, 503),
        ({"kind": "truncated"}, 503),
        ({"kind": "error", "code": "B00012"}, 409),
    ],
)
async def test_ems_gives_none(posted: PostedCase, fault: dict[str, str], status: int) -> None:
    body = {"parcel_ids": [await parcel_id(posted)]}
    await ems_fails(posted.stack, posted.client, "010004", **fault)
    assert (await posted.colleague.call("POST", BATCH, body)).status_code == status
    assert await LabelPrint.all().count() == 0
    assert (await posted.colleague.call("POST", BATCH, body)).is_success


async def test_only_the_outlet_of_the_department(posted: PostedCase) -> None:
    body = {"parcel_ids": [await parcel_id(posted)]}
    stack, client = posted.stack, posted.client
    stranger = await member(stack, client, StaffRole.front_desk, department="gaj")
    decider = await member(stack, client, StaffRole.decider)
    assert (await stranger.call("POST", BATCH, body)).json()["code"] == "parcel_not_found"
    assert (await decider.call("POST", BATCH, body)).json()["code"] == "not_allowed"
    assert (await stranger.ok("GET", "/staff/v1/parcels/to-hand-over"))["parcels"] == []


@pytest.mark.parametrize("count", [0, 51])
async def test_fifty_at_most(posted: PostedCase, count: int) -> None:
    ids = [f"00000000-0000-0000-0000-{number:012d}" for number in range(count)]
    refused = await posted.colleague.call("POST", BATCH, {"parcel_ids": ids})
    assert refused.status_code == 422
