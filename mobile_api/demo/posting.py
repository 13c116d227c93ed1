"""The demo's postal leg: out, back because nobody was there, and out again to a new address."""

from typing import Any

from mobile_api.demo.context import Journey, until
from mobile_api.demo.telling import receive

NEW_STREET = "和平街道团结路8号"


async def waybill_number(journey: Journey, but: str = "") -> str:
    """The number under which the result travels, once it is another one than `but`."""

    async def ordered() -> Any:
        journey.case = await journey.citizen.get(journey.path)
        number = (journey.case["parcel"] or {}).get("waybill_number")
        return number if number != but else None

    return str(await until(ordered, "EMS 运单号"))


async def post(journey: Journey) -> str:
    await journey.courier.carry(await waybill_number(journey), until="203")
    return await receive(journey, "posted")


async def come_back(journey: Journey) -> str:
    await journey.courier.carry(await waybill_number(journey), until="711", script="refused")

    async def asked() -> Any:
        return (await journey.citizen.get(f"{journey.path}/delivery"))["task"]

    task = await until(asked, "重新确认地址的待办")
    inbox = (await journey.citizen.get("/api/v1/me/messages"))["entries"]
    told = next(one for one in inbox if one["event"] == "parcel_returned")
    return f"{told['title']},请最迟在 {task['due_on']} 确认地址"


async def post_again(journey: Journey) -> str:
    old = await waybill_number(journey)
    choice = {"kind": "post", "address": journey.applicant.address(NEW_STREET)}
    await journey.citizen.post(f"{journey.path}/delivery/readdress", choice)
    return f"新邮件号 {await waybill_number(journey, but=old)}"


async def deliver(journey: Journey) -> str:
    await journey.courier.carry(await waybill_number(journey), until="704")

    async def delivered() -> bool:
        journey.case = await journey.citizen.get(journey.path)
        return bool(journey.case["status"] == "delivered")

    await until(delivered, "已送达")
    return f"{journey.case['parcel']['state_name']} → {journey.case['status_name']}"
