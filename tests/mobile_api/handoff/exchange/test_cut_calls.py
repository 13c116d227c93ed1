"""A line that breaks at any moment: the repetition finds either nothing or the answer."""

from contextlib import suppress
from typing import Any
from uuid import UUID

import httpx
import pytest

from mobile_api.handoff.models import Handoff, IncomingMessage
from mobile_api.handoff.partners.models import Partner
from mobile_api.signatures.service import KeyKind, SigningKey
from tests.cutting import Cutting, HungUp
from tests.mobile_api.handoff.exchange.conftest import add_key
from tests.mobile_api.handoff.exchange.signing import sent, signed
from tests.partner_city import PartnerCity
from tests.stack import Stack

PATIENCE = 400


@pytest.mark.thorough
async def test_who_hangs_up_at_any_wait_gets_one_effect_and_its_answer(
    stack: Stack, client: httpx.AsyncClient, city: PartnerCity, partner: Partner, case: Any
) -> None:
    key, cutting = SigningKey.new(KeyKind.ed25519), Cutting(stack.app)
    await add_key(partner, str(key.public))
    transport, before_commit, after_commit = httpx.ASGITransport(cutting), 0, 0
    async with httpx.AsyncClient(transport=transport, base_url=stack.api) as cut:
        # What is taken goes by one statement, what is refused by a transaction of several.
        for says, status in ((case, 202), (case | {"item": "unheard-of"}, 422)):
            for cutting.at in range(1, PATIENCE):
                await Handoff.all().delete()
                held = await city.hand_over(says=says, hold=True)
                message_id, body = UUID(held.message_id), held.body.encode()
                with suppress(HungUp):
                    await sent(cut, signed(stack.api, key, body, message_id=message_id))
                kept = await IncomingMessage.get_or_none(message_id=message_id)
                after_commit += bool(kept)
                before_commit += not kept
                again = await sent(client, signed(stack.api, key, body, message_id=message_id))
                assert again.status_code == status, (cutting.at, again.text)
                assert kept is None or bytes(kept.answer_body) == again.content
                found = await Handoff.filter(handoff_id=held.handoff_id).count()
                assert found == (status == 202)
                if not cutting.was_made:
                    break
            assert cutting.at > 4 and after_commit > 0
    assert before_commit > 6
