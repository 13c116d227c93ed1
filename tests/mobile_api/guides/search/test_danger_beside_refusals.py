"""Danger is heard whatever an office refuses, and whatever is asked or told beside it.

Each emergency of the data files that is heard by itself is told again with a tail. Of what is
over and now is a matter, `test_aftermath.py` holds the floors.
"""

import functools

import pytest

from mobile_api.guides.search.emergencies import hear
from tests.mobile_api.guides.search.scoring import read

FILES = {
    "emergency_sentences.json": ("emergencies",),
    "emergency_sentences_later.json": ("emergencies",),
    "emergency_sentences_beside_paper.json": ("emergencies",),
    "aftermath_sentences.json": ("emergencies", "both", "more_emergencies"),
    "yugang_searches.json": ("emergencies",),
    "mingjiang_searches.json": ("emergencies",),
}
REFUSED = (
    "物业不管",
    "村里不管",
    "派出所说不管",
    "报警了警察不来",
    "医院说要先交钱",
    "医院不收",
    "公司说不关他们的事",
    "老板不让说",
    "对方说不赔",
    "人家说要先赔钱",
    "法院不受理",
    "公司欠我三万块钱不给",
)
ASKED = (
    "还能救吗",
    "救过来还能好吗",
    "会不会影响孩子",
    "政府管不管",
    "谁来管",
    "找谁负责",
    "责任算谁的",
    "谁出医药费",
    "医保能报吗",
    "保险赔不赔",
    "没有医保卡怎么办",
    "户口怎么办",
    "能不能起诉",
    "算不算工伤",
    "救护车要收费吗",
    "没钱住院怎么办",
)
BEFORE = (
    "上次也是这样",
    "跟去年一样",
    "以前也有过",
    "后来就这样了",
    "保安说上周也有",
    "派出所说上次调解过了",
    "我忍了十年了",
)


def _texts(name: str, part: str) -> list[str]:
    return [
        str(one.get("text") or one["q"]) if isinstance(one, dict) else str(one)
        for one in read(name)[part]
    ]


@functools.cache
def heard_alone() -> tuple[str, ...]:
    """The emergencies of all data files that are heard by themselves."""
    told = [text for name, parts in FILES.items() for part in parts for text in _texts(name, part)]
    # What is longer than 60 characters with its tail is heard in parts, each by itself.
    return tuple(text for text in dict.fromkeys(told) if len(text) < 45 and hear(text))


def test_there_is_something_to_lose() -> None:
    assert len(heard_alone()) > 900


@pytest.mark.parametrize("tail", [*REFUSED, *ASKED, *BEFORE])
def test_none_that_is_heard_alone_is_lost_with_a_tail(tail: str) -> None:
    lost = [text for text in heard_alone() if hear(f"{text},{tail}") is None]
    assert lost == []


@pytest.mark.parametrize("start", [*REFUSED, *BEFORE])
def test_none_is_lost_behind_a_refusal(start: str) -> None:
    lost = [text for text in heard_alone() if hear(f"{start}。{text}") is None]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # Whether he can be saved is no question for an office, and 百草枯 no sum of money.
        ("我爸喝了百草枯还能救吗", "poison"),
        ("我吃了一百片安眠药 还能救吗", "poison"),
        ("我吃了一百片药还能活吗", "poison"),
        ("我妈吃了老鼠药能治好吗", "poison"),
        ("我吃了一瓶安眠药,医保报不报", "poison"),
        ("他喝了农药医院说要先交三千块钱", "poison"),
        # A heart that has stopped is not over.
        ("我爸心跳停了,医院说要先交钱", "illness"),
        ("我爸心跳停了还能救吗", "illness"),
        ("我爸心跳停了,物业没有AED", "illness"),
        ("我爸心跳停了派出所说不来", "illness"),
        ("呼吸停了 医院不收 要先交押金", "illness"),
        ("我妈晕倒了医保能报吗", "illness"),
        ("我爸心脏病犯了医保能报吗", "illness"),
        ("我妈从楼上摔下来了物业不管", "illness"),
        ("我走了以后孩子谁管 药都买好了", "crisis"),
        ("不如死了算了,派出所说不管", "crisis"),
        ("死了算了政府又不管", "crisis"),
        ("不如死了算了公司欠我三万块钱不给", "crisis"),
        ("活不下去了 公司欠我三万块钱不给", "crisis"),
        # Who grieves is in danger after what is past.
        ("老公去世了,我撑不下去了,公司不管", "crisis"),
        ("我割腕了影响孩子上学吗", "crisis"),
        ("我妈触电了供电局不管", "shock"),
        ("孩子掉河里了村里不管", "water"),
        ("孩子被拐走了户口怎么办", "lost"),
        ("女儿失踪了身份证在身上", "lost"),
        ("小区电梯坏了把人关里面了", "elevator"),
        ("他快被打死了派出所说不管", "crime"),
        ("my dad is not breathing,医院说要先交钱", "illness"),
    ],
)
def test_whoever_refuses_danger_stays_danger(text: str, kind: str) -> None:
    found = hear(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        # The past, said outright, in another clause.
        "突发脑梗,去年的事,医保怎么报",
        "中风了,住院花了三万,能报多少",
        "爷爷触电,后来去世了,工亡怎么认定",
        "女儿自杀走了贷款还要还吗",
        # Words to search for, which tell of nothing.
        "火灾 认定书",
        "溺水死亡 丧葬费",
        "交通事故 赔偿标准",
        # Neither an illness nor a lost child.
        "老人走不动了能上门办吗",
        "公司快不行了",
        "孩子找不到学校上",
    ],
)
def test_what_is_over_or_never_was_is_calm(text: str) -> None:
    assert hear(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我爸走不动了怎么办", "illness"),
        ("我爸突然走不动了能上门吗", "illness"),
        ("我在公司快不行了", "illness"),
        ("公司快不行了,我不想活了", "crisis"),
        ("孩子在学校找不到了", "lost"),
    ],
)
def test_the_same_words_of_people_are_danger(text: str, kind: str) -> None:
    found = hear(text)
    assert found is not None
    assert found.kind == kind


def test_the_cost_is_bounded() -> None:
    """A claim between commas is taken for danger more often: a banner too many costs little."""
    texts = _texts("aftermath_sentences.json", "in_clauses")
    shown = [text for text in texts if hear(text)]
    assert len(shown) <= 0.6 * len(texts), shown
