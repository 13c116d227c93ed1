"""Danger is heard where a paper is lacking or a person shares what befell an animal; and its cost.

What only sounds so (a cry over a password, a debt that weighs) is calm until danger is told, too.
"""

import random
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from mobile_api.guides.search.emergencies import hear
from mobile_api.guides.search.emergencies.hearing import _MOST_TELLINGS
from tests.mobile_api.guides.search.test_danger_beside_refusals import heard_alone

LACKING = ("社保卡没带", "身份证忘带了", "户口没迁", "医保断缴", "学籍怎么办", "离婚后怎么报案")


@pytest.mark.parametrize("tail", LACKING)
def test_none_that_is_heard_alone_is_lost_with_a_paper_that_is_lacking(tail: str) -> None:
    lost = [text for text in heard_alone() if hear(text + tail) is None]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # A person shares what befell the animal.
        ("我的猫吃了老鼠药孩子也吃了", "poison"),
        ("我家狗吃了老鼠药我儿子也吃了怎么办", "poison"),
        ("邻居的狗吃了毒药我女儿也吃了", "poison"),
        ("我家狗和孩子都吃了老鼠药", "poison"),
        ("狗吃了老鼠药孩子抢着吃了", "poison"),
        # A paper that is lacking, in the same clause.
        ("小孩误吞纽扣电池社保卡没带", "choking"),
        ("老婆大出血准生证没带", "bleeding"),
        ("孩子晕倒了社保卡也没带", "illness"),
        ("前夫在踹门户口没迁", "intruder"),
        ("厂里机器绞了我手指头断了工伤怎么认定", "bleeding"),
        ("我儿子三天没回家学籍怎么办", "lost"),
        ("孩子失踪两天了户口本能报案吗", "lost"),
        # What comes after a divorce is not over.
        ("我儿子被拐了离婚后怎么报案", "lost"),
        ("我妹让人拐了户口在老家", "lost"),
        # Signs that no kind had.
        ("工厂氯气泄漏好多人吐", "gas"),
        ("氨气泄漏了大家都跑", "gas"),
        ("全班都吐了学校说没事", "poison"),
        ("工地塌了工友埋里面了", "trapped"),
        ("隧道塌了里面有人", "trapped"),
        ("我妈压里面了", "trapped"),
        ("把我姐往死里打", "crime"),
        ("他说要跟我们同归于尽", "crime"),
        ("把煤气打开了说要同归于尽", "gas"),
        ("狗把孩子咬得满脸血怎么赔", "poison"),
        ("我爸满脸是血走不动", "bleeding"),
    ],
)
def test_danger_is_heard_beside_animals_and_papers(text: str, kind: str) -> None:
    found = hear(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    ("matter", "danger"),
    [
        ("救命啊公积金密码忘了", "救命啊他打我"),
        ("救命啊,公积金密码忘了", "救命啊"),
        ("救救我社保断缴三个月", "救救我社保断缴三个月活不下去"),
        ("房贷压得我喘不过气", "我喘不过气房贷还没还"),
        ("贷款压得我喘不过气来", "贷款压得我不想活了"),
        ("打死我也不想再跑一趟窗口", "他说打死我也不会放过我家人"),
        ("流血流汗干了半年拿不到工钱", "打人的跑了我流血"),
        ("打人的邻居被拘留了我怎么要赔偿", "打人的邻居又来打我"),
        ("我家狗吃了老鼠药", "狗吃了老鼠药我也吃了"),
        ("狗被撞了邻居也不赔", "狗被撞了邻居也被撞了"),
        ("人事档案压在里面", "工友压在里面"),
        ("一手血汗钱要不回来", "一手血止不住"),
        ("要生了准生证没办", "老婆要生了准生证没办"),
        ("去年被狗咬得满脸血怎么赔", "被狗咬得满脸血"),
    ],
)
def test_the_same_words_are_calm_until_danger_is_told(matter: str, danger: str) -> None:
    assert hear(matter) is None
    assert hear(danger) is not None


def _times_heard(name: str, what: Callable[[], object]) -> int:
    """How often a function of that name is called; a count is the same on any machine."""
    called = [0]

    def count(frame: FrameType, event: str, _: object) -> None:
        called[0] += event == "call" and frame.f_code.co_name == name

    sys.setprofile(count)
    try:
        what()
    finally:
        sys.setprofile(None)
    return called[0]


_ASKING = (
    *("赔吗", "请", "哪个", "去", "没有", "找谁", "怎么", "办理", "报案", "材料"),
    *("户口", "医保", "证明", "申请", "我", "要", "社保卡", "没带"),
)


def _asking(seed: int) -> str:
    """800 characters of asking that do not repeat themselves, the same on any day."""
    return "".join(random.Random(seed).choices(_ASKING, k=800))[:800]


@pytest.mark.parametrize("text", [("赔吗请哪个去没有找谁" * 80)[:800], *map(_asking, range(5))])
def test_the_tellings_of_a_question_are_bounded(text: str) -> None:
    assert _times_heard("_by_itself", lambda: hear(text)) <= _MOST_TELLINGS
