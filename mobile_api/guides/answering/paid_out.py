"""Money that people are owed: how much of it there is asks for no charge."""

import re
from dataclasses import replace

from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.search.questions import AskedAbout, Topic, subject_of

# 公积金 and the like are paid in, or only kept.
_PAID_OUT = re.compile(
    "津贴|补贴|补助|补偿|奖励|低保|救助|报销|待遇|丧葬费|生活费|护理费|养老钱|"
    "[^ 积证押基资税罚租本现纳约佣]金"
)
# What asks for a charge outright.
_CHARGE = re.compile("收费|费用|手续费|工本费|免费|要钱|[收花掏交缴押付]|价|贵")


def as_paid_out(asked: AskedAbout, guide: ServiceGuide, reading: str) -> AskedAbout:
    """`asked`, with the amount that is paid out in place of a fee where the question names money
    that the guide is about: 抚恤金多少钱.

    `reading`: the question as the search has read it.
    """
    names = (guide.name, *guide.aliases, guide.result.name)
    is_owed = _PAID_OUT.search(subject_of(reading)) and any(map(_PAID_OUT.search, names))
    if Topic.FEE not in asked.topics or not is_owed or _CHARGE.search(reading):
        return asked
    topics = (Topic.RESULT if topic is Topic.FEE else topic for topic in asked.topics)
    return replace(asked, topics=tuple(dict.fromkeys(topics)), amount=True)
