"""Forty honest people whose names, numbers, addresses and pictures are odd: every case ends."""

import asyncio
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import cycle
from typing import Any
from uuid import uuid4

import aiohttp
from PIL import Image

from mobile_api.demo.context import until
from mobile_api.demo.people import Courier, Screen, StepFailed
from mobile_api.shared.callers import StaffRole
from tests.attack.people import Person, apply, arrive, at_counter
from tests.attack.report import Report
from tests.attack.world import World

_AT_ONCE = 4

# What people type as their name, and what of it every screen shows.
NAMES = (
    "诺",
    "刘〇",
    "𠮷野",
    "刘\U00031350",
    "刘\U0002ebf0",
    "张㛃",
    "葛\U000e0100飾",
    "阿卜杜拉·买买提",
    "阿卜杜拉・买买提",
    "阿卜杜拉•买买提",
    "阿卜杜拉‧买买提",
    "阿卜杜拉．买买提",
    "古丽努尔·阿卜杜热合曼·吐尔逊",
    "O'BRIEN SEAN",
    "O’BRIEN SEAN",
    "Jose\u0301 García",
    "Smith John",
    " 欧阳 ",
    "欧阳娜娜娜",
    "张\u200b三",
)
PHONES: tuple[Callable[[str], str], ...] = (
    lambda number: number,
    lambda number: f"+86 {number[:3]} {number[3:7]} {number[7:]}",
    lambda number: f"0086{number}",
    lambda number: number.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}),
    lambda number: f"\u202d{number}\u202c",
)
PLACES = (
    ("示范省", "示范市", "示范区"),
    ("广东省", "东莞市", ""),
    ("广东省", "中山市", "中山市"),
    ("海南省", "", "陵水黎族自治县"),
    ("湖北省", "省直辖县级行政区划", "仙桃市"),
    ("北京市", "市辖区", "东城区"),
    ("北京市", "北京市", "东城区"),
    ("新疆维吾尔自治区", "喀什地区", "疏勒县"),
)
STREETS = (
    "和平街道幸福路1号2单元301室",
    "太沙路１号示范楼（东门）",
    "幸福里#3-2-501",
    "老街口往东200米，小卖部旁边",
    "巴仁乡3村2组",
)


def _saved(picture: Image.Image, kind: str, **more: Any) -> bytes:
    held = BytesIO()
    picture.save(held, kind, **more)
    return held.getvalue()


def _sideways() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return _saved(Image.new("RGB", (1200, 900), (90, 120, 160)), "JPEG", exif=exif)


PICTURES: tuple[tuple[Callable[[], bytes], str], ...] = (
    (_sideways, "IMG_0001.JPG"),
    (lambda: _saved(Image.new("CMYK", (800, 1000), (30, 20, 10, 0)), "JPEG"), "扫描件.jpeg"),
    (lambda: _saved(Image.new("L", (800, 1000), 200), "JPEG"), "灰 度.jpg"),
    (lambda: _saved(Image.new("RGB", (4000, 3000), (200, 190, 180)), "JPEG"), "照片 (1).jpg"),
    (
        lambda: _saved(Image.new("RGB", (900, 1200), (9, 99, 199)), "JPEG", progressive=True),
        "微信图片_2026.jpg",
    ),
)


def forty() -> Iterator[dict[str, Any]]:
    """Each name twice, with the other oddities in turn."""
    places, streets, phones = cycle(PLACES), cycle(STREETS), cycle(PHONES)
    pictures = cycle(PICTURES)
    for number in range(40):
        yield {
            "name": NAMES[number % len(NAMES)],
            "phone": next(phones)(f"139{number:08d}"),
            "place": next(places),
            "street": next(streets),
            "picture": next(pictures),
        }


async def attack(world: World) -> Report:
    report = Report("forty odd people")
    clerk = await at_counter(world, "crj-all-duties", "crj", *StaffRole)
    waiting = iter(list(forty()))

    async def one_after_the_other() -> None:
        for odd in waiting:
            await _walk(world, report, clerk, odd)

    await asyncio.gather(*(one_after_the_other() for _ in range(_AT_ONCE)))
    return report


async def _walk(world: World, report: Report, clerk: Screen, odd: dict[str, Any]) -> None:
    report.count("people")
    make, file_name = odd.pop("picture")
    who = f"{odd['name']!a}, {'/'.join(odd['place'])}, {file_name}"
    try:
        person = await arrive(world.http, world.stack, odd.pop("name"), **odd)
        await apply(world.http, person, (make() + uuid4().bytes, file_name))
        report.count("submitted")
        await _ask(world, person)
        await handled(clerk, person)
        await _delivered(world, person)
        report.count("ended")
    except (StepFailed, aiohttp.ClientError, TimeoutError) as failed:
        report.fault(f"{who}: {type(failed).__name__} {failed}")


async def _ask(world: World, person: Person) -> None:
    """The number as somebody reads it off a paper."""
    question = {
        "number": f" {person.case['number'].lower()} ",
        "id_number_tail": person.id_number[-6:].lower(),
    }
    await Screen(world.http, world.stack["api"]).post("/api/v1/case-status-queries", question)


async def handled(clerk: Screen, person: Person) -> None:
    """From pre-review to the result that is posted. Raises StepFailed."""
    case = f"/staff/v1/cases/{person.case['id']}"
    for move, body in (
        ("pass-pre-review", None),
        ("accept", None),
        ("take-up", None),
        ("decide", {"outcome": "approved"}),
        ("complete", None),
    ):
        await clerk.post(f"{case}/{move}", body)


async def _delivered(world: World, person: Person) -> None:
    async def waybill() -> Any:
        parcel = (await person.screen.get(person.path))["parcel"]
        return (parcel or {}).get("waybill_number")

    number = str(await until(waybill, "EMS 运单号"))
    await Courier(world.http, world.stack["simulators"]["ems"]).carry(number, until="704")

    async def signed_for() -> bool:
        return bool((await person.screen.get(person.path))["status"] == "delivered")

    await until(signed_for, "签收")
    history = await person.screen.get(f"{person.path}/history")
    if not history["is_intact"]:
        raise StepFailed("the history does not hold")
