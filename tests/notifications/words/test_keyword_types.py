"""Whatever text comes, what is sent keeps WeChat's rule for its type, or is not sent at all."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.words.keyword_types import TYPES, fitted, shortened, units
from tests.simulators.wechat.ground.keyword_types import RULES

ODD = st.sampled_from("办理居住证,。 \n\t\u3000\u200b\u200d\U0001f600\U0001f468\u064312ab")
PROSE = st.text(st.one_of(st.characters(), ODD), max_size=60)
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1)
NUMBERS = st.from_regex(
    r"[0-9]{1,9}|20[0-9]{2}年[1-9]月[1-9]日|￥[0-9]{1,6}\.[0-9]{2}", fullmatch=True
)


@pytest.mark.parametrize("name", sorted(TYPES))
@given(text=PROSE)
def test_what_is_sent_is_what_wechat_accepts(name: str, text: str) -> None:
    value = fitted(name + "1", text)
    assert value is None or RULES[name].fullmatch(value)


def test_we_know_every_type_that_wechat_has() -> None:
    assert TYPES.keys() == RULES.keys()


@given(text=PROSE)
def test_prose_always_fits(text: str) -> None:
    value = fitted("thing1", text)
    assert value is not None
    assert 1 <= units(value) <= 20
    assert not re.search(r"[\r\n]", value)


@given(before=HAN, number=NUMBERS, after=HAN)
def test_a_number_is_told_whole_or_not_at_all(before: str, number: str, after: str) -> None:
    value = shortened(f"({before}):{number}({after})", 20)
    assert units(value) <= 20
    kept = value.partition(":")[2]
    assert not kept or kept.startswith((number, "…"))


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("thing3", "  共3处,\n点击查看 ", "共3处, 点击查看"),
        ("thing3", "请\u200b保持\x00电话畅通", "请保持电话畅通"),
        ("thing3", "", "无"),
        ("thing3", "😀" * 20, "😀" * 9 + "…"),
        (
            "thing3",
            "机动车驾驶证期满换证(体检)跨省通办业务",
            "机动车驾驶证期满换证(体检)跨省通办业务",
        ),
        (
            "thing3",
            "机动车驾驶证期满换证(体检)跨省通办新业务",
            "机动车驾驶证期满换证(体检)跨省通办新…",
        ),
        ("thing3", "请携带原件于本月前来,最迟2026年11月30日", "请携带原件于本月前来,最迟…"),
        (
            "thing3",
            "请携带原件到示范市出入境管理大厅南楼十五号窗",
            "请携带原件到示范市出入境管理大厅南楼…",
        ),
        ("thing3", "9" * 30, "点击查看详情"),
        ("phrase3", "准予许可", "准予许可"),
        ("phrase3", "准予(部分)", "准予部分"),
        ("phrase3", "准予部分许可申请", None),
        ("phrase3", "满意2分", None),
        ("phrase3", "approved", None),
        ("character_string2", "999900202611030000017", "999900202611030000017"),
        ("character_string2", "办件1", None),
        ("character_string2", "9" * 33, None),
        ("date4", "2026年11月3日", "2026年11月3日"),
        ("date4", "2026-11-03 09:30", "2026-11-03 09:30"),
        ("date4", "2026年11月3日~2026年11月9日", "2026年11月3日~2026年11月9日"),
        ("date4", "2020-01-18 16:18:49.0", None),
        ("date4", "2026-13-03", None),
        ("date4", "明天", None),
        ("time4", "09:30", "09:30"),
        ("amount5", "￥120.50元", "￥120.50元"),
        ("amount5", "一百元", None),
        ("number1", "-3.5", "-3.5"),
        ("number1", "٣", None),
        ("phone_number1", "0532-12345678", "0532-12345678"),
        ("car_number1", "鲁A12345学", "鲁A12345学"),
        ("name1", "欧阳娜娜", "欧阳娜娜"),
        ("name1", "欧阳娜娜2", None),
        ("name1", "Christopher Alexander Smith", None),
        ("short_thing1", "待补正", "待补正"),
        ("short_thing1", "材料需要补正", None),
        ("const1", "已办结", "已办结"),
    ],
)
def test_examples_of_each_type(key: str, text: str, value: str | None) -> None:
    assert fitted(key, text) == value


def test_a_type_that_wechat_does_not_have() -> None:
    with pytest.raises(KeyError):
        fitted("colour1", "红")
