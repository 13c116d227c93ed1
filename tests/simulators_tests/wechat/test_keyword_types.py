"""The value rules of subscription templates, type by type."""

import pytest

from tests.simulators.wechat.ground.config import Template
from tests.simulators.wechat.ground.errors import WechatError
from tests.simulators.wechat.ground.keyword_types import check

GOOD = [
    ("thing1", "居住证签注：第2次（1月）"),
    ("thing1", "字" * 20),
    ("number1", "12.5"),
    ("letter1", "ABC"),
    ("symbol1", "!?"),
    ("character_string2", "999900-20260305-000001X"),
    ("time1", "09:30"),
    ("time1", "2026年3月5日 09:30~17:00"),
    ("date3", "2026年3月5日"),
    ("date3", "2026-03-05 09:30"),
    ("date3", "3月5日"),
    ("date3", "2026/03/05~2026/03/09"),
    ("amount1", "¥12.50元"),
    ("phone_number1", "+86-0766-66888866"),
    ("car_number1", "粤A99999学"),
    ("name1", "张三"),
    ("name1", "Zhang San"),
    ("phrase3", "准予许可"),
]
BAD = [
    ("thing1", "字" * 21),
    ("thing1", "一行\n两行"),
    ("number1", "12a"),
    ("letter1", "A1"),
    ("symbol1", "abc"),
    ("character_string2", "办件1"),
    ("character_string2", "1" * 33),
    ("time1", "25:00"),
    ("date3", "2020-01-18 16:18:49.0"),
    ("date3", "2026-13-05"),
    ("date3", "2026-03-05T09:30:00+08:00"),
    ("amount1", "12345678901"),
    ("phone_number1", "1" * 18),
    ("car_number1", "粤A1234567"),
    ("name1", "张三abcdefghijk"),
    ("name1", "张3"),
    ("phrase3", "准予行政许可"),
    ("phrase3", "OK"),
]


def checked(key: str, value: object) -> dict[str, str]:
    return check(Template("t", "e", "t", {key: "label"}), {key: {"value": value}})


@pytest.mark.parametrize(("key", "value"), GOOD)
def test_a_fitting_value_passes(key: str, value: str) -> None:
    assert checked(key, value) == {key: value}


@pytest.mark.parametrize(("key", "value"), [*BAD, ("thing1", 12)])
def test_another_value_is_refused_by_name(key: str, value: object) -> None:
    with pytest.raises(WechatError) as refusal:
        checked(key, value)
    assert refusal.value.code == 47003
    assert refusal.value.text == f"argument invalid! data.{key}.value invalid"


@pytest.mark.parametrize("data", [{}, {"thing1": {"value": ""}}, {"thing1": "text"}, None])
def test_a_missing_value_is_refused_in_the_words_of_wechat(data: object) -> None:
    with pytest.raises(WechatError) as refusal:
        check(Template("t", "e", "t", {"thing1": "label"}), data)
    assert refusal.value.text == "argument invalid! data.thing1.value is emtpy"


def test_only_declared_choices_pass_and_undeclared_keys_are_ignored() -> None:
    template = Template("t", "e", "t", {"enum1": "label"}, choices={"enum1": ("甲", "乙")})
    assert check(template, {"enum1": {"value": "甲"}, "thing9": {"value": "x"}}) == {"enum1": "甲"}
    with pytest.raises(WechatError):
        check(template, {"enum1": {"value": "丙"}})
