"""Each voice finds what no other does, and none of them speaks for what is not there."""

from dataclasses import dataclass, replace

import pytest

from benchmarks.city import documents_of
from mobile_api.guides.search import (
    Further,
    SearchDocument,
    SearchEngine,
    SearchOutcome,
)
from mobile_api.guides.search.voices.actions import agreement, named_in, said_in
from mobile_api.guides.search.voices.characters import Rarity, in_common, without
from mobile_api.guides.search.voices.matters import Matters
from tests.mobile_api.guides.search.scoring import read

HOUSES = SearchDocument(
    "item",
    "houses",
    "传统民居修缮补助",
    further=Further(questions=("骑楼、番仔楼的产权人可以申请吗",)),
)
JOBLESS = SearchDocument("item", "jobless", "失业保险金申领")
FELLING = SearchDocument("item", "felling", "林木采伐许可")
DOGS = SearchDocument("item", "dogs", "养犬登记")
NO_MATTERS = Matters(())


@dataclass(frozen=True)
class Written:
    """Texts of a document as a voice reads them."""

    names: str
    further: tuple[tuple[str, float], ...] = ()


HOUSES_TEXTS = Written("传统民居修缮补助", (("骑楼 番仔楼的产权人可以申请吗", 0.5),))
EIGHT = Written("甲乙\n丙丁\n戊己\n庚辛")


@pytest.fixture(scope="module")
def among_others() -> SearchEngine:
    """`HOUSES` among the items of a city, heard by characters and concepts alone."""
    return SearchEngine([HOUSES, *documents_of(read("yugang_catalogue.json"))], matters=NO_MATTERS)


def found(engine: SearchEngine, text: str) -> list[str]:
    return [hit.id for hit in engine.search(text).hits]


def test_characters_find_what_no_dictionary_and_no_matter_knows(
    among_others: SearchEngine,
) -> None:
    assert found(among_others, "番仔楼产权人")[:1] == ["houses"]
    others = documents_of(read("yugang_catalogue.json"))
    without_texts = SearchEngine([replace(HOUSES, further=Further()), *others], matters=NO_MATTERS)
    assert "houses" not in found(without_texts, "番仔楼产权人")


def test_matters_find_what_has_no_character_in_common() -> None:
    assert found(SearchEngine([JOBLESS, FELLING]), "被公司裁了") == ["jobless"]
    assert found(SearchEngine([JOBLESS, FELLING], matters=NO_MATTERS), "被公司裁了") == []


def test_concepts_find_what_the_other_voices_do_not() -> None:
    passport = SearchDocument("item", "passport", "普通护照签发")
    engine = SearchEngine([passport, FELLING], matters=NO_MATTERS)
    assert found(engine, "出国玩") == ["passport"]


def test_what_surely_means_a_matter_that_is_not_here_is_asked_at_most() -> None:
    engine = SearchEngine([JOBLESS, DOGS])
    result = engine.search("港澳通行证")
    assert result.outcome is SearchOutcome.NOTHING
    assert not engine.search("失业保险金申领").perhaps


def test_a_word_for_what_is_elsewhere_is_none_where_it_is_loaded() -> None:
    """养狗 and 学籍 stand among the words for what a city does not have."""
    school = SearchDocument("item", "school", "中小学学籍转学")
    assert found(SearchEngine([school, FELLING]), "转学学籍怎么转") == ["school"]
    assert found(SearchEngine([DOGS, FELLING]), "养狗办证") == ["dogs"]
    assert found(SearchEngine([FELLING]), "养狗办证") == []


def test_a_word_that_a_name_holds_in_several_words_is_loaded_too() -> None:
    grant = SearchDocument("item", "grant", "一次性创业补贴申领")
    vocabulary = SearchEngine([grant, FELLING])._vocabulary
    assert vocabulary.has("创业补贴") and vocabulary.has("砍树")
    assert not SearchEngine([DOGS])._vocabulary.has("砍树")


def test_a_correction_is_told_only_if_it_led_to_what_is_found() -> None:
    engine = SearchEngine([SearchDocument("item", "passport", "普通护照签发"), FELLING])
    result = engine.search("普通护照签发和公金积")
    assert [hit.id for hit in result.hits] == ["passport"]
    assert result.understood_as is None
    assert engine.search("普通户照签发").understood_as == "普通护照签发"


def test_what_is_written_in_the_catalogue_is_no_slip() -> None:
    seal = SearchDocument("item", "seal", "公章刻制")
    typed = "刻公张"
    assert SearchEngine([seal]).search(typed).understood_as == "刻公章"
    written = replace(seal, further=Further(conditions=(typed,)))
    assert SearchEngine([written]).search(typed).understood_as is None


def test_of_fillers_alone_nothing_is_heard() -> None:
    guide = SearchDocument("item", "guide", "林木采伐许可", further=Further(questions=("怎么办",)))
    assert found(SearchEngine([guide]), "怎么办") == []
    assert without("怎么办证", [(0, 3)]) == "   证"


@pytest.mark.parametrize(("text", "share"), [("采伐", 1.0), ("骑楼", 0.5), ("天气", 0.0)])
def test_a_character_counts_by_the_text_that_it_stands_in(text: str, share: float) -> None:
    engine = SearchEngine([HOUSES, FELLING], matters=NO_MATTERS)
    documents = engine._documents
    spoken = Rarity(documents).spoken(text)
    assert max(map(spoken.share_in, documents)) == pytest.approx(share)


def test_what_only_characters_find_says_by_which_words(among_others: SearchEngine) -> None:
    by_name = among_others.search("民居要修缮").hits[0]
    assert (by_name.id, by_name.why) == ("houses", ("民居", "修缮"))
    by_text = among_others.search("番仔楼的产权人").hits[0]
    assert (by_text.id, by_text.why) == ("houses", ("番仔楼的产权人",))
    assert in_common("一种番仔楼和两种骑楼", HOUSES_TEXTS) == ("番仔楼", "骑楼")
    assert in_common("甲乙丙丁戊己庚辛", EIGHT) == ("甲乙", "丙丁", "戊己")


def test_what_is_meant_and_called_differently_has_no_words_in_common() -> None:
    assert SearchEngine([JOBLESS, FELLING]).search("被公司裁了").hits[0].why == ()


@pytest.mark.parametrize(
    ("said", "name", "agrees"),
    [
        ("执照丢了", "营业执照补领", 1),
        ("执照丢了", "营业执照变更", -1),
        ("想开店执照丢了", "营业执照设立", -1),
        ("想开个店", "营业执照注销", 0),
        ("执照", "营业执照补领", 0),
        ("执照丢了", "营业执照", 0),
    ],
)
def test_what_is_to_be_done_agrees_or_not(said: str, name: str, agrees: int) -> None:
    assert agreement(said_in(said), named_in(name)) == agrees


def test_of_twins_the_one_that_does_what_is_asked_comes_first() -> None:
    twins = ("机动车驾驶证初次申领", "机动车驾驶证遗失补证", "机动车驾驶证期满换证")
    engine = SearchEngine([SearchDocument("item", name, name) for name in twins])
    assert found(engine, "驾驶证丢了怎么办")[0] == twins[1]
    assert found(engine, "驾驶证快到期了")[0] == twins[2]


def test_what_no_counter_is_for_finds_nothing() -> None:
    cakes = SearchDocument("item", "cakes", "食品经营许可", aliases=("开蛋糕店",))
    assert found(SearchEngine([cakes, FELLING]), "开蛋糕店要办什么") == ["cakes"]
    assert found(SearchEngine([cakes, FELLING]), "生日蛋糕图片") == []


def test_a_character_of_a_name_finds_no_permit() -> None:
    pillars = SearchDocument("item", "pillars", "设置大型户外广告", further=Further(("伟岸",)))
    engine = SearchEngine([pillars, FELLING])
    assert found(engine, "张伟") == []
    assert found(engine, "户外广告") == ["pillars"]
