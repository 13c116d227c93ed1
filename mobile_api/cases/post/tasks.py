"""What the post leaves people to do: a returned result to send on, a lost one to make anew."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from mobile_api.cases import telling
from mobile_api.cases.history import SYSTEM, note
from mobile_api.cases.models import Case, ChosenDelivery
from mobile_api.cases.post.models import PostalTask, PostalTaskKind, PostalTaskState
from mobile_api.cases.rules import RULES
from mobile_api.cases.scope import locked_for_nobody
from mobile_api.cases.states import DeliveryKind
from mobile_api.cases.words import WORDS
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import calendar_for
from mobile_api.shared.clock import end_of
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import Held
from mobile_api.shared.due.retries import OWN_WORK
from mobile_api.shared.due.tables import DueTable
from mobile_api.shared.due.wakes import wake

# Set aside, a task is still open: the person may answer, and staff have it in their list.
TASKS = DueTable(
    model=PostalTask, lease=timedelta(minutes=1), at_once=1, claim_size=50, retry=OWN_WORK
)


async def open_readdress(case: Case, parcel_id: UUID) -> date:
    """Ask the person for another address till the day that is answered; the case is locked."""
    today = clock.today()
    limit = RULES.here().readdress.on(today).limit
    calendar = await calendar_for(case.region_code, today, limit)
    due_on = calendar.due(today, limit).on
    await _open(case, parcel_id, PostalTaskKind.readdress, due_on)
    await wake(PostalTask._meta.db_table)
    return due_on


async def open_reissue(case: Case, parcel_id: UUID) -> None:
    """Ask staff to make a lost result anew; the case is locked."""
    await _open(case, parcel_id, PostalTaskKind.reissue, None)


async def _open(case: Case, parcel_id: UUID, kind: PostalTaskKind, due_on: date | None) -> None:
    """One task per parcel and kind; what the post said again after taking it back opens it anew."""
    values = {
        "case_id": case.id,
        "opened_at": clock.now(),
        "due_on": due_on,
        "due_at": end_of(due_on) if due_on else None,
    }
    task, is_new = await PostalTask.get_or_create(parcel_id=parcel_id, kind=kind, defaults=values)
    if not is_new and task.state is PostalTaskState.void:
        fresh = {"state": PostalTaskState.open, "closed_at": None, "closed_by": ""}
        await PostalTask.filter(id=task.id).update(**values, **fresh)


async def task_of(
    case: Case, kind: PostalTaskKind, states: Collection[PostalTaskState]
) -> PostalTask | None:
    """The newest task of a locked case in one of these states."""
    tasks = PostalTask.filter(case_id=case.id, kind=kind, state__in=list(states))
    return await tasks.order_by("-opened_at").first()


async def close_task(task: PostalTask, closed_by: str) -> None:
    """Done by that caller; nothing stays armed."""
    await PostalTask.filter(id=task.id).update(
        state=PostalTaskState.done, closed_at=clock.now(), closed_by=closed_by, due_at=None
    )


async def close_tasks_of(case: Case, closed_by: str) -> None:
    """The counter handed the result over, so nothing waits any more."""
    waiting = PostalTask.filter(case_id=case.id, closed_at=None)
    await waiting.update(
        state=PostalTaskState.done, closed_at=clock.now(), closed_by=closed_by, due_at=None
    )


async def void_tasks(parcel_id: UUID) -> None:
    """The post took back what opened them."""
    waiting = [PostalTaskState.open, PostalTaskState.held]
    await PostalTask.filter(parcel_id=parcel_id, state__in=waiting).update(
        state=PostalTaskState.void, closed_at=clock.now(), closed_by=SYSTEM.key, due_at=None
    )


async def hold(held: Held[PostalTask]) -> str:
    """Keep at the counter what nobody gave an address for in time."""
    async with in_transaction():
        case = await locked_for_nobody(held.row.case_id)
        task = await held.locked()
        if task.state is not PostalTaskState.open or task.due_at is None:
            return "answered"
        await held.record(due_at=None, state=PostalTaskState.held)
        await keep_at_counter(case)
        await note(case, SYSTEM, "result_held", WORDS.results.held)
        await telling.tell_kept(case, once_per=str(task.id))
        return "held"


async def keep_at_counter(case: Case) -> None:
    """From now on the result is picked up; the address is not needed any more."""
    case.delivery = ChosenDelivery(kind=DeliveryKind.pick_up)
    case.touched_at = clock.now()
    await case.save(update_fields=["delivery", "touched_at"])
