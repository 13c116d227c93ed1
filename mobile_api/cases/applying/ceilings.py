"""How much one applicant may have under way: the desk is for everybody.

An enterprise counts by itself, whoever of its clerks acts, and may have more.
"""

from datetime import timedelta

from mobile_api.cases.errors import TooManyDrafts, TooManyOpenCases
from mobile_api.cases.models import Case
from mobile_api.cases.rules import RULES
from mobile_api.cases.scope import scoped
from mobile_api.cases.states import HOLDERS, CaseStatus, Holder
from mobile_api.shared import clock
from mobile_api.shared.calendar.rules import InForce, TimesRule
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import one_at_a_time
from mobile_api.shared.errors import TooManyRequests

_OPEN = [one for one, holder in HOLDERS.items() if holder is not Holder.nobody]


# Of cases begun within a day, whatever became of them: what is withdrawn makes room for the next
# one, and its row, its number and its message stay.
_DAY = timedelta(days=1)
MOST_BEGUN, MOST_BEGUN_BY_ENTERPRISE = 60, 1_000


async def check_drafts(caller: Citizen) -> None:
    """Before one more draft. Raises TooManyDrafts, TooManyRequests with the seconds to wait."""
    rules = RULES.here()
    limit = rules.drafts if caller.acting_for is None else rules.drafts_of_enterprise
    await in_turn(caller)
    drafts = scoped(caller).filter(status=CaseStatus.draft)
    if await drafts.count() >= _most(limit):
        raise TooManyDrafts()
    await _check_begun(caller)


async def _check_begun(caller: Citizen) -> None:
    most = MOST_BEGUN if caller.acting_for is None else MOST_BEGUN_BY_ENTERPRISE
    now = clock.now()
    begun = scoped(caller).filter(created_at__gt=now - _DAY).order_by("-created_at")
    oldest = await begun.offset(most - 1).first()
    if oldest is not None:
        wait = oldest.created_at + _DAY - now
        raise TooManyRequests(retry_after=max(int(wait.total_seconds()), 1))


async def check_open_cases(caller: Citizen, case: Case) -> None:
    """Before the first submission of a case. Raises TooManyOpenCases."""
    rules = RULES.here()
    limit = rules.open_cases if caller.acting_for is None else rules.open_cases_of_enterprise
    await in_turn(caller)
    same_item = scoped(caller).filter(item_key=case.item_key, number__isnull=False)
    if await same_item.filter(status__in=_OPEN).count() >= _most(limit):
        raise TooManyOpenCases()


def _most(limit: InForce[TimesRule]) -> int:
    return limit.on(clock.today()).amount


async def in_turn(caller: Citizen) -> None:
    """So that of many calls at once none counts without those beside it, until the transaction
    ends."""
    acting = caller.acting_for
    await one_at_a_time(f"cases {caller.person_id if acting is None else acting.enterprise_id}")
