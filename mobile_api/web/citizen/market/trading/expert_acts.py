"""What an expert does: says whom they avoid, gives a seat back, scores every proposal at once."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from mobile_api.agency_supermarket.experts.schemas import AvoidedRequest
from mobile_api.agency_supermarket.openings.scoring.schemas import JudgingTask, ScoresRequest
from mobile_api.agency_supermarket.showing.judging import queries, service
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.text.words import at_time
from mobile_api.web.citizen.market.acts.acts import Act, ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import ActField, ActSheet, FieldKind, checked

EXPERT = "/me/expert"
SEAT = f"{EXPERT}/seats/<seat_id:uuid>"
_LONGEST_LIST = 50 * 101
_MOST_BYTES = 512 * 1024
_MARK = re.compile(r"/proposals/(\d+)/marks/(\d+)/(hundredths|reason)")
_AVOIDED_HELP = "一行写一家单位的全称或统一社会信用代码,最多50家。您的工作单位不用写。"
_DECLINE = "退出以后由候补专家递补,不能再回来。投标的机构里有您应当回避的,请退出。"
_FOR_GOOD = "所有方案一次评完,提交以后不能修改。理由随结果公开,不写您的姓名。"
_NO_POINTS = "请填写0到{points}分,最多两位小数。"


async def _see_avoided(caller: Citizen, _ids: Ids) -> ActSheet | None:
    found = await queries.own_expert(caller)
    if found is None:
        return None
    field = ActField("avoided", "哪些单位要回避", _AVOIDED_HELP, FieldKind.text, _LONGEST_LIST)
    known = {"avoided": "\n".join(found.entry.avoided)}
    return ActSheet("要回避的单位", "保存", (field,), values=known)


async def _avoid(given: ActGiven) -> None:
    lines = [one.strip() for one in given.content["avoided"].splitlines()]
    body = checked(AvoidedRequest, {"avoided": [one for one in lines if one]})
    await service.avoid(given.caller, body.avoided)


async def _see_declining(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await queries.own_expert(caller)
    seats = found.entry.seats if found else []
    seat = next((one for one in seats if one.seat_id == ids["seat_id"]), None)
    if seat is None or not seat.may_decline:
        return None
    pairs = [("项目", seat.subject_title), ("抽取编号", seat.panel_number)]
    return ActSheet("不能参加,退出席位", "确认退出", (), pairs, _DECLINE, is_grave=True)


async def _decline(given: ActGiven) -> None:
    await service.decline(given.caller, given.ids["seat_id"])


def _fields(task: JudgingTask) -> list[ActField]:
    found = []
    for one in task.proposals:
        for place, criterion in enumerate(task.criteria):
            label = f"{one.label}号方案,{criterion.name}"
            help_ = f"0到{criterion.points}分,可以写两位小数。"
            points, reason = (f"{name}-{one.label}-{place}" for name in ("points", "reason"))
            found.append(ActField(points, f"{label}:多少分", help_, FieldKind.money, 6))
            found.append(ActField(reason, f"{label}:为什么", "4到200字。", longest=200))
    return found


async def _see_scores(caller: Citizen, ids: Ids) -> ActSheet | None:
    task = await queries.judging_task(caller, ids["seat_id"])
    if task is None or task.scored_at is not None:
        return None
    pairs = [("项目", task.need_title)]
    if task.score_by:
        pairs.append(("最迟什么时候评完", at_time(task.score_by)))
    return ActSheet("评分", "提交评分", _fields(task), pairs, _FOR_GOOD)


def _scores(task: JudgingTask, said: Mapping[str, Any]) -> dict[str, Any]:
    """As the API is asked; what was left empty is missing there."""

    def mark(label: int, place: int) -> dict[str, Any]:
        found = {"reason": said.get(f"reason-{label}-{place}", "")}
        points = said.get(f"points-{label}-{place}_fen")
        return found if points is None else found | {"hundredths": points}

    places = range(len(task.criteria))
    return {
        "proposals": [
            {"label": one.label, "marks": [mark(one.label, place) for place in places]}
            for one in task.proposals
        ]
    }


def _placed(task: JudgingTask, one: FieldFault) -> FieldFault:
    """A fault at the input that it is about."""
    found = _MARK.fullmatch(one.path)
    if found is None:
        return one
    label, place = task.proposals[int(found[1])].label, int(found[2])
    if found[3] == "reason":
        return FieldFault(f"/reason-{label}-{place}", one.code, one.message)
    words = _NO_POINTS.format(points=task.criteria[place].points)
    return FieldFault(f"/points-{label}-{place}", "no_points", words)


async def _score(given: ActGiven) -> None:
    task = await queries.judging_task(given.caller, given.ids["seat_id"])
    if task is None:
        return
    try:
        body = checked(ScoresRequest, _scores(task, given.content))
        await service.score(given.caller, given.ids["seat_id"], body)
    except InvalidInput as error:
        raise InvalidInput([_placed(task, one) for one in error.errors]) from error


_act = partial(Act, back=EXPERT, back_name="评标专家", is_for_all=True)
ACTS = (
    _act(
        "申报回避单位", f"{EXPERT}/avoided", see=_see_avoided, do=_avoid, done="回避单位已经保存。"
    ),
    _act(
        "退出评标席位",
        f"{SEAT}/decline",
        see=_see_declining,
        do=_decline,
        done="已经退出,由候补专家递补。",
    ),
    _act(
        "提交评分",
        f"{SEAT}/scores",
        see=_see_scores,
        do=_score,
        done="评分已经提交。",
        most_bytes=_MOST_BYTES,
    ),
)
