"""WeChat's opinion of a picture, which it pushes up to half an hour after it was asked.

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/mediaCheckAsync.html
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mobile_api.shared import clock
from mobile_api.shared.database import one_at_a_time
from mobile_api.shared.due.wakes import wake
from wechat.content.models import CheckState, ContentCheck, PictureVerdict
from wechat.inbound import Handlers, Push

NOT_DOWNLOADED, FAILED = "not_downloaded", "failed"
KEPT = timedelta(days=1)
# -1008 as the first version of the push prints it, and as it is.
_NOT_DOWNLOADED_CODES = frozenset({-1008, 4_294_966_288})
_SUGGESTIONS = frozenset({"pass", "review", "risky"})


async def lock_picture(trace_id: str) -> None:
    """Until the transaction ends, nobody else relates a check and a verdict of this trace id."""
    await one_at_a_time("picture " + trace_id)


async def _keep(push: Push) -> None:
    """The sender is the same for all pictures, so the trace id alone says which one is meant."""
    trace_id = str(push.body.get("trace_id") or "")[:64]
    if not trace_id:
        return
    await lock_picture(trace_id)
    suggestion, label = read(push.body)
    row = PictureVerdict(
        trace_id=trace_id, suggestion=suggestion, label=label, received_at=clock.now()
    )
    await PictureVerdict.bulk_create([row], ignore_conflicts=True)
    waiting = ContentCheck.filter(trace_id=trace_id, state=CheckState.waiting)
    if await waiting.update(due_at=clock.now()):
        await wake(ContentCheck._meta.db_table)


def read(body: Mapping[str, Any]) -> tuple[str, int | None]:
    """Suggestion and label of a push in its second or first version; numbers may be texts."""
    code = _number(body.get("errcode")) or _number(body.get("status_code"))
    if code in _NOT_DOWNLOADED_CODES:
        return NOT_DOWNLOADED, None
    result = body.get("result")
    if code:
        return FAILED, None
    if isinstance(result, Mapping) and result.get("suggest") in _SUGGESTIONS:
        return str(result["suggest"]), _number(result.get("label"))
    risky = _number(body.get("isrisky"))
    return (FAILED if risky is None else "risky" if risky else "pass"), None


def _number(told: object) -> int | None:
    try:
        return int(str(told))
    except ValueError:
        return None


HANDLERS: Handlers = {"wxa_media_check": (_keep,)}


async def forget_old_verdicts() -> int:
    """Delete verdicts that nobody asked for; answers how many went."""
    return await PictureVerdict.filter(received_at__lt=clock.now() - KEPT).delete()
