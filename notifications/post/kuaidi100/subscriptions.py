"""Numbers that wait to be subscribed: ask Kuaidi100 to push them, within what a month allows."""

from datetime import datetime, timedelta

from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction, transaction_needed
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import Retry, TryAgain
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake
from notifications.post.kuaidi100.carrier import phone_of
from notifications.post.kuaidi100.client import Kuaidi100Client
from notifications.post.kuaidi100.errors import Kuaidi100Refused
from notifications.post.kuaidi100.models import WatchedNumber, WatchState
from notifications.post.parcels.errors import CarrierError
from notifications.post.parcels.models import Parcel

# After `abort` a number may be subscribed again, half an hour later and four times a month.
AGAIN_AFTER, MOST_A_MONTH, MONTH = timedelta(minutes=30), 4, timedelta(days=31)


async def arm_again(watched: WatchedNumber) -> None:
    """After an abort: subscribe the locked number anew in half an hour, if the month allows it.

    Without a subscription left its parcels are asked for now, and from then on slowly.
    """
    now = clock.now()
    watched.leased_until = None
    if len(recent(watched, now)) < MOST_A_MONTH:
        watched.state, watched.reason = WatchState.waiting, "aborted"
        watched.due_at = now + AGAIN_AFTER
    else:
        watched.state, watched.reason, watched.due_at = WatchState.spent, "month_spent", None
        await _ask_now(watched.number, now)
    await watched.save()


def recent(watched: WatchedNumber, now: datetime) -> tuple[datetime, ...]:
    """The subscriptions of the last 31 days, which is never less than what a month counts."""
    return tuple(at for at in watched.subscribed_at if at > now - MONTH)


async def subscribe(client: Kuaidi100Client, held: Held[WatchedNumber]) -> str:
    """Ask Kuaidi100 to push one number from now on."""
    row, carrier_code = held.row, held.row.carrier_code
    if len(recent(row, clock.now())) >= MOST_A_MONTH:
        async with in_transaction():
            return await _unwatched(held, WatchState.spent, "month_spent", carrier_code)
    try:
        carrier_code = carrier_code or await client.recognise(row.number)
        await client.subscribe(carrier_code, row.number, await _phone(row.number))
    except Kuaidi100Refused as refusal:
        async with in_transaction():
            return await _unwatched(held, WatchState.refused, refusal.code, carrier_code)
    except CarrierError as fault:
        code = fault.code
        raise TryAgain(code, reason=code[:40], carrier_code=carrier_code) from None
    return await _watched(held, carrier_code)


async def _watched(held: Held[WatchedNumber], carrier_code: str) -> str:
    now = clock.now()
    await held.record(
        due_at=None,
        state=WatchState.polling,
        reason="",
        carrier_code=carrier_code,
        subscribed_at=(*recent(held.row, now), now),
    )
    return WatchState.polling


async def _unwatched(
    held: Held[WatchedNumber], state: WatchState, reason: str, carrier_code: str
) -> str:
    """Nobody pushes this number, so its parcels' own questions begin. Called in a transaction."""
    transaction_needed()
    await held.record(due_at=None, state=state, reason=reason[:40], carrier_code=carrier_code)
    await _ask_now(held.row.number, clock.now())
    return state


async def _give_up(held: Held[WatchedNumber], last: TryAgain) -> str:
    return await _unwatched(held, WatchState.refused, last.code, held.row.carrier_code)


NUMBERS = DueTable(
    model=WatchedNumber,
    lease=timedelta(minutes=2),
    at_once=20,
    retry=Retry(first=timedelta(minutes=1), longest=timedelta(hours=4), until=timedelta(days=7)),
    on_end=_give_up,
)


async def _ask_now(number: str, now: datetime) -> None:
    rows = Parcel.filter(waybill_number=number, due_at__not_isnull=True)
    await rows.update(due_at=now)
    await wake(Parcel._meta.db_table)


async def _phone(number: str) -> str:
    parcel = await Parcel.filter(waybill_number=number).first()
    return phone_of(parcel) if parcel else ""
