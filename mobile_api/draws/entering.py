"""PublishedIssue numbers as two members of staff read them, and what a supervisor strikes out."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from mobile_api.draws.errors import DrawFourEyes, EntropyNotFound, SourceStillOpen
from mobile_api.draws.models import Draw, DrawEntropy
from mobile_api.draws.moves import DRAW_LOG, ENTRY, locked_draw, settle, stands
from mobile_api.draws.proof.sources import source_named
from mobile_api.draws.schemas import EntropyEntry
from mobile_api.draws.states import ENTER, ENTERS, RESOLVES, DrawStatus
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.errors import FieldFault, InvalidInput, NotAllowed
from mobile_api.shared.history.moves import actor_of
from mobile_api.shared.history.writing import append


async def enter_entropy(draw_id: UUID, staff: Staff, entered: EntropyEntry) -> Draw:
    """Write down what a source published, with the place where it can be seen.

    Two who agree complete a source; where the words of two differ, the draw is in dispute. The same
    entry again is no second voice and changes nothing. Raises NotAllowed, DrawNotFound,
    DrawMoveNotAllowed, SourceStillOpen, InvalidInput.
    """
    check_role(staff, ENTERS)
    found = await locked_draw(draw_id)
    check_keeper(found, staff)
    _check_open(found, entered)
    closes_at = await _checked(found, entered)
    now = clock.now()
    if now < closes_at:
        raise SourceStillOpen()
    if await _said_already(found, staff, entered):
        return found
    row = await DrawEntropy.create(
        draw_id=found.id,
        name=entered.name,
        issue=entered.issue,
        values=entered.values,
        evidence=entered.evidence,
        entered_by=staff.staff_id,
        entered_at=now,
    )
    said = {"entry": str(row.id), "name": row.name, "issue": row.issue, "values": row.values}
    text = f"一名工作人员登记了{row.name} {row.issue}期。"
    actor = actor_of(staff)
    await append(DRAW_LOG, found, ENTRY, actor, public_text=text, payload=said)
    await settle(found, staff)
    return found


def _check_open(found: Draw, entered: EntropyEntry) -> None:
    """Raises DrawMoveNotAllowed."""
    if found.status is DrawStatus.contested or found.status not in ENTER.sources:
        raise DRAW_LOG.refusal()
    if entered.values is None and found.revealed_secret is not None:
        # Whoever knows the secret must not choose other numbers any more.
        raise DRAW_LOG.refusal()


async def _checked(found: Draw, entered: EntropyEntry) -> datetime:
    """When the entered issue closes. Raises InvalidInput."""
    stood = await stands(found)
    # Of the first issue also when two said that it never came: a third may have seen it.
    closing = {
        (one.name, issue): one.closing_of(issue)
        for one, waited in zip(found.sources, stood.issues, strict=True)
        for issue in (one.issue, waited)
    }
    faults = list(_faults_of(entered, known=(entered.name, entered.issue) in closing))
    if faults:
        raise InvalidInput(faults)
    return closing[entered.name, entered.issue]


def _faults_of(entered: EntropyEntry, *, known: bool) -> Iterator[FieldFault]:
    if not known:
        yield FieldFault("/issue", "issue_not_awaited", "这不是公布过、正在等待的来源和期号。")
    source = source_named(entered.name)
    if source is None:
        yield FieldFault("/name", "source_unknown", "不在认可的来源名单中。")
    elif entered.values is not None and not source.could_publish(entered.values):
        told = f"{source.title}应有{source.count}个数,请按公布的样子逐位登记。"
        yield FieldFault("/values", "values_malformed", told)


async def _said_already(found: Draw, staff: Staff, entered: EntropyEntry) -> bool:
    own = DrawEntropy.filter(
        draw_id=found.id,
        name=entered.name,
        issue=entered.issue,
        entered_by=staff.staff_id,
        void=None,
    )
    last = await own.order_by("-entered_at", "-id").first()
    return last is not None and last.values == entered.values


async def strike_out(entry_id: UUID, staff: Staff, because: str) -> Draw:
    """Let an entry count no more, by a supervisor who entered none of this draw; it stays public.

    So that one who errs, or means ill, does not hold a draw for ever. Raises NotAllowed,
    EntropyNotFound, DrawFourEyes, DrawMoveNotAllowed.
    """
    check_role(staff, RESOLVES)
    transaction_needed()
    row = await DrawEntropy.get_or_none(id=entry_id)
    if row is None:
        raise EntropyNotFound()
    found = await locked_draw(row.draw_id)
    check_keeper(found, staff)
    if found.status is DrawStatus.contested or found.status not in ENTER.sources:
        raise DRAW_LOG.refusal()
    await check_four_eyes(found, staff)
    if void := await void_entries(found, staff, because, id=entry_id):
        text = f"一条{row.name} {row.issue}期的登记作废:{because}"
        said = {"void": void}
        actor = actor_of(staff)
        await append(DRAW_LOG, found, "strike_out", actor, public_text=text, payload=said)
        await settle(found, staff)
    return found


async def void_entries(found: Draw, staff: Staff, because: str, **which: object) -> list[str]:
    """Those of a locked draw that counted until now, as text; all of them unless `which` says."""
    counting = DrawEntropy.filter(draw_id=found.id, void=None, **which)
    ids = sorted(str(one) for one in await counting.values_list("id", flat=True))
    await counting.update(void=because, voided_by=staff.staff_id)
    return ids


def check_keeper(found: Draw, staff: Staff) -> None:
    """Raises NotAllowed for staff of another department than the one that keeps the draw."""
    if found.kept_by is not None and staff.department_key != found.kept_by:
        raise NotAllowed()


def check_role(staff: Staff, roles: frozenset[StaffRole]) -> None:
    """Raises NotAllowed."""
    if not staff.roles & roles:
        raise NotAllowed()


async def check_four_eyes(found: Draw, staff: Staff) -> None:
    """Nobody judges what they entered themselves. Raises DrawFourEyes."""
    if await DrawEntropy.filter(draw_id=found.id, entered_by=staff.staff_id).exists():
        raise DrawFourEyes()
