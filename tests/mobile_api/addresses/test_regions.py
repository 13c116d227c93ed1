"""Pasted addresses without EMS: what people really copy, and what nobody can read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile_api.addresses.regions import Reading, province_named, read_locally, split_person

OWN = "示范省"


@pytest.mark.parametrize(
    ("whole", "reading"),
    [
        ("示范省示范市示范区和平街道1号", (OWN, "示范市", "示范区", "和平街道1号")),
        ("示范示范市示范区和平街道1号", (OWN, "示范市", "示范区", "和平街道1号")),
        ("北京市东城区示例路1号", ("北京市", "北京市", "东城区", "示例路1号")),
        ("北京市北京市东城区示例路1号", ("北京市", "北京市", "东城区", "示例路1号")),
        ("广东深圳市南山区示例路1号", ("广东省", "深圳市", "南山区", "示例路1号")),
        ("内蒙古自治区锡林郭勒盟正蓝旗示例村", ("内蒙古自治区", "锡林郭勒盟", "正蓝旗", "示例村")),
        (
            "云南省大理白族自治州漾濞彝族自治县示例村",
            ("云南省", "大理白族自治州", "漾濞彝族自治县", "示例村"),
        ),
        ("某个地方1号", ("", "", "", "某个地方1号")),
    ],
)
def test_read_locally(whole: str, reading: tuple[str, str, str, str]) -> None:
    found = read_locally(whole, OWN)
    assert (found.province, found.city, found.county, found.address) == reading


@pytest.mark.parametrize(
    "text",
    [
        "张三丰 13800138000 示范省示范市示范区和平街道1号",
        "示范省示范市示范区和平街道1号,张三丰,138 0013 8000",
        "收件人:张三丰\n手机:+86 13800138000\n地区:示范省示范市示范区\n详细地址:和平街道1号",
        "张三丰,13800138000,示范省示范市示范区和平街道1号。",
    ],
)
def test_name_and_phone_are_taken_out(text: str) -> None:
    assert split_person(text) == ("张三丰", "13800138000", "示范省示范市示范区和平街道1号")


def test_a_number_that_is_no_phone_stays() -> None:
    assert split_person("示范省示范市110101199003070018") == (
        "",
        "",
        "示范省示范市110101199003070018",
    )


@given(st.text(max_size=60))
@settings(max_examples=100)
def test_any_text_is_read_somehow(text: str) -> None:
    whole = split_person(text)[2]
    found = read_locally(whole, OWN)
    assert isinstance(found, Reading)
    assert found.address in whole


@pytest.mark.parametrize(
    ("text", "name"),
    [("广西", "广西壮族自治区"), ("上海", "上海市"), ("示范", OWN), ("火星省", None), ("", None)],
)
def test_names_of_provinces(text: str, name: str | None) -> None:
    assert province_named(text, OWN) == name
