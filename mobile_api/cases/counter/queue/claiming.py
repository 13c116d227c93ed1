"""领取、退回、转交、领取下一件: one member works on a case at a time.

The row of the case is locked before its claim is written, so that of twenty who take the same case
one has it, and the others are told who.
"""

from uuid import UUID

from mobile_api.accounts.models import StaffMember
from mobile_api.cases.counter.queue.duties import statuses_for
from mobile_api.cases.errors import (
    CaseClaimed,
    ColleagueUnfit,
    NotClaimed,
    NothingToDo,
    TooManyClaims,
)
from mobile_api.cases.models import Case, CaseClaim
from mobile_api.cases.scope import check_claim, locked, scoped
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.database import fetch, transaction_needed

# What one person can have on the desk at a time.
MOST_CLAIMS = 20

# The most urgent that nobody has; whoever asks beside us gets the one after it.
_NEXT = """
SELECT f.id FROM case_file f
WHERE f.department_key = $1 AND f.number IS NOT NULL AND f.status = ANY($2::text[])
AND ($3::text IS NULL OR f.item_key = $3)
AND NOT EXISTS (
    SELECT 1 FROM case_claim c JOIN staff_member s ON s.id = c.staff_id
    WHERE c.case_id = f.id AND s.is_active
)
ORDER BY f.due_on NULLS LAST, f.id LIMIT 1 FOR UPDATE OF f SKIP LOCKED
"""


async def claim(caller: Staff, case_id: UUID) -> Case:
    """领取. Again, it changes nothing.

    Raises CaseNotFound, NothingToDo, CaseClaimed, TooManyClaims.
    """
    case = await locked(scoped(caller), case_id)
    if case.status not in statuses_for(caller.roles):
        raise NothingToDo()
    held = await CaseClaim.get_or_none(case_id=case.id).select_related("staff")
    if held is not None and held.staff_id == caller.staff_id:
        return case
    if held is not None and held.staff.is_active:
        raise CaseClaimed(held.staff.display_name)
    await _claimed(case, caller.staff_id)
    return case


async def claim_next(caller: Staff, item_key: str | None = None) -> Case | None:
    """领取下一件: the most urgent that nobody has; None where there is none.

    Raises TooManyClaims.
    """
    transaction_needed()
    wanted = sorted(one.value for one in statuses_for(caller.roles))
    while rows := await fetch(_NEXT, caller.department_key, wanted, item_key):
        case = await locked(scoped(caller), rows[0]["id"])
        # The statement may have begun before a colleague's claim was there: only what is read
        # under the lock is sure.
        if not await CaseClaim.filter(case_id=case.id, staff__is_active=True).exists():
            await _claimed(case, caller.staff_id)
            return case
    return None


async def give_back(caller: Staff, case_id: UUID) -> Case:
    """退回: a supervisor may take it from a colleague. Again, it changes nothing.

    Raises CaseNotFound, CaseClaimed (a colleague's).
    """
    case = await locked(scoped(caller), case_id)
    await check_claim(caller, case)
    held = await CaseClaim.get_or_none(case_id=case.id)
    if held is not None:
        if held.staff_id != caller.staff_id:
            await audit(caller, "free_claim", subject_kind="case", subject_id=case.id)
        await held.delete()
    return case


async def hand_to(caller: Staff, case_id: UUID, staff_id: UUID) -> Case:
    """转交 to a colleague of the department whose duties fit.

    Raises CaseNotFound, NotClaimed (not the caller's, who is no supervisor), ColleagueUnfit,
    TooManyClaims (of the colleague).
    """
    case = await locked(scoped(caller), case_id)
    held = await CaseClaim.get_or_none(case_id=case.id)
    is_mine = held is not None and held.staff_id == caller.staff_id
    if not is_mine and StaffRole.supervisor not in caller.roles:
        raise NotClaimed()
    colleague = await StaffMember.get_or_none(id=staff_id)
    if (
        colleague is None
        or not colleague.is_active
        or colleague.department_key != caller.department_key
        or case.status not in statuses_for(colleague.roles)
    ):
        raise ColleagueUnfit()
    await _claimed(case, staff_id)
    await audit(caller, "hand_claim", subject_kind="case", subject_id=case.id)
    return case


async def _claimed(case: Case, staff_id: UUID) -> None:
    """Of a locked case: from now on it is theirs alone."""
    # Members count one after another, or two calls of one would both see room.
    await StaffMember.filter(id=staff_id).select_for_update().get()
    if await CaseClaim.filter(staff_id=staff_id).count() >= MOST_CLAIMS:
        raise TooManyClaims()
    await CaseClaim.filter(case_id=case.id).delete()
    await CaseClaim.create(case_id=case.id, staff_id=staff_id, claimed_at=clock.now())
