"""What the applicant does with a case: submit, correct, withdraw."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.service import Action, require
from mobile_api.accounts.service import person_of
from mobile_api.cases import telling
from mobile_api.cases.applicants import details_of, enterprise_of
from mobile_api.cases.applying.ceilings import check_open_cases
from mobile_api.cases.applying.completeness import account_values, gaps, page_faults
from mobile_api.cases.applying.drafts import open_guide
from mobile_api.cases.case_guide import guide_of_case
from mobile_api.cases.clocks import close_clocks, open_clock
from mobile_api.cases.errors import DraftIncomplete, RealNameNeeded, StandsElsewhere
from mobile_api.cases.history import WITHDRAWAL_ASKED, note
from mobile_api.cases.models import Case, CorrectionNotice
from mobile_api.cases.moves import check_allowed, make_move
from mobile_api.cases.numbers import TAIL_LENGTH, next_case_number, query_factor_hash
from mobile_api.cases.post.owner import recall
from mobile_api.cases.rules import RULES, ClockKind
from mobile_api.cases.scope import locked, scoped
from mobile_api.cases.states import SUBMIT, WITHDRAW, CaseStatus
from mobile_api.cases.status.versions import Seen, check_seen, pages_and_files, version_of
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import OnlineLevel
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.history.moves import actor_of
from notifications.post.states import Direction


async def submit(caller: Citizen, case_id: UUID, seen: Seen = None) -> Case:
    """Submit a draft or the answer to a correction notice.

    Tapped again while the case waits for pre-review, it answers the same case and changes nothing.
    Starts the five-day notice clock (行政许可法 32). `seen`: versions of which the caller saw one.
    Raises CaseNotFound, MoveNotAllowed, CaseChanged, GuideNotFound, NotOnline, TooManyOpenCases,
    RealNameNeeded, AssuranceTooLow, DraftIncomplete with every gap.
    """
    case = await locked(scoped(caller), case_id)
    if case.status is CaseStatus.submitted:
        return case
    check_allowed(case, SUBMIT)
    guide = await guide_of_case(case)
    person = await person_of(caller)
    await _check_submittable(caller, case, guide, person, seen)
    # One instant for all of it: a move made as the day ends belongs to one day.
    now = clock.now()
    today = clock.beijing_date(now)
    changes = await _submitted(case, guide, person, now)
    await close_clocks(case, today, ClockKind.correction)
    await CorrectionNotice.filter(case_id=case.id, answered_at=None).update(answered_at=now)
    limit = RULES.here().notice.on(today).limit
    due = await open_clock(case, ClockKind.notice, limit, today, arms_worker=True)
    text = _received(case, due.on)
    case = await make_move(case, SUBMIT, actor_of(caller), public_text=text, **changes)
    await telling.tell_submitted(case)
    return case


def _received(case: Case, due_on: date) -> str:
    if case.number is None:
        return WORDS.moves.submitted.format(due_on=due_on)
    return WORDS.moves.corrected.format(due_on=due_on)


async def _check_submittable(
    caller: Citizen, case: Case, guide: ServiceGuide, person: Person, seen: Seen
) -> None:
    pages, files = await pages_and_files(case)
    check_seen(seen, version_of(case, pages))
    if case.number is None:
        await open_guide(case.item_key)
        await check_open_cases(caller, case)
    if not person.has_real_name:
        raise RealNameNeeded()
    await require(caller, Action.submit_online, level=needed_assurance(guide))
    missing = gaps(case, guide, pages, applicant=person.id_number or "", on=clock.today())
    faults = [*missing, *page_faults(pages, files)]
    if faults:
        raise DraftIncomplete(faults)


def needed_assurance(guide: ServiceGuide) -> int:
    """How sure one has to be of the applicant before the case is submitted."""
    # A pre-review ends in a visit, where the counter looks at the identity card itself.
    if guide.online_level is OnlineLevel.PRE_REVIEW:
        return min(guide.min_assurance, 1)
    return guide.min_assurance


async def _submitted(
    case: Case, guide: ServiceGuide, person: Person, now: datetime
) -> dict[str, Any]:
    """The columns that a submission changes."""
    changes: dict[str, Any] = {}
    number = case.number
    if number is None:
        number = await next_case_number(case.region_code, clock.beijing_date(now))
        changes = {"number": number, "submitted_at": now}
    enterprise = await enterprise_of(case)
    return changes | {
        "query_factor_hash": query_factor_hash(number, (person.id_number or "")[-TAIL_LENGTH:]),
        # Kept with the case: what the account declares later is not whom the counter checked.
        "applicant_details": details_of(person, enterprise),
        # Of several clerks, whoever submits is the one who handles it from now on.
        "applicant_id": person.id,
        "form": {**(case.form or {}), **account_values(guide, person, enterprise)},
    }


async def withdraw(caller: Citizen, case_id: UUID, read: str = "") -> Case:
    """撤回: by the applicant, any time before the decision. Repeating it changes nothing.

    What another city has is only asked back from there: whether it was in time is told later.
    `read`: the status for which its applicant read what it means; empty: not said.
    Raises CaseNotFound, MoveNotAllowed, StandsElsewhere, TooManyRequests.
    """
    case = await locked(scoped(caller), case_id)
    if case.status is CaseStatus.withdrawn:
        return case
    if read and read != case.status:
        raise StandsElsewhere()
    if case.status is CaseStatus.transferred:
        await note(case, actor_of(caller), WITHDRAWAL_ASKED, WORDS.transfer.withdrawal_asked)
        return case
    await close_clocks(case, clock.today(), *ClockKind)
    await recall(case, Direction.to_hall)
    return await make_move(case, WITHDRAW, actor_of(caller), public_text=WORDS.moves.withdrawn)
