"""The fields of a guide as short Chinese sentences, one function for each topic."""

import re
from collections.abc import Callable, Mapping

from mobile_api.guides.answering.place_sentences import hours, phone, place
from mobile_api.guides.answering.saying import GuideAsked, Said
from mobile_api.guides.catalogue.elements import Fee, FeeItem, Limit, MaterialRequirement
from mobile_api.guides.catalogue.places import Counter, ServiceHall
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.vocabulary import (
    HandleType,
    MaterialForm,
    MaterialSource,
    OnlineLevel,
)
from mobile_api.guides.search.questions import AskedAbout, Topic

_ACTING = re.compile("代办|代领|代为|委托|本人到场|本人必须|亲自|代理人")
_VALIDITY = re.compile("有效期|有效\\d|年有效|月有效|长期有效")
_AMOUNT = re.compile("\\d元|[百千万]元|\\d%|百分之|发放标准|补助标准|补贴标准|待遇标准")
_SHARED = (MaterialForm.E_LICENCE, MaterialForm.SHARED)


def sentences_about(
    topic: Topic,
    guide: ServiceGuide,
    question: AskedAbout,
    counters: Mapping[str, Counter],
    halls: Mapping[str, ServiceHall],
) -> Said | None:
    """What the guide says about `topic`, or None if it says nothing."""
    found = [counters[key] for key in guide.counters if key in counters]
    places = tuple((one, halls[one.hall]) for one in found if one.hall in halls)
    return _WRITERS[topic](GuideAsked(guide, question, places))


def _materials(asked: GuideAsked) -> Said | None:
    materials = asked.guide.materials
    if not materials:
        return Said(f"办理“{asked.guide.name}”不需要您准备材料。")
    return Said(f"办理“{asked.guide.name}”需要以下材料:", tuple(map(_material, materials)))


def _material(material: MaterialRequirement) -> str:
    notes = []
    if material.form in _SHARED or material.source is MaterialSource.DATA_SHARING:
        notes.append("可通过数据共享核验,一般免提交")
    elif material.form is not MaterialForm.ELECTRONIC:
        notes.append(material.form.label)
    if material.copies:
        notes.append(f"{material.copies}份")
    if material.when or not material.required:
        notes.append("视情形提供")
    if material.deferrable:
        notes.append("可容缺后补")
    return f"{material.name}({','.join(notes)})" if notes else material.name


def _days(limit: Limit) -> str:
    return f"{limit.value}{limit.unit.label}"


def _limit(asked: GuideAsked) -> Said | None:
    guide = asked.guide
    promised, statutory = _days(guide.promised_limit), _days(guide.statutory_limit)
    instant = "材料齐全的当场办理;" if guide.handle_type is HandleType.INSTANT else ""
    text = f"“{guide.name}”{instant}承诺{promised}内办结,法定时限为{statutory},从受理之日起算。"
    return Said(text + (guide.promised_limit.note or ""))


def _fee(asked: GuideAsked) -> Said | None:
    fee = asked.guide.fee
    if not fee.charged:
        return Said(f"“{asked.guide.name}”不收费。")
    if not fee.items:
        return Said(f"“{asked.guide.name}”收费,标准见:{fee.basis}") if fee.basis else None
    reductions = (f"减免:{fee.reductions}",) if fee.reductions else ()
    lines = (*map(_fee_line, fee.items), *reductions)
    return Said(f"“{asked.guide.name}”的收费标准:", lines)


def fee_in_words(fee: Fee) -> str:
    """A fee in a few characters; of several only the first, for the others stand in the guide."""
    if not fee.charged:
        return "不收费"
    more = "等" if len(fee.items) > 1 else ""
    return next((_fee_line(one) + more for one in fee.items), "收费,标准见指南")


def _fee_line(item: FeeItem) -> str:
    if not item.amount_fen:
        return f"{item.name}:免费"
    yuan = f"{item.amount_fen / 100:.2f}".rstrip("0").rstrip(".")
    return f"{item.name}:{yuan}元/{item.per}"


def _online(asked: GuideAsked) -> Said | None:
    name = asked.guide.name
    return Said(
        {
            OnlineLevel.FULLY_ONLINE: f"“{name}”可以全程网上办理,不用到现场。",
            OnlineLevel.PRE_REVIEW: f"“{name}”可以先在网上提交材料预审,通过后到窗口办理。",
            OnlineLevel.PUBLISHED_ONLY: f"“{name}”暂不能网上办理,请到窗口办理。",
        }[asked.guide.online_level]
    )


def _visits(asked: GuideAsked) -> Said | None:
    guide = asked.guide
    if not guide.visits_required:
        return Said(f"办理“{guide.name}”不用跑现场。")
    return Said(
        f"办理“{guide.name}”需要到现场{guide.visits_required}次。{guide.visit_reason or ''}"
    )


def _proxy(asked: GuideAsked) -> Said | None:
    """Only what the editors wrote: whether someone may act for another is law, not a guess."""
    lines = written_about(_ACTING, asked.guide)
    return Said("关于代办,指南的说明:", tuple(lines)) if lines else None


def written_about(words: re.Pattern[str], guide: ServiceGuide) -> list[str]:
    """The sentences of the editors that hold one of the words."""
    texts = [
        *(one.answer for one in guide.questions),
        *(one.text for one in guide.eligibility),
        *(note for one in guide.materials for note in one.acceptance_notes),
        guide.visit_reason or "",
    ]
    return list(dict.fromkeys(text for text in texts if words.search(text)))


def _eligibility(asked: GuideAsked) -> Said | None:
    lines = tuple(one.text for one in asked.guide.eligibility)
    return Said(f"办理“{asked.guide.name}”的条件:", lines) if lines else None


def _process(asked: GuideAsked) -> Said | None:
    steps = asked.guide.process
    if not steps:
        return None
    chain = " → ".join(
        f"{step.name}({step.days}个工作日)" if step.days else step.name for step in steps
    )
    return Said(f"“{asked.guide.name}”的办理环节:{chain}。")


def _post(asked: GuideAsked) -> Said | None:
    post = asked.guide.post
    materials = "材料可以邮寄给窗口" if post.materials else "材料不支持邮寄"
    result = "结果可以邮寄给您" if post.result else "结果不支持邮寄"
    if post.result and post.postage:
        result += f"({post.postage.label})"
    return Said(f"“{asked.guide.name}”{materials},{result}。")


def _booking(asked: GuideAsked) -> Said | None:
    booking = asked.guide.appointment
    if not booking.offered:
        return Said(f"“{asked.guide.name}”不需要预约。")
    return Said(f"“{asked.guide.name}”可以预约,最早提前{booking.days_ahead}天。")


def _elsewhere(asked: GuideAsked) -> Said | None:
    cross = asked.guide.cross_region
    note = cross.note or ""
    if not cross.modes:
        return Said(f"“{asked.guide.name}”没有开通异地办理,请在本地办理。{note}")
    modes = "、".join(mode.label for mode in cross.modes)
    return Said(f"“{asked.guide.name}”可以异地办理,方式:{modes}。{note}")


def _result(asked: GuideAsked) -> Said | None:
    """What one gets, how it is handed over and, where the guide tells, how long it is valid."""
    guide = asked.guide
    if asked.question.amount:
        amounts = written_about(_AMOUNT, guide)
        return Said(f"关于“{guide.name}”能领多少,指南的说明:", tuple(amounts)) if amounts else None
    result, post = guide.result, guide.post
    lines = [f"另有电子证照:{result.e_licence}"] if result.e_licence else []
    postage = f"({post.postage.label})" if post.postage else ""
    lines.append(f"结果可以邮寄给您{postage}" if post.result else "结果不支持邮寄,请到窗口领取")
    told = written_about(_VALIDITY, guide)
    if told or asked.question.validity:
        lines += told or ["有效期指南里没有写,请以证件上写的为准"]
    return Said(f"办好“{guide.name}”,您会拿到:{result.name}({result.kind})。", tuple(lines))


def _basis(asked: GuideAsked) -> Said | None:
    return Said(f"“{asked.guide.name}”的办理依据:", tuple(asked.guide.legal_basis))


_WRITERS: dict[Topic, Callable[[GuideAsked], Said | None]] = {
    Topic.RESULT: _result,
    Topic.HOURS: hours,
    Topic.PROXY: _proxy,
    Topic.VISITS: _visits,
    Topic.ONLINE: _online,
    Topic.POST: _post,
    Topic.BOOKING: _booking,
    Topic.ELSEWHERE: _elsewhere,
    Topic.FEE: _fee,
    Topic.LIMIT: _limit,
    Topic.BASIS: _basis,
    Topic.PHONE: phone,
    Topic.ELIGIBILITY: _eligibility,
    Topic.MATERIALS: _materials,
    Topic.PLACE: place,
    Topic.PROCESS: _process,
}
