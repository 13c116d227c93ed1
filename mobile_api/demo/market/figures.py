"""Figures of the market, counted here and now as the worker does it once a day."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from mobile_api.agency_supermarket.figures.following import FIGURES, begin_figures
from mobile_api.agency_supermarket.figures.models import FiguresRun
from mobile_api.demo.context import until
from mobile_api.demo.people import Screen, StepFailed
from mobile_api.shared import clock
from mobile_api.shared.due.loops import Loop

_PATH = "/api/v1/market/figures"


async def read_figures(stranger: Screen, loops: Sequence[Loop]) -> str:
    """Of this year, or in January of the last one, which holds the demo's needs."""
    since, year = clock.now(), clock.today().year
    await begin_figures()
    await FiguresRun.filter(due_at__isnull=False).update(due_at=since, counted=0)
    for loop in loops:
        while loop.name == FIGURES.kind and await loop.step():
            pass

    async def counted(of: int) -> Any:
        # The worker of the stack may be the one who counts.
        found = await stranger.get(f"{_PATH}?year={of}")
        at = found["computed_at"]
        return found if found["is_final"] or (at and _is_since(at, since)) else None

    for one in (year, year - 1):
        found = await until(partial(counted, one), f"{one}年的统计")
        whole = found["trades"][0]
        if whole["needs"]["awarded"]:
            return _told(one, whole)
    raise StepFailed("没有选定机构的采购")


def _is_since(at: str, since: datetime) -> bool:
    return datetime.fromisoformat(at) >= since


def _told(year: int, whole: dict[str, Any]) -> str:
    needs, prices = whole["needs"], whole["prices"]
    share = whole["concentration"]["top_five_bp"] / 100
    return (
        f"{year}年发布{needs['published']}项,选定机构{needs['awarded']}项,流标{needs['failed']}项;"
        f"比预算节约{prices['saved_fen'] / 100:.0f}元;中选最多的五家占{share:.0f}%"
    )
