"""A step is written at the counter of either city."""

from collections import Counter
from uuid import UUID

from mobile_api.cases.models import Case
from mobile_api.cases.transfer.service import guide_of_case
from mobile_api.handoff.custody import rules, words
from mobile_api.handoff.custody.errors import (
    CustodyFull,
    CustodyMoved,
    CustodyNotOpen,
    CustodyOutOfTurn,
    CustodyTooSoon,
)
from mobile_api.handoff.custody.models import CustodyEntry, Paper
from mobile_api.handoff.custody.recording import CustodyLog, begun, write_own
from mobile_api.handoff.custody.schemas import (
    CustodyStepRequest,
    GivenPaper,
    StaffStep,
)
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.outgoing.scope import locked_for
from mobile_api.handoff.states import OVER, CustodyPlace, CustodyStep, ReturnedTo
from mobile_api.handoff.wire.custody import MOST_ENTRIES, MOST_PAPERS
from mobile_api.shared.callers import Staff
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.history.moves import actor_of
from mobile_api.shared.process.parts import SETTINGS
from notifications.post.schemas import Contact
from notifications.post.service import Owner, follow_parcel, stop_following

OWNER_KIND = "custody"
_CONTENTS = "材料原件"


async def append(caller: Staff, handoff_row_id: UUID, body: CustodyStepRequest) -> None:
    """The next entry of this city, with its message. In the caller's transaction.

    Raises HandoffNotFound, CustodyNotOpen, CustodyMoved, CustodyFull, CustodyTooSoon,
    InvalidInput, CustodyOutOfTurn.
    """
    case, handoff = await locked_for(caller, handoff_row_id)
    check_open(handoff)
    log = await CustodyLog.of(handoff, case)
    last = log.entries[-1].id if log.entries else None
    if body.after != last:
        raise CustodyMoved()
    entry = begun(log, CustodyStep(body.step), caller.key)
    if entry.sequence > MOST_ENTRIES:
        raise CustodyFull()
    if body.step is StaffStep.collected and handoff.status in OVER:
        raise CustodyOutOfTurn()
    if body.step is StaffStep.posted and not rules.may_be_posted(handoff.status):
        raise CustodyTooSoon()
    await _fill(log, case, entry, body)
    if not rules.may_follow(log.entries, entry):
        raise CustodyOutOfTurn()
    await _follow_parcel(log, case, entry)
    await write_own(log, entry, actor_of(caller))


def check_open(handoff: Handoff) -> None:
    """Papers go along only with what was handed over to be collected (代收代办). Raises
    CustodyNotOpen."""
    if not rules.is_open(handoff.status, handoff.agreed_item.mode):
        raise CustodyNotOpen()


async def _fill(log: CustodyLog, case: Case, entry: CustodyEntry, body: CustodyStepRequest) -> None:
    """Raises InvalidInput with everything that is wrong beside what is there already."""
    faults: list[FieldFault] = []
    if body.step is StaffStep.collected:
        entry.papers = await _collected(log, case, body.papers, faults)
    elif body.step is StaffStep.received:
        entry.papers = _received(log, body, faults)
    elif body.step is StaffStep.corrected:
        _correct(log, entry, body, faults)
    if faults:
        raise InvalidInput(faults)
    entry.waybill_number, entry.carrier = body.waybill_number or "", body.carrier_code
    entry.seal_number, entry.to = body.seal_number, body.to or ReturnedTo.window
    entry.note = body.note or None


async def _collected(
    log: CustodyLog, case: Case, given: list[GivenPaper], faults: list[FieldFault]
) -> tuple[Paper, ...]:
    """Each name once, also beside what is held already."""
    names = {one.key: one.name for one in (await guide_of_case(case)).materials}
    papers = []
    for place, one in enumerate(given):
        path = f"/papers/{place}"
        if (one.key is None) is (one.name is None):
            text = "请选择清单中的材料,或者写明名称,二者填一项。"
            faults.append(FieldFault(f"{path}/name", "paper_unnamed", text))
        elif one.key is not None and one.key not in names:
            text = "这个事项的材料清单里没有这一项,请重新选择或写明名称。"
            faults.append(FieldFault(f"{path}/key", "paper_unknown", text))
        else:
            name = one.name if one.key is None else names[one.key][:40]
            papers.append(Paper(key=one.key, name=name or "", count=one.count))
    standing = log.standing
    held = () if standing.place is CustodyPlace.with_person else standing.papers
    twice = [name for name, times in Counter(p.name for p in [*held, *papers]).items() if times > 1]
    if twice or len(held) + len(papers) > MOST_PAPERS:
        text = f"同一名称的材料只登记一行(写明份数),一共不超过{MOST_PAPERS}行,请合并。"
        faults.append(FieldFault("/papers", "papers_repeated", text))
    return tuple(papers)


def _received(
    log: CustodyLog, body: CustodyStepRequest, faults: list[FieldFault]
) -> tuple[Paper, ...]:
    """Every paper of the envelope has its finding, and nothing else has one."""
    found = {one.name: one.found for one in body.findings}
    held = log.standing.papers
    known = {one.name for one in held}
    for place, one in enumerate(body.findings):
        if one.name not in known:
            text = "交接清单里没有这一项,请按清单逐项核对。"
            faults.append(FieldFault(f"/findings/{place}/name", "paper_unknown", text))
    if len(found) < len(body.findings) or known - set(found):
        text = "清单上的每一项都要登记一次核对结果(在、没有找到、有破损),请补全。"
        faults.append(FieldFault("/findings", "findings_incomplete", text))
    return tuple(one.model_copy(update={"found": found.get(one.name)}) for one in held)


def _correct(
    log: CustodyLog, entry: CustodyEntry, body: CustodyStepRequest, faults: list[FieldFault]
) -> None:
    named = next((one for one in log.entries if one.id == body.corrects), None)
    if named is None or named.city is not entry.city:
        text = "只能更正本市登记的记录,请刷新后重新选择。"
        faults.append(FieldFault("/corrects", "entry_unknown", text))
        return
    entry.corrects, entry.papers = named.sequence, named.papers


async def _follow_parcel(log: CustodyLog, case: Case, entry: CustodyEntry) -> None:
    """The city that posts follows the parcel, and no longer where that was a mistake."""
    if entry.step == CustodyStep.corrected:
        struck = log.struck_by(entry)
        if struck and struck.parcel_id and struck.step in rules.JOURNEYS:
            await stop_following(struck.parcel_id)
        return
    if not entry.waybill_number:
        return
    whom = words.PERSON if entry.to is ReturnedTo.person else log.handoff.partner.name
    # Some carriers ask for the end of a phone, the sender's or the receiver's: the hall's own.
    phone = SETTINGS.here().hall_contact.get("phone", "")
    parcel = await follow_parcel(
        Owner(OWNER_KIND, case.number or str(case.id)),
        waybill_number=entry.waybill_number,
        receiver=Contact(name=whom, phone=phone, province="", city="", county="", address=""),
        contents=_CONTENTS,
        carrier_code=entry.carrier,
    )
    entry.parcel_id = parcel.id
