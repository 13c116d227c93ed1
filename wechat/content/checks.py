"""Has WeChat look at what people hand in, after the fact and without holding anything up.

No law lets such a check refuse an application: its result is a remark for the staff.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from mobile_api.shared import clock, metrics
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import claim_due, wake, work_each
from wechat.content.models import CheckKind, CheckState, ContentCheck, PictureVerdict
from wechat.content.picture_verdicts import NOT_DOWNLOADED, one_at_a_time
from wechat.content.safety import LONGEST_TEXT, Scene, check_image, check_text
from wechat.models import WechatBinding
from wechat.platform.client import WechatClient
from wechat.platform.errors import OutcomeUnknown, TransientFault, WechatFault

TABLE = "content_check"
_LEASE = timedelta(seconds=60)
# WeChat promises its opinion of a picture within half an hour.
_VERDICT_WITHIN = timedelta(minutes=35)
_TRIES = 8
_LOOKED_AT = {"pass": CheckState.passed, "review": CheckState.review, "risky": CheckState.risky}
_REMARKS = (CheckState.review, CheckState.risky, CheckState.unavailable)

# A short-lived address from which WeChat can download a file; None when the file is gone.
LinkOf = Callable[[UUID], Awaitable[str | None]]


async def request_text_checks(
    binding: WechatBinding, subject: str, texts: Mapping[str, str]
) -> None:
    """Ask about texts, by part of the subject, in the caller's transaction."""
    rows = [
        _row(binding, subject, part, CheckKind.text, text=text[start : start + LONGEST_TEXT])
        for part, text in texts.items()
        for start in range(0, len(text), LONGEST_TEXT)
    ]
    await _keep(rows)


async def request_image_checks(
    binding: WechatBinding, subject: str, images: Sequence[tuple[str, UUID]]
) -> None:
    """Ask about pictures (part of the subject, file id), in the caller's transaction."""
    rows = [
        _row(binding, subject, part, CheckKind.image, file_id=file_id) for part, file_id in images
    ]
    await _keep(rows)


async def remarks_on(subject: str) -> list[ContentCheck]:
    """What staff should look at themselves: all that WeChat has not let pass."""
    found = ContentCheck.filter(subject=subject, state__in=_REMARKS)
    return await found.order_by("requested_at", "id")


async def work_off(client: WechatClient, link_of: LinkOf, *, limit: int = 50) -> int:
    """Ask WeChat about what is pending; answers how many rows were taken up."""
    rows = await claim_due(ContentCheck, limit=limit, lease=_LEASE)
    return await work_each(rows, partial(_look, client, link_of))


def _row(
    binding: WechatBinding, subject: str, part: str, kind: CheckKind, **what: object
) -> ContentCheck:
    now = clock.now()
    return ContentCheck(
        app_id=binding.app_id,
        openid=binding.openid,
        subject=subject,
        part=part,
        kind=kind,
        requested_at=now,
        due_at=now,
        **what,
    )


async def _keep(rows: Sequence[ContentCheck]) -> None:
    if rows:
        await ContentCheck.bulk_create(rows)
        await wake(TABLE)


async def _look(client: WechatClient, link_of: LinkOf, row: ContentCheck) -> None:
    if row.state is CheckState.waiting:
        return await _read_verdict(row)
    try:
        if row.kind is CheckKind.text:
            await _look_at_text(client, row)
        else:
            await _look_at_image(client, row, link_of)
    except (TransientFault, OutcomeUnknown) as fault:
        await _try_again(row, fault)
    except WechatFault as fault:
        # Above all 61010: the person has left the mini-program more than two hours ago.
        await _settle(row, CheckState.unavailable, reason=fault.reason)


async def _look_at_text(client: WechatClient, row: ContentCheck) -> None:
    verdict = await check_text(
        client, openid=row.openid or "", scene=Scene.profile, text=row.text or ""
    )
    await _settle(row, _LOOKED_AT[verdict.suggestion], verdict.label, trace_id=verdict.trace_id)


async def _look_at_image(client: WechatClient, row: ContentCheck, link_of: LinkOf) -> None:
    link = await link_of(row.file_id) if row.file_id else None
    if link is None:
        return await _settle(row, CheckState.unavailable, reason="file_gone")
    trace_id = await check_image(client, openid=row.openid or "", scene=Scene.profile, link=link)
    async with in_transaction():
        await one_at_a_time(trace_id)
        is_early = await PictureVerdict.exists(trace_id=trace_id)
        look_at = clock.now() + (timedelta() if is_early else _VERDICT_WITHIN)
        await _update(row, state=CheckState.waiting, trace_id=trace_id, due_at=look_at)
        await wake(TABLE)


async def _read_verdict(row: ContentCheck) -> None:
    """The verdict that was pushed, or a new try when WeChat could not download or said nothing."""
    verdict = await PictureVerdict.get_or_none(trace_id=row.trace_id)
    if verdict is not None and verdict.suggestion in _LOOKED_AT:
        await _settle(row, _LOOKED_AT[verdict.suggestion], verdict.label)
    elif verdict is None or verdict.suggestion == NOT_DOWNLOADED:
        await _try_again(row, None)
    else:
        await _settle(row, CheckState.unavailable, reason=verdict.suggestion)
    if verdict is not None:
        await verdict.delete()


async def _try_again(row: ContentCheck, fault: TransientFault | OutcomeUnknown | None) -> None:
    reason = fault.reason if fault else NOT_DOWNLOADED
    if row.attempts >= _TRIES:
        return await _settle(row, CheckState.unavailable, reason=reason)
    wait = timedelta(seconds=5 * 2**row.attempts)
    if isinstance(fault, TransientFault):
        wait = max(wait, fault.wait)
    await _update(row, state=CheckState.pending, reason=reason, due_at=clock.now() + wait)


async def _settle(
    row: ContentCheck,
    state: CheckState,
    label: int | None = None,
    *,
    reason: str = "",
    trace_id: str | None = None,
) -> None:
    metrics.due_work_total.labels(TABLE, state.value).inc()
    await _update(
        row,
        state=state,
        label=label,
        reason=reason,
        trace_id=trace_id or row.trace_id,
        text=None,
        openid=None,
        due_at=None,
    )


async def _update(row: ContentCheck, **values: object) -> None:
    claimed = ContentCheck.filter(id=row.id, attempts=row.attempts)
    await claimed.update(**values, leased_until=None)
