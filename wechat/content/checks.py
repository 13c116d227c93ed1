"""Has WeChat look at what people hand in, after the fact and without holding anything up.

No law lets such a check refuse an application: its result is a remark for the staff.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake
from wechat.content.models import CheckKind, CheckState, ContentCheck, PictureVerdict
from wechat.content.picture_verdicts import NOT_DOWNLOADED, lock_picture
from wechat.content.safety import LARGEST_IMAGE, LONGEST_TEXT, Scene, check_image, check_text
from wechat.models import WechatBinding
from wechat.platform.client import WechatClient
from wechat.platform.errors import OutcomeUnknown, TransientFault, WechatFault

TABLE = "content_check"
# WeChat promises its opinion of a picture within half an hour.
_VERDICT_WITHIN = timedelta(minutes=35)
_TRIES = 8
_LOOKED_AT = {"pass": CheckState.passed, "review": CheckState.review, "risky": CheckState.risky}
_REMARKS = (CheckState.review, CheckState.risky, CheckState.unavailable)


@dataclass(frozen=True, slots=True)
class CheckedPicture:
    """A picture that WeChat can download from `link` for a short while, of so many bytes."""

    link: str
    size: int


# None when the file is gone.
PictureOf = Callable[[UUID], Awaitable[CheckedPicture | None]]


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


async def look(client: WechatClient, picture_of: PictureOf, held: Held[ContentCheck]) -> str:
    """Ask WeChat about one text or picture, or read what it said of the picture since."""
    row = held.row
    if row.state is CheckState.waiting:
        return await _read_verdict(held)
    try:
        if row.kind is CheckKind.text:
            return await _look_at_text(client, held)
        return await _look_at_image(client, held, picture_of)
    except TransientFault as fault:
        raise TryAgain(fault.reason, wait=fault.wait, reason=fault.reason) from None
    except OutcomeUnknown as fault:
        raise TryAgain(fault.reason, reason=fault.reason) from None
    except WechatFault as fault:
        # Above all 61010: the person has left the mini-program more than two hours ago.
        return await _settle(held, CheckState.unavailable, reason=fault.reason)


async def _look_at_text(client: WechatClient, held: Held[ContentCheck]) -> str:
    openid, text = held.row.openid or "", held.row.text or ""
    verdict = await check_text(client, openid=openid, scene=Scene.profile, text=text)
    looked_at = _LOOKED_AT[verdict.suggestion]
    return await _settle(held, looked_at, verdict.label, trace_id=verdict.trace_id)


async def _look_at_image(
    client: WechatClient, held: Held[ContentCheck], picture_of: PictureOf
) -> str:
    row = held.row
    shown = await picture_of(row.file_id) if row.file_id else None
    if shown is None:
        return await _settle(held, CheckState.unavailable, reason="file_gone")
    if shown.size > LARGEST_IMAGE:
        return await _settle(held, CheckState.unavailable, reason="file_too_large")
    openid = row.openid or ""
    trace_id = await check_image(client, openid=openid, scene=Scene.profile, link=shown.link)
    async with in_transaction():
        await lock_picture(trace_id)
        is_early = await PictureVerdict.exists(trace_id=trace_id)
        look_at = clock.now() + (timedelta() if is_early else _VERDICT_WITHIN)
        await held.record(due_at=look_at, state=CheckState.waiting, trace_id=trace_id)
        await wake(TABLE)
    return CheckState.waiting


async def _read_verdict(held: Held[ContentCheck]) -> str:
    """The verdict that was pushed, or a new try when WeChat could not download or said nothing."""
    async with in_transaction():
        verdict = await PictureVerdict.get_or_none(trace_id=held.row.trace_id)
        if verdict is None or verdict.suggestion == NOT_DOWNLOADED:
            return await _ask_anew(held)
        await verdict.delete()
        if verdict.suggestion in _LOOKED_AT:
            return await _settle(held, _LOOKED_AT[verdict.suggestion], verdict.label)
        return await _settle(held, CheckState.unavailable, reason=verdict.suggestion)


async def _ask_anew(held: Held[ContentCheck]) -> str:
    """Not for ever, although each question by itself was taken by WeChat."""
    if held.attempts >= _TRIES:
        return await _settle(held, CheckState.unavailable, reason=NOT_DOWNLOADED)
    raise TryAgain(NOT_DOWNLOADED, state=CheckState.pending, reason=NOT_DOWNLOADED)


async def _settle(
    held: Held[ContentCheck],
    state: CheckState,
    label: int | None = None,
    *,
    reason: str = "",
    trace_id: str | None = None,
) -> str:
    await held.record(
        due_at=None,
        state=state,
        label=label,
        reason=reason,
        trace_id=trace_id or held.row.trace_id,
        text=None,
        openid=None,
    )
    return state


async def _give_up(held: Held[ContentCheck], last: TryAgain) -> str:
    return await _settle(held, CheckState.unavailable, reason=last.code[:80])


CHECKS = DueTable(
    model=ContentCheck,
    lease=timedelta(seconds=60),
    at_once=8,
    retry=Retry(first=timedelta(seconds=10), longest=timedelta(hours=1), tries=_TRIES),
    on_end=_give_up,
)
