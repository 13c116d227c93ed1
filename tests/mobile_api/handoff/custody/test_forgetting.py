"""The custody log of what never became a case goes as its sealed bodies do."""

from datetime import timedelta

import httpx

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.handoff.incoming.forgetting import KEPT, forget_sealed_bodies
from mobile_api.handoff.kit.evidence import check_evidence
from mobile_api.handoff.models import IncomingMessage
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from tests.actors import Colleague
from tests.mobile_api.handoff.custody.papers import TOLD, HomeDesk
from tests.mobile_api.handoff.incoming.neighbour import DEPARTMENT
from tests.partner_city import PartnerPage
from tests.stack import Stack
from tests.uploads.samples import photo

OTHER = "370000198207150015"


async def test_notes_about_papers_of_no_case_are_forgotten(
    home: HomeDesk, stack: Stack, client: httpx.AsyncClient
) -> None:
    neighbour, papers = home.neighbour, {"papers": TOLD}
    nothing = PartnerPage("what-we-do-not-ask", photo())
    says = {"mode": HandoffMode.COLLECTED_ON_BEHALF.value}
    back = await neighbour.hand_over(nothing, person=OTHER, says=says)
    await neighbour.work()
    gone = await neighbour.row(back.handoff_id)
    of_gone = await home.city.keep_log(back.handoff_id, "collected", facts=papers, note="李小四")
    kept = await home.told("collected", facts=papers, note="李小四")
    # Refused, of a handoff that nobody here knows.
    says_other = {"handoff_id": "0190a0a0-0000-7000-8000-00000000000a"}
    stray = await home.told("sealed", note="李小四", says=says_other, sequence=2)
    assert [one.answered.status for one in (of_gone, kept, stray)] == [202, 202, 422]
    with clock.standing_at(clock.now() + KEPT + timedelta(days=1)):
        assert await forget_sealed_bodies() == 3
    for message, is_kept in ((of_gone, False), (kept, True), (stray, False)):
        row = await IncomingMessage.get(message_id=message.message_id)
        assert bool(row.body) is is_kept
    notes = {one.handoff_row_id: one.note for one in await CustodyEntry.all()}
    assert notes == {gone.id: None, (await home.row()).id: "李小四"}
    auditor = Colleague(
        stack, client, "auditor-wj", department=DEPARTMENT, roles=(StaffRole.auditor,)
    )
    await auditor.sign_in()
    evidence = await auditor.call("GET", f"/staff/v1/handoffs/{gone.id}/evidence")
    assert [one for one in check_evidence(evidence.content) if one.fault] == []
