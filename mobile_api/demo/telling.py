"""The demo's official account: followed, asked, its menu opened, and what reaches the phone."""

from typing import Any

from mobile_api.demo.context import Journey, expect, until
from mobile_api.demo.people import StepFailed

ALLOWED = ["correction_requested", "accepted", "posted"]
REFUSED = "completed"
QUESTION = "护照快到期了怎么换"
_TAIL = 6


async def follow(journey: Journey) -> str:
    welcome = await journey.phone.tell_account("follow")
    return _first_line(welcome)


async def open_menu(journey: Journey) -> str:
    """Tap one button of each kind: one that the account answers, one that opens a page."""

    async def published() -> Any:
        return await journey.phone.tap_menu("互动交流", "联系我们")

    answer = await until(published, "公众号菜单")
    opened = await journey.phone.tap_menu("办事服务", "办事指南")
    if not opened or not opened["opens"]:
        raise StepFailed("菜单“办事指南”没有打开页面")
    return f"“联系我们”→ {_first_line(answer['replies'])};“办事指南”→ 打开页面"


async def ask_account(journey: Journey) -> str:
    replies = await journey.phone.tell_account("say", text=QUESTION)
    return f"问“{QUESTION}”→ {_first_line(replies)}"


async def allow_messages(journey: Journey) -> str:
    """wx.requestSubscribeMessage: three are allowed, one is refused."""
    offered = await journey.citizen.get("/api/v1/me/subscriptions")
    ids = {one["event"]: one["template_id"] for one in offered["entries"]}
    answers = await journey.phone.allow_messages([ids[event] for event in ALLOWED])
    answers[ids[REFUSED]] = "reject"
    await journey.citizen.post("/api/v1/me/subscriptions", {"answers": answers})
    return "补正、受理、寄出各得到一次发送机会;办结没有同意"


async def receive(journey: Journey, event: str) -> str:
    """Wait until the message of that event is on the phone."""

    async def arrived() -> list[Any]:
        return [one for one in await journey.phone.messages() if one["event"] == event]

    message = (await until(arrived, f"消息 {event}"))[0]
    return " | ".join(message["data"].values())


async def receive_otherwise(journey: Journey) -> str:
    """What was refused in the mini-program comes by the official account; the inbox says why."""

    async def arrived() -> list[Any]:
        chat = await journey.phone.chat()
        return [one for one in chat if one["event"] == REFUSED]

    message = (await until(arrived, f"公众号消息 {REFUSED}"))[0]
    inbox = (await journey.citizen.get("/api/v1/me/messages"))["entries"]
    told = next(one for one in inbox if one["event"] == REFUSED)
    why = next(one for one in told["other_channels"] if one["channel"] == "mini_program")
    return f"小程序:{why['explanation']} → 公众号:{' | '.join(message['data'].values())}"


async def ask_for_case(journey: Journey) -> str:
    """“查件 <number>”: the account asks for the second factor before it says anything."""
    replies = await journey.phone.tell_account("say", text=f"查件 {journey.case['number']}")
    first = _text(replies)
    if "后六位" in first:
        tail = journey.applicant.id_number[-_TAIL:]
        replies = await journey.phone.tell_account("say", text=tail)
    answer = _text(replies)
    expect(journey.applicant.name in answer, False, "查件回复不含姓名")
    asked = "先问身份证号后六位,再答:" if "后六位" in first else "微信已绑定本人,直接答:"
    return asked + answer.replace("\n", " ")[:80]


def _text(replies: list[dict[str, Any]]) -> str:
    if not replies:
        raise StepFailed("公众号没有回答")
    content = replies[0]
    if "Content" in content:
        return str(content["Content"])
    items = content.get("Articles", {}).get("item", [])
    first = items[0] if isinstance(items, list) and items else items
    return str(first.get("Title", "")) if isinstance(first, dict) else ""


def _first_line(replies: list[dict[str, Any]]) -> str:
    return _text(replies).strip().splitlines()[0]
