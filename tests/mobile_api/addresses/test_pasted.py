"""What people paste: Chinese punctuation, numbers with an extension, long names, odd places."""

import pytest

from mobile_api.addresses.regions import read_locally, split_person
from tests.actors import Citizen

PLACE = "广东省深圳市南山区示范路1号"
READINGS = "/api/v1/address-readings"
LONG = "阿卜杜拉\u00b7买买提艾力\u00b7吐尔"


@pytest.mark.parametrize(
    "text",
    [
        f"收件人\uff1a张示范 手机\uff1a13900000000 地址\uff1a{PLACE}",
        f"收件人 \uff1a 张示范\uff1b联系电话\uff1a13900000000\uff1b详细地址\uff1a{PLACE}",
        f"张示范\uff0c13900000000\uff0c{PLACE}",
        f"张示范\uff1b13900000000\uff1b{PLACE}\u3002",
        f"张示范\u300113900000000\u3001{PLACE}",
        f"张示范\uff0c１３９００００００００\uff0c{PLACE}",
        f"{PLACE}\uff5c张示范\uff5c139\u200b0000\u200b0000",
    ],
)
async def test_chinese_punctuation_separates_like_ascii(citizen: Citizen, text: str) -> None:
    read = await citizen.ok("POST", READINGS, {"text": text})
    assert (read["is_complete"], read["name"], read["phone"]) == (True, "张示范", "13900000000")
    names = (read["province"], read["city"], read["county"], read["address"])
    assert names == ("广东省", "深圳市", "南山区", "示范路1号")


@pytest.mark.parametrize("between", ["-", "转", "\uff0d"])
async def test_an_extension_belongs_to_the_number(citizen: Citizen, between: str) -> None:
    text = f"张示范 17012345678{between}1234 {PLACE}"
    read = await citizen.ok("POST", READINGS, {"text": text})
    assert (read["is_complete"], read["province"]) == (True, "广东省")
    assert read["phone"] == "17012345678-1234"
    parts = ("name", "phone", "province", "city", "county", "address")
    body = {"address": {name: read[name] for name in parts}, "agrees_to_saving": True}
    saved = await citizen.ok("POST", "/api/v1/me/addresses", body)
    assert saved["phone"] == "17012345678-1234"


def test_a_room_behind_a_number_is_no_extension() -> None:
    assert split_person(f"张示范 13900000000-301室 {PLACE}")[1] == "13900000000"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (LONG, LONG),
        (LONG.replace("\u00b7", "\u30fb"), LONG),
        (LONG.replace("\u00b7", "\uff0e"), LONG),
        ("\U00020bb7示范", "\U00020bb7示范"),
        ("刘\u3007", "刘\u3007"),
    ],
)
def test_names_of_every_kind(name: str, kept: str) -> None:
    assert split_person(f"{name}\uff0c13900000000\uff0c{PLACE}") == (kept, "13900000000", PLACE)


@pytest.mark.parametrize("text", ["火星省深圳市南山区示范路1号", f"老地方旁边{PLACE}"])
async def test_a_province_is_one_of_the_list_or_nothing_is_complete(
    citizen: Citizen, text: str
) -> None:
    read = await citizen.ok("POST", READINGS, {"text": f"张示范 13900000000 {text}"})
    assert read["is_complete"] is False and read["province"] == ""


@pytest.mark.parametrize(
    ("whole", "reading"),
    [
        ("广东省东莞市虎门镇中心区1号", ("广东省", "东莞市", "", "虎门镇中心区1号")),
        ("广东东莞市东莞市虎门镇1号", ("广东省", "东莞市", "", "虎门镇1号")),
        ("甘肃省嘉峪关市示范路1号", ("甘肃省", "嘉峪关市", "", "示范路1号")),
        ("湖北省仙桃市沔阳大道1号", ("湖北省", "", "仙桃市", "沔阳大道1号")),
        (
            "湖北省省直辖县级行政区划仙桃市沔阳大道1号",
            ("湖北省", "", "仙桃市", "沔阳大道1号"),
        ),
        ("海南省陵水黎族自治县示范市场1号", ("海南省", "", "陵水黎族自治县", "示范市场1号")),
        ("北京市市辖区东城区示例路1号", ("北京市", "北京市", "东城区", "示例路1号")),
        ("河北省石家庄市市辖区长安区示例路1号", ("河北省", "石家庄市", "长安区", "示例路1号")),
    ],
)
def test_places_without_a_level(whole: str, reading: tuple[str, str, str, str]) -> None:
    found = read_locally(whole)
    assert (found.province, found.city, found.county, found.address) == reading
    assert found.has_region


async def test_what_ems_reads_of_a_place_without_counties(citizen: Citizen) -> None:
    text = "张示范 13900000000 广东省东莞市太沙路1号示范楼"
    read = await citizen.ok("POST", READINGS, {"text": text})
    assert (read["is_complete"], read["city"], read["county"]) == (True, "东莞市", "")
    assert read["address"] == "太沙路1号示范楼"
