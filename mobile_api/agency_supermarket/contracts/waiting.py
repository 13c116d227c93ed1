"""Whose turn it is in a contract and till when, in words; and when the worker looks at it next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.agency_supermarket.contracts.states import (
    CONTRACT_STATUS_NAMES,
    OPEN_CONTRACTS,
    SIDE_NAMES,
    UNSIGNED,
    ContractStatus,
    MilestoneState,
    Side,
)
from mobile_api.shared import clock
from mobile_api.shared.clock import start_of
from mobile_api.shared.due.wakes import wake
from mobile_api.shared.text.words import on_date

WaitsFor = Literal["owner", "agency", "nobody"]


@dataclass(frozen=True, slots=True)
class WhoseTurn:
    """Who has to act, till when, and what is to be done; `is_overdue`: the day has passed."""

    waits_for: WaitsFor
    until: date | None
    sentence: str

    @property
    def is_overdue(self) -> bool:
        return self.waits_for != "nobody" and self.until is not None and self.until < clock.today()


def turn_of(contract: Contract) -> WhoseTurn:
    """As the contract stands today."""
    if contract.status in OPEN_CONTRACTS and contract.ending is not None:
        asked = contract.ending.by
        text = f"{SIDE_NAMES[asked]}请求终止合同,请{SIDE_NAMES[asked.other]}答复。"
        return WhoseTurn(asked.other.value, None, text)
    if contract.status in UNSIGNED:
        return _to_sign(contract)
    if contract.status is ContractStatus.in_force:
        return _to_serve(contract)
    if contract.status is ContractStatus.delivered:
        text = f"请采购人在{_on(contract.review_by)}前验收成果,或一次列明全部问题退回。"
        return WhoseTurn("owner", contract.review_by, text)
    return WhoseTurn("nobody", None, f"合同{CONTRACT_STATUS_NAMES[contract.status]},不需要再办理。")


def idle_side(contract: Contract, status: ContractStatus) -> Side | None:
    """Who has the next word about a proposal; None where nobody has made one.

    `status`: in which it is, or was, not signed.
    """
    if not contract.proposal or contract.proposed_by is None:
        return None
    return contract.proposed_by.other if status is ContractStatus.proposed else contract.proposed_by


def _to_sign(contract: Contract) -> WhoseTurn:
    until = contract.sign_by
    if clock.today() <= contract.shown_until:
        text = f"选取结果公示至{_on(contract.shown_until)},公示期满后任何一方可以提出合同。"
        return WhoseTurn("nobody", contract.shown_until, text)
    if not contract.proposal:
        text = f"请采购人在{_on(until)}前提出合同,中介机构也可以提出。"
        return WhoseTurn("owner", until, text)
    by = contract.proposed_by
    if contract.status is ContractStatus.proposed:
        text = f"请{SIDE_NAMES[by.other]}在{_on(until)}前确认合同,或写明理由退回。"
        return WhoseTurn(by.other.value, until, text)
    text = f"合同已被退回,请{SIDE_NAMES[by]}修改后在{_on(until)}前重新提出。"
    return WhoseTurn(by.value, until, text)


def _to_serve(contract: Contract) -> WhoseTurn:
    if contract.extension is not None:
        text = f"机构请求延期至{_on(contract.extension.last_day)},请采购人答复。"
        return WhoseTurn("owner", contract.last_day, text)
    if any(one.state is MilestoneState.reported for one in contract.milestones):
        return WhoseTurn(
            "owner", contract.last_day, "机构已报告完成节点,请采购人确认或写明理由退回。"
        )
    text = f"请中介机构在{_on(contract.last_day)}前交付成果。"
    return WhoseTurn("agency", contract.last_day, text)


def _on(day: date | None) -> str:
    return on_date(day) if day else ""


def next_look(contract: Contract) -> datetime | None:
    """When the worker next has something to say or do; None when never again."""
    today, rules = clock.today(), RULES.here()
    days: list[date] = []
    if contract.status in UNSIGNED:
        if today > contract.sign_by:
            return clock.now()
        days = [contract.sign_by - rules.signing_reminder.on(today).span, _after(contract.sign_by)]
    elif contract.status is ContractStatus.in_force and contract.last_day is not None:
        last = contract.last_day
        before, over = rules.delivery_reminder.on(today).span, rules.overdue.on(last).span
        days = [last - before, _after(last), _after(last + over)]
    elif contract.status is ContractStatus.delivered and contract.review_by is not None:
        days = _reviews(contract, contract.review_by, today)
    coming = [day for day in days if day > today]
    return start_of(min(coming)) if coming else None


def is_overdue(contract: Contract) -> bool:
    """Whether the result is so late that it costs points, delivered or not."""
    last = contract.last_day
    if contract.status is not ContractStatus.in_force or last is None:
        return False
    return clock.today() > last + RULES.here().overdue.on(last).span


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _reviews(contract: Contract, review_by: date, today: date) -> list[date]:
    rules = RULES.here()
    if contract.reminders >= rules.review_reminders.on(today).amount:
        return []
    # The last day may have passed while no worker ran.
    first = max(_after(review_by), _after(today))
    again = today + rules.review_reminder.on(today).span
    return [again if contract.reminders else first]


async def arm(contract: Contract) -> None:
    """A new wait has begun: the worker looks when there is next something to say."""
    contract.reminders, contract.due_at = 0, next_look(contract)
    await contract.save(update_fields=["reminders", "due_at"])
    await wake(Contract._meta.db_table)
