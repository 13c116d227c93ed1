"""One citizen's whole journey on real parts: from sign-in to the signed-for parcel."""

import httpx

from tests.actors import ID_NUMBER, Citizen, Colleague
from tests.stack import Stack


async def play(stack: Stack, client: httpx.AsyncClient, waybill: str, until: str) -> None:
    """Let the carrier scan the parcel up to that operation code."""
    played = await client.post(
        f"{stack.ems}/_simulator/parcels/{waybill}/play", json={"script": "normal", "until": until}
    )
    assert played.is_success, played.text
    await stack.settle()


async def inbox(stack: Stack, client: httpx.AsyncClient, person: Citizen) -> list[str]:
    """Events of the messages that arrived on the person's phone."""
    found = await client.get(f"{stack.wechat}/_simulator/inbox", params={"user": person.label})
    return [message["event"] for message in found.json()["messages"]]


async def test_whole_journey(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, colleague: Colleague
) -> None:
    await citizen.agree("correction_requested", "accepted", "completed", "posted")
    case = await citizen.submitted_case()
    path = f"/api/v1/cases/{case['id']}"
    fault = {
        "target": "material",
        "key": "exit-entry-photo",
        "reason": "照片模糊,看不清。",
        "advice": "请在光线充足处重新拍摄。",
    }
    assert (await colleague.move(case["id"], "request-correction", {"faults": [fault]})).is_success
    await stack.settle()
    assert await inbox(stack, client, citizen) == ["correction_requested"]
    await citizen.ok("POST", f"{path}/submit")
    for move in ("pass-pre-review", "accept", "take-up"):
        assert (await colleague.move(case["id"], move)).is_success, move
    assert (await colleague.move(case["id"], "decide", {"outcome": "approved"})).is_success
    assert (await colleague.move(case["id"], "complete")).is_success
    await stack.settle()
    parcel = (await citizen.ok("GET", path))["parcel"]
    assert parcel["state"] == "ordered"
    await play(stack, client, parcel["waybill_number"], "704")
    await assert_delivered(stack, client, citizen, case["number"], path)


async def assert_delivered(
    stack: Stack, client: httpx.AsyncClient, citizen: Citizen, number: str, path: str
) -> None:
    case = await citizen.ok("GET", path)
    assert case["status"] == "delivered"
    assert case["parcel"]["state"] == "delivered"
    history = await citizen.ok("GET", f"{path}/history")
    assert history["is_intact"]
    kinds = [event["kind"] for event in history["events"]]
    assert kinds == [
        "submit",
        "request_correction",
        "submit",
        "pass_pre_review",
        "accept",
        "take_up",
        "decide",
        "complete",
        "parcel_sent",
        "signed_for",
    ]
    told = await inbox(stack, client, citizen)
    # Of what is due together, the more important is told first.
    assert sorted(told) == ["accepted", "completed", "correction_requested", "posted"]
    question = {"number": number, "id_number_tail": ID_NUMBER[-6:]}
    answer = await client.post("/api/v1/case-status-queries", json=question)
    assert answer.json()["status"] == "delivered"
