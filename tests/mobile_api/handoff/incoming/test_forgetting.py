"""What never became a case is forgotten after a year; what proves it, and what is a case, stays."""

import hashlib
from datetime import timedelta

from mobile_api.handoff.incoming.forgetting import KEPT, forget_sealed_bodies
from mobile_api.handoff.models import IncomingMessage, StoredReceipt
from mobile_api.shared import clock
from tests.mobile_api.handoff.incoming.neighbour import Neighbour
from tests.partner_city import PartnerPage
from tests.uploads.samples import photo

OTHER = "370000198207150015"


async def test_only_what_never_became_a_case_is_forgotten(neighbour: Neighbour) -> None:
    case = await neighbour.hand_over()
    await neighbour.work()
    nothing = PartnerPage("what-we-do-not-ask", photo())
    back = await neighbour.hand_over(nothing, person=OTHER)
    await neighbour.work()
    refused = await neighbour.hand_over(says={"item": "no-such-item"})
    assert refused.answered.status == 422
    begun = clock.now()
    with clock.standing_at(begun + KEPT - timedelta(days=1)):
        await neighbour.stack.sweep("forget_sealed_bodies")
        assert not await IncomingMessage.filter(body=b"").exists()
    with clock.standing_at(begun + KEPT + timedelta(days=1)):
        assert await forget_sealed_bodies() == 2
        assert await forget_sealed_bodies() == 0
    for message, is_kept in ((case, True), (back, False), (refused, False)):
        row = await IncomingMessage.get(message_id=message.message_id)
        assert bytes(row.body) == (message.body.encode() if is_kept else b"")
        assert row.body_digest == hashlib.sha256(message.body.encode()).hexdigest()
        # Its repetition is still known, and gets the same receipt.
        again = await neighbour.city.again(message.message_id)
        assert again.answered.body == message.answered.body
    gone = await neighbour.row(back.handoff_id)
    kinds = await StoredReceipt.filter(handoff_row_id=gone.id).values_list("kind", flat=True)
    assert sorted(str(one) for one in kinds) == ["received", "returned"]
