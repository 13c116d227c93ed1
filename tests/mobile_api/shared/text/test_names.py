"""Names as cards and keyboards have them: what is one, how it is kept, when two are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_api.shared.text.names import LONGEST, name_of, same_name

UYGHUR = "阿卜杜拉\u00b7买买提"
INTERPUNCTS = "\u00b7\u30fb\u2022\u2027\uff0e\uff65\u2219."


@pytest.mark.parametrize("mark", INTERPUNCTS)
def test_every_interpunct_is_kept_as_one(mark: str) -> None:
    assert name_of(f"阿卜杜拉{mark}买买提") == UYGHUR
    assert name_of(f" 阿卜杜拉 {mark} 买买提 ") == UYGHUR
    assert same_name(f"阿卜杜拉{mark}买买提", UYGHUR)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("诺", "诺"),
        ("刘\u3007", "刘\u3007"),
        ("刘\U00031350", "刘\U00031350"),
        ("刘\U0002ebf0", "刘\U0002ebf0"),
        ("刘\ue863", "刘\ue863"),
        ("\U00020bb7野", "\U00020bb7野"),
        ("张㛃", "张㛃"),
        ("O'BRIEN SEAN", "O'BRIEN SEAN"),
        ("O\u2019BRIEN  SEAN", "O'BRIEN SEAN"),
        ("Jose\u0301", "Jos\u00e9"),
        ("葛\U000e0100飾", "葛\U000e0100飾"),
        ("张\u3000三", "张三"),
        ("张\u200b三\u200e", "张三"),
        ("\u2ee2腾", "马腾"),
        ("\u2f8f\u2f00", "行一"),
        ("ＳＭＩＴＨ　ＪＯＨＮ", "SMITH JOHN"),
        ("KING J.R.", "KING J.R."),
        ("Jean\u2010Luc", "Jean-Luc"),
    ],
)
def test_what_stands_on_a_card_is_a_name(typed: str, kept: str) -> None:
    assert name_of(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "\u200b",
        "3",
        "张3",
        "张*",
        "-",
        "\u00b7",
        "\u0301",
        "\u00b7张三",
        "张三\u00b7",
        "张\x00三",
        "张<b>",
        "张\u3002",
        "\u3164",
        "张" * (LONGEST + 1),
    ],
)
def test_what_is_no_name(typed: str) -> None:
    assert name_of(typed) is None


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("SMITH JOHN", "Smith  John", True),
        ("ＳＭＩＴＨ JOHN", "smith john", True),
        ("O\u2019Brien", "O'BRIEN", True),
        ("葛\U000e0100飾", "葛飾", True),
        ("Jose\u0301", "JOS\u00c9", True),
        ("李示范", "李示范", True),
        ("李示范", "李示犯", False),
        (UYGHUR, "阿卜杜拉买买提", False),
        (None, "李四", False),
    ],
)
def test_names_are_compared_as_people_read_them(
    one: str | None, other: str, are_same: bool
) -> None:
    assert same_name(one, other) is same_name(other, one) is are_same


@given(st.text(max_size=60))
def test_what_is_kept_is_kept_again_as_it_is(text: str) -> None:
    kept = name_of(text)
    assert kept is None or (name_of(kept) == kept and 0 < len(kept) <= LONGEST)
