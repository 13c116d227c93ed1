"""What a text asks for, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import settings as quickly
from hypothesis import strategies as st

from mobile_api.wechat_replies.wishes import Wish, WishKind, wish_of

NUMBER = "99990020261121000001N"
WIDE = str.maketrans("0123456789N ", "０１２３４５６７８９Ｎ\u3000")


@pytest.mark.parametrize(
    "text",
    [
        f"查件 {NUMBER}",
        f"查件{NUMBER}",
        f"查件：{NUMBER}。",
        f"  查询 {NUMBER.lower()}  ",
        f"进度{NUMBER}",
        f"查件 {NUMBER}".translate(WIDE),
        "查件 999900 20261121 000001 n",
        f"查件\u202d{NUMBER}\u202c",
        f"查辦件 {NUMBER}",
        f"查办件编号{NUMBER}",
        f"查进度：办件编号{NUMBER}",
        NUMBER,
        NUMBER.lower(),
        f"“{NUMBER}”",
    ],
)
def test_a_case_number_is_found_in_every_spelling(text: str) -> None:
    wish = wish_of(text)
    assert (wish.kind, wish.number) == (WishKind.case, NUMBER)


@pytest.mark.parametrize("text", ["查件", "查件。", " 查 件 ", "进度", "查询", "办件查询"])
def test_the_words_alone_ask_for_the_number(text: str) -> None:
    wish = wish_of(text)
    assert (wish.kind, wish.number) == (WishKind.case, "")


@pytest.mark.parametrize(
    ("text", "number"),
    [("查件 12345", "12345"), ("查件 99990020261121000001X", "99990020261121000001X")],
)
def test_a_wrong_number_is_one_nevertheless(text: str, number: str) -> None:
    wish = wish_of(text)
    assert (wish.kind, wish.number) == (WishKind.case, number)


@pytest.mark.parametrize(
    "text",
    [
        "查询社保",
        "进度款怎么申请",
        "查询ETC",
        "查件人是谁",
        "查一下公积金",
        "办护照要带什么",
        "1234567",
        "123456号",
        "我要取消预约",
        "人工耳蜗补贴",
        "护照",
    ],
)
def test_other_words_are_searched_for(text: str) -> None:
    assert wish_of(text).kind is WishKind.words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("01001X", WishKind.tail),
        ("０１００１x", WishKind.tail),
        (" 010 017 ", WishKind.tail),
        ("11010119900307001X", WishKind.id_number),
        ("取消", WishKind.cancel),
        ("不查了！", WishKind.cancel),
        ("人工", WishKind.person),
        ("转人工。", WishKind.person),
        ("你好", WishKind.help),
        ("？", WishKind.help),
        ("", WishKind.help),
        ("😀", WishKind.help),
        ("轉人工", WishKind.person),
        ("人工咨询", WishKind.person),
        ("幫助", WishKind.help),
        ("投訴", WishKind.function),
        ("HELLO", WishKind.help),
        ("我要投诉！", WishKind.function),
        ("咨询电话", WishKind.function),
    ],
)
def test_short_wishes(text: str, kind: WishKind) -> None:
    assert wish_of(text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "０１００１x",
        "后六位是01001X",
        "後六位 01001X",
        "身份证号后6位：01001x。",
        "是 01001X",
        "\u202d01001X\u202c",
    ],
)
def test_a_tail_is_normalised(text: str) -> None:
    assert wish_of(text) == Wish(WishKind.tail, "01001X")


@quickly(max_examples=300)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert wish_of(text).kind in WishKind
