"""The counter reads the receipts of a handoff, decoded and checked; nobody else does."""

import json

import httpx

from mobile_api.handoff.models import StoredReceipt
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.database import fetch
from tests.actors import Citizen, Colleague
from tests.mobile_api.handoff.incoming.checking import receipt_of
from tests.mobile_api.handoff.incoming.neighbour import DEPARTMENT, Neighbour, own_public_key
from tests.mobile_api.handoff.incoming.test_good_way import decided
from tests.stack import Stack


async def path_of(neighbour: Neighbour, handoff_id: str) -> str:
    return f"/staff/v1/handoffs/{(await neighbour.row(handoff_id)).id}/receipts"


async def test_all_three_are_read_and_hold(neighbour: Neighbour, clerk: Colleague) -> None:
    handoff_id = await neighbour.taken()
    await decided(clerk, (await neighbour.case(handoff_id)).id)
    await neighbour.work()
    seen = await clerk.ok("GET", await path_of(neighbour, handoff_id))
    assert seen["handoff_id"] == handoff_id
    told = [(one["kind"], one["is_verified"]) for one in seen["receipts"]]
    assert told == [("received", True), ("checked", True), ("decided", True)]
    key = await own_public_key()
    for one in seen["receipts"]:
        said = receipt_of(json.loads(one["envelope"]), key)
        assert said["request_digest"] == one["request_digest"]


async def test_one_that_was_altered_does_not_hold(neighbour: Neighbour, clerk: Colleague) -> None:
    handoff_id = await neighbour.taken()
    row = await neighbour.row(handoff_id)
    kept = await StoredReceipt.get(handoff_row_id=row.id, kind="checked")
    envelope = json.loads(bytes(kept.envelope))
    envelope["signature"] = "A" * 86 + "=="
    changed = json.dumps(envelope).encode()
    await fetch("UPDATE handoff_receipt SET envelope = $2 WHERE id = $1", kept.id, changed)
    seen = await clerk.ok("GET", await path_of(neighbour, handoff_id))
    held = {one["kind"]: one["is_verified"] for one in seen["receipts"]}
    assert held == {"received": True, "checked": False}


async def test_who_may_not_read_them(
    stack: Stack, client: httpx.AsyncClient, neighbour: Neighbour, citizen: Citizen
) -> None:
    path = await path_of(neighbour, await neighbour.taken())
    other = Colleague(stack, client, "all-duties-crj", department="crj")
    auditor = Colleague(
        stack, client, "auditor-wj", department=DEPARTMENT, roles=(StaffRole.auditor,)
    )
    for one in (other, auditor):
        await one.sign_in()
    answers = [await one.call("GET", path) for one in (other, auditor, citizen)]
    assert [one.status_code for one in answers] == [404, 403, 403]
