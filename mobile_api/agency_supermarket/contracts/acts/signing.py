"""签订期限: its last day, and that it moves on where a dispute took the days."""

from datetime import date

from mobile_api.agency_supermarket.agencies.queries import standing_of
from mobile_api.agency_supermarket.contracts import telling
from mobile_api.agency_supermarket.contracts.history import SYSTEM, note
from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.agency_supermarket.contracts.states import UNSIGNED
from mobile_api.agency_supermarket.contracts.waiting import arm
from mobile_api.agency_supermarket.disputes.queries import last_ended
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import last_day_of


async def last_day_to_sign(since: date) -> date:
    """Where nothing is in the way."""
    return await last_day_of(RULES.here().signing.on(since).limit, since)


async def begin_anew(contract: Contract) -> None:
    """A dispute stands at the end of the time for signing; its need is locked, and fetched."""
    sign_by = await last_day_to_sign(clock.today())
    await _postpone(contract, sign_by, f"异议或投诉还在处理,签订期限顺延至{sign_by}。")


async def give_days_back(contract: Contract) -> bool:
    """Whether the last day moved on: nobody could sign until the last dispute ended.

    Its need is locked, and fetched. Again, it changes nothing.
    """
    ended_at = await last_ended(contract.need_id) if contract.status in UNSIGNED else None
    if ended_at is None:
        return False
    ended = clock.beijing_date(ended_at)
    sign_by = await last_day_of(RULES.here().signing_again.on(ended).limit, ended)
    if sign_by <= contract.sign_by:
        return False
    await _postpone(contract, sign_by, f"异议或投诉已经处理完毕,签订期限顺延至{sign_by}。")
    await arm(contract)
    return True


async def may_serve(contract: Contract) -> bool:
    """Whether its agency may take on new work today; `need` is fetched."""
    standing = await standing_of(contract.agency_id, contract.need.service_type)
    return standing.may_serve


async def _postpone(contract: Contract, sign_by: date, text: str) -> None:
    await note(contract, SYSTEM, "postpone_signing", text, sign_by=sign_by)
    await telling.both(contract, text)
