"""The orders of a list that stand in columns: index, keyset and rule in words of each."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tortoise.expressions import Q

from mobile_api.agency_supermarket.agencies.models import AgencyService
from mobile_api.agency_supermarket.agencies.records.rules import RULES as RECORDS
from mobile_api.agency_supermarket.finding.schemas import AgencySort
from mobile_api.shared import clock
from mobile_api.shared.http.pagination import Rank

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LAST_LISTED = (datetime(9999, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
# Of an order that is computed: who has no figure stands here, behind everybody.
LAST = 10**12
NEAREST_FIRST = "按直线距离,近的在前;没有填写办公地点的排在最后。"
_TOLD: Mapping[AgencySort, str] = {
    AgencySort.newest: "最近入驻的在前。",
    AgencySort.price: "最低报价低的在前;计价单位不同的,请看与平均价相比。",
    AgencySort.average: (
        "与同一计价单位的平均价相比,低的在前;同一计价单位不足三家、没有平均价的排在最后。"
    ),
    AgencySort.days: "承诺的工作日少的在前。",
    AgencySort.on_time: (
        "按时完成率高的在前,相同的先排完成合同多的;完成合同不足{finished}份的排在最后。"
    ),
    AgencySort.rating: (
        "采购人评价高的在前。每家先计入{votes}条{points}分的评价再求平均,"
        "所以评价少的不会排在评价多而且好的前面;评价太少、还不公布平均分的排在最后。"
    ),
}

ORDERS: Mapping[AgencySort, tuple[str, str]] = {
    AgencySort.newest: ("-agency__listed_at", "-id"),
    AgencySort.price: ("price_from_fen", "id"),
    AgencySort.days: ("promised_days", "id"),
}
# What the column of each order can hold.
MOST: Mapping[AgencySort, int] = {
    AgencySort.newest: _LAST_LISTED,
    AgencySort.price: 2**63 - 1,
    AgencySort.days: 2**31 - 1,
}


def told(sort: AgencySort) -> str:
    """The rule of an order, as people read it."""
    today, rules = clock.today(), RECORDS.here()
    return _TOLD[sort].format(
        finished=rules.least_finished.on(today).amount,
        votes=rules.prior_votes.on(today).amount,
        points=rules.prior_score.on(today).amount,
    )


def after(sort: AgencySort, rank: Rank) -> Q:
    """Whatever stands behind `rank`; the condition that says nothing new enters the index."""
    column = ORDERS[sort][0]
    name, over = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
    value = _EPOCH + rank.value * _MICROSECOND if sort is AgencySort.newest else rank.value
    later: dict[str, Any] = {f"{name}__{over}": value}
    tied: dict[str, Any] = {f"id__{over}": rank.id}
    entered: dict[str, Any] = {f"{name}__{over}e": value}
    return Q(**entered) & (Q(**later) | Q(**tied))


def _listed(offered: AgencyService) -> int:
    at = offered.agency.listed_at or offered.agency.created_at
    return (at - _EPOCH) // _MICROSECOND


# The number by which an offer stands in its list.
PLACES: Mapping[AgencySort, Callable[[AgencyService], int]] = {
    AgencySort.newest: _listed,
    AgencySort.price: lambda offered: offered.price_from_fen,
    AgencySort.days: lambda offered: offered.promised_days,
}
