"""Text in any form is the same text; slips and pinyin are read as what was meant."""

import pytest

from mobile_api.guides.search import SearchEngine, query_key
from mobile_api.guides.search.concepts import default_lexicon
from mobile_api.guides.search.latin import Letters
from mobile_api.guides.search.query import asks_for_forgery
from mobile_api.guides.search.spelling import Spelling
from mobile_api.guides.search.text import normalise, syllables, without_measures


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(default_lexicon(), ["取水", "社团"])


@pytest.fixture(scope="module")
def letters() -> Letters:
    return Letters(default_lexicon(), ["取水"])


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("護照補發", "护照补发"),
        ("ＧＪＪ　提取!", "gjj 提取"),
        ("  身份证,丢了?? ", "身份证 丢了"),
        ("😀😀", ""),
        ("身 份 证 丢 了", "身份证丢了"),
        ("c 1 驾照", "c1 驾照"),
        ("身" * 500, "身" * 60),
    ],
)
def test_normalise(typed: str, normal: str) -> None:
    assert normalise(typed) == normal


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("我的身份证11010119900307123X丢了", "我的身份证##################丢了"),
        ("电话一三八零零一三八零零零", "电话###########"),
        ("电话一三八〇〇一三八〇〇〇", "电话###########"),
        ("电话壹叁捌零零", "电话#####"),
        ("二胎", "二胎"),
        ("护照" * 40, "护照" * 15),
    ],
)
def test_the_key_of_an_unanswered_query_keeps_no_number(typed: str, kept: str) -> None:
    assert query_key(typed) == kept


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("上个户口", "上户口"), ("买了套二手房", "买二手房"), ("换了个新身份证", "换新身份证")],
)
def test_measure_words_do_not_split_verb_and_object(typed: str, plain: str) -> None:
    assert without_measures(typed) == plain


@pytest.mark.parametrize(
    ("place", "spoken"), [("单县", "shan xian"), ("乐陵", "lao ling"), ("银行", "yin hang")]
)
def test_place_names_are_read_as_their_people_read_them(place: str, spoken: str) -> None:
    assert " ".join(syllables(place)) == spoken


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("克公章", "刻公章"),  # the same sound
        ("营业热照", "营业执照"),  # looks alike
        ("公金积", "公积金"),  # swapped
        ("居民身份份证", "居民身份证"),  # one too many
        ("林活就业", "灵活就业"),  # the same sound in many accents
        ("换驾驶证", "换驾驶证"),  # right, although 考驾驶证 is near
        ("取水", "取水"),  # a word of the catalogue
        ("公基金提取", "公积金提取"),  # 基金 is a word, yet all of it sounds alike
        ("食品经管许可证", "食品经营许可证"),  # wrong in the middle of something long
        ("哪个牌子好", "哪个牌子好"),  # no slip for 挂个牌子
        ("我叫刘洋", "我叫刘洋"),  # a person's name, although 留洋 is a word
        ("收废铁", "收废铁"),  # 收费 would cut 废铁 in two
        ("晚了怎么办", "晚了怎么办"),  # 弯了 is no matter
        ("孩子能落户", "孩子能落户"),  # 孩子落户 says no more
    ],
)
def test_slips_are_mended_and_right_words_left(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.correct(typed, strict=True) == meant


def test_a_real_word_is_taken_for_another_only_as_a_last_resort(spelling: Spelling) -> None:
    assert spelling.correct("护罩", strict=True) == "护罩"
    assert spelling.correct("护罩", strict=False) == "护照"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("公金", "公积金"), ("保社", "社保"), ("饿了", "饿了")],
)
def test_bold_corrections_also_mend_two_characters(
    spelling: Spelling, typed: str, meant: str
) -> None:
    assert spelling.correct(typed, strict=False) == meant


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("zhuangongjijin", "公积金"),
        ("gongjijintiqu", "公积金提取"),
        ("gongjijin tiqu", "公积金提取"),
        ("社bao卡", "社保卡"),
        ("gjj提取", "公积金提取"),
        ("asdfgh", None),
        ("hello world", None),
    ],
)
def test_pinyin_is_read(letters: Letters, typed: str, read: str | None) -> None:
    assert letters.read_latin(typed) == read


def test_initials_stand_for_every_word_that_they_may(letters: Letters) -> None:
    (words,) = letters.read_initials("jsz")[0]
    assert {"驾驶证", "计生证"} <= set(words)
    assert letters.read_initials("vvv") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gjj tq", ["公积金", "提取"]),
        ("jsz dqhz", ["驾驶证", "到期", "换证"]),
        ("lh jy", ["灵活就业"]),
        ("hz banli", ["护照", "办理"]),
    ],
)
def test_a_space_parts_initials(letters: Letters, typed: str, meant: list[str]) -> None:
    parts = letters.read_initials(typed)[0]
    assert [word in part for word, part in zip(meant, parts, strict=True)] == [True] * len(meant)


@pytest.mark.parametrize(
    ("text", "is_forgery"), [("办假证", True), ("放假几天", False), ("打假", False)]
)
def test_forgery_words(text: str, is_forgery: bool) -> None:
    assert asks_for_forgery(text) is is_forgery


def test_ambiguous_initials_show_all_readings(engine: SearchEngine) -> None:
    assert {"driver-renew", "birth-reg"} <= {hit.id for hit in engine.search("jsz").hits}
