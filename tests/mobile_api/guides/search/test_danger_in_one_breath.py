"""Danger is heard where an office is asked in the same clause, and what only sounds so is not.

Each emergency of the data files that is heard by itself is told again with what an office is
asked, without a comma. Of what is over and now is a matter, `test_aftermath.py` holds the floors.
"""

import pytest

from mobile_api.guides.search import SearchEngine
from mobile_api.guides.search.emergencies import hear
from mobile_api.guides.search.emergencies.rules import read_rules
from mobile_api.guides.search.index import Among
from mobile_api.guides.search.text import normalise
from tests.mobile_api.guides.search.test_danger_beside_refusals import heard_alone

ASKED = ("要怎么申请", "去哪里办理", "怎么报案", "怎么立案", "找谁", "医保报不报")
ASKED_TOO = ("去哪个窗口", "怎么投诉", "能报销吗", "要先备案吗", "需要本人去吗", "物业不管找谁")
# A claim is enough where what happened is over by nature: robbed, bitten, burnt down.
CLAIMED, MOST_LOST = ("怎么赔", "怎么起诉", "算工伤吗", "能申请救助吗"), 0.07


@pytest.mark.parametrize("tail", [*ASKED, *ASKED_TOO])
def test_none_that_is_heard_alone_is_lost_with_what_an_office_is_asked(tail: str) -> None:
    lost = [text for text in heard_alone() if hear(text + tail) is None]
    assert lost == []


@pytest.mark.parametrize("tail", CLAIMED)
def test_few_are_lost_with_a_claim(tail: str) -> None:
    lost = [text for text in heard_alone() if hear(text + tail) is None]
    assert len(lost) <= MOST_LOST * len(heard_alone()), lost


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我家着火了要怎么申请", "fire"),
        ("孩子掉河里了去哪里办理", "water"),
        ("楼下着火了物业不管找谁", "fire"),
        ("厨房着火了怎么报案", "fire"),
        ("我女儿被绑架了怎么立案", "crime"),
        ("有人抢劫怎么报案", "crime"),
        ("老婆羊水破了生育登记还没办", "birth"),
        ("老婆要生了准生证没办咋办", "birth"),
        ("我爸心脏病发了医保咋报销", "illness"),
        ("喝农药了怎么报销医保", "poison"),
        ("他把我打了我想离婚", "partner"),
        ("老公打了我怎么申请离婚", "partner"),
        ("老公正在打我怎么申请离婚", "partner"),
        # Asked first.
        ("怎么报案我家进贼了", "intruder"),
        ("请问怎么申请救助我家着火了", "fire"),
        # What has begun and lasts is no matter by a claim.
        ("我家着火了怎么赔", "fire"),
        ("楼下着火了怎么起诉物业", "fire"),
        ("孩子掉井里了找谁赔", "water"),
        ("我爸触电了算工伤吗", "shock"),
        ("工友手被机器绞进去了怎么算工伤", "trapped"),
        ("前男友天天打电话骚扰我还说要杀我", "crime"),
    ],
)
def test_what_happens_is_heard_whatever_an_office_is_asked(text: str, kind: str) -> None:
    found = hear(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "去年厨房着火了怎么申请",
        "上个月厨房烧了怎么办理",
        "厨房烧完了怎么申请",
        "着火了已经灭了怎么办理",
        "我爸心脏病发了出院了医保咋报销",
        "我妈晕倒出院后怎么报销",
        "着火之后怎么申请",
        "那次着火了找谁",
        "去年孩子掉河里了怎么申请",
        "上个月喝农药了怎么报销医保",
        "火扑灭了去哪里登记",
        # A claim, or what is asked for by its name.
        "被车撞了人跑了听说有救助基金怎么申请",
        "被打伤做伤情鉴定去哪",
        "房子被烧了能申请救助吗",
        "火烧了房子能申请救助不",
        "庄稼淹了农业保险怎么赔",
        "撞了车对方不赔怎么起诉",
        "被狗咬了狂犬疫苗在哪打",
    ],
)
def test_a_sign_of_the_past_makes_a_matter(text: str) -> None:
    assert hear(text) is None


@pytest.mark.parametrize(
    ("matter", "danger"),
    [
        ("厂子关门了,拖我三个月工钱没给", "他拖我上车"),
        ("公司关门了,拖我工资", "有人拖我进巷子"),
        ("中介扣住我押金不退", "老板扣住我不让走"),
        ("公司逼我辞职", "他们逼我喝酒脱衣服"),
        ("骚扰电话一直骚扰我", "有人半夜发短信骚扰我说要来砍我"),
        ("银行卡绑我手机号了", "他绑我在床上"),
        ("银行关我账户", "他关我在屋里"),
        ("老板打我卡上的钱少了", "他打我头打我脸"),
        ("老师打我孩子低分", "老师打我孩子"),
        ("邻居的车堵我车位", "他们堵我家门口要砸"),
        ("单位不让我走社保转移", "他不让我走"),
        ("税务追我补税", "他追我拿着刀"),
        ("社区摸我家情况", "老板摸我"),
        ("隔壁店抢我招牌", "有人抢我孩子"),
        ("想砍几根杉树卖", "他想砍我"),
        ("楼道堆满东西怕着火", "我闻到焦味怕着火"),
        ("我妈瘫痪动不了能上门认证吗", "我妈摔倒动不了能上门吗"),
        ("老公失联三年了我想跟他离", "老公失踪三天了"),
        ("老公走了三年没回来我想离", "女儿走了三个小时没回来"),
        ("我哥走失多年了", "老公失联三年了孩子今天又走丢了"),
        ("宠物狗被撞了", "遛狗被车撞了"),
        ("我家狗被车撞了", "我和我家狗被车撞了"),
        ("我家狗被车撞了怎么赔", "我家狗被车撞了孩子也被撞了"),
        ("我家狗走丢了", "孩子走丢了"),
        ("鸭子被狗咬死了", "孩子让狗给咬了"),
        ("母猪快生了", "老婆快生了"),
    ],
)
def test_a_matter_in_words_of_danger_is_calm(matter: str, danger: str) -> None:
    assert hear(matter) is None
    assert hear(danger) is not None


@pytest.mark.parametrize("text", ["老公打了我怎么申请离婚", "他把我打了我想离婚"])
def test_who_is_beaten_and_wants_a_divorce_gets_both(engine: SearchEngine, text: str) -> None:
    found = engine.search(text, limit=10)
    assert found.emergency is not None
    assert found.emergency.numbers[:2] == ("110", "12338")
    assert found.hits == engine._ordinary(normalise(text), 10, Among()).hits


@pytest.mark.parametrize(
    "piece", ["我要怎么办", "不", "着火", "打我", "拖我们三", "我家狗", "怕着火"]
)
def test_a_long_text_is_read_once(piece: str) -> None:
    """A near miss of 100,000 characters: what is tried more than once each would never end."""
    rules, text = read_rules(), (piece * 100_000)[:100_000] + "x"
    asking = rules.asking
    assert asking.last.search(text) is None
    assert not asking.named.search(text)
    assert len(rules.other_words.sub("", text)) <= len(text)
    assert sum(1 for _ in asking.begun.finditer(text)) <= len(text)
    hear(text)
