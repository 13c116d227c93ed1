"""What people read of the papers; no name of staff, and no number of a paper."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from mobile_api.handoff.custody.models import CustodyEntry, Paper
from mobile_api.handoff.custody.states import STEP_NAMES
from mobile_api.handoff.states import CustodyPlace, CustodyStep, HandoffSide, PaperFound, ReturnedTo

UNKNOWN_STEP = "有新的进展"
# `{taking}` and `{home}`: the window of this city, or the other one's name and window.
_PLACES: Final[Mapping[CustodyPlace, str]] = {
    CustodyPlace.with_person: "在本人手里",
    CustodyPlace.at_taking: "在{taking}",
    CustodyPlace.at_taking_sealed: "在{taking},已封装",
    CustodyPlace.to_home: "寄往{home}途中",
    CustodyPlace.at_home: "在{home}",
    CustodyPlace.to_taking: "寄回{taking}途中",
    CustodyPlace.to_person: "寄给本人途中",
    CustodyPlace.missing: "遗失,正在查找",
}
_FOUND: Final[Mapping[PaperFound, str]] = {
    PaperFound.missing: "没有找到",
    PaperFound.damaged: "有破损",
}
LOST, FAULTY, OVERDUE = "custody_lost", "custody_papers_faulty", "custody_overdue"
# `{who}`: the window of this city or the other city; `{other}`: whom it goes to.
_TEXTS: Final[Mapping[str, str]] = {
    CustodyStep.collected: "{who}收取了材料原件:{papers}。",
    CustodyStep.sealed: "{who}已将材料原件装袋封存:{papers}。",
    CustodyStep.posted: "{who}已将材料原件寄往{other}{waybill}。",
    CustodyStep.delivered: "快递显示材料原件已签收{waybill},等待收件方核对登记。",
    CustodyStep.sent_back: "快递未能投递,材料原件退回寄件方{waybill}。",
    CustodyStep.received: "{who}已收到材料原件并核对:{papers}。",
    CustodyStep.returned: "{who}已将材料原件寄还{other}{waybill}。",
    CustodyStep.handed_over: "{who}已将材料原件交还本人:{papers}。",
    CustodyStep.lost: "材料原件遗失:{papers}。工作人员正在查找,会与您联系。",
    CustodyStep.corrected: "更正:{who}此前关于“{struck}”的一条登记有误,不再有效。",
}
_DELIVERED_TO_PERSON = "快递显示材料原件已由本人签收{waybill}。"
_UNKNOWN = "{who}对材料原件有新的登记,请向{who}查询详情。"
OVERDUE_TEXT = "寄出的材料原件{days}天没有登记收到,工作人员正在查询,您不需要做什么。"
PERSON = "本人"
OWN_WINDOW = "本地窗口"
_SHOWN = 8
# A number of any paper is longer; a year is not. Written in groups it has more digits than a day.
_SIGN = r"[0-9０-９A-Za-zＡ-Ｚａ-ｚ]"
_NUMBER = re.compile(
    rf"{_SIGN}*(?:[0-9０-９]{{5,}}|[0-9０-９](?:[- \uff0d\u2014\u2013]?[0-9０-９]){{8,}}){_SIGN}*"
)


def has_number(name: str) -> bool:
    """Whether a name of a paper tells a number that may stand on it."""
    return _NUMBER.search(name) is not None


def masked(name: str) -> str:
    """As another city wrote it, without such a number."""
    return _NUMBER.sub("****", "".join(one for one in name if one.isprintable())).strip()


def place_name(place: CustodyPlace, own: HandoffSide, other: str) -> str:
    """Where the papers are, as people of the city of side `own` say it; `other`: the other city."""
    theirs = f"{other}窗口"
    taking, home = (OWN_WINDOW, theirs) if own is HandoffSide.taking else (theirs, OWN_WINDOW)
    return _PLACES[place].format(taking=taking, home=home)


def papers_text(papers: Sequence[Paper]) -> str:
    """旧护照1份、户口簿1份(有破损)."""
    told = "、".join(_paper(one) for one in papers[:_SHOWN])
    return told + (f"等{len(papers)}种" if len(papers) > _SHOWN else "") or "未列明"


def _paper(paper: Paper) -> str:
    found = _FOUND.get(paper.found) if paper.found else None
    return f"{paper.name}{paper.count}份" + (f"({found})" if found else "")


def step_name(step: str) -> str:
    return STEP_NAMES[CustodyStep(step)] if step in STEP_NAMES else UNKNOWN_STEP


def text_of(entry: CustodyEntry, own: HandoffSide, other: str, struck: str = "") -> str:
    """As the history of the case says it in the city of side `own`; `other`: the other city's name,
    `struck`: the step that a correction strikes."""
    is_own = entry.city is own
    who, whither = (OWN_WINDOW, other) if is_own else (other, OWN_WINDOW)
    text = _TEXTS.get(entry.step, _UNKNOWN)
    is_to_person = entry.to is ReturnedTo.person
    if is_to_person:
        whither = PERSON
    if entry.step == CustodyStep.delivered and is_to_person:
        text = _DELIVERED_TO_PERSON
    waybill = f"(运单号{entry.waybill_number})" if entry.waybill_number else ""
    return text.format(
        who=who,
        other=whither,
        papers=papers_text(entry.papers),
        waybill=waybill,
        struck=step_name(struck),
    )[:500]
