"""A neighbouring city that hands cases over to this one, registered here with an agreement."""

import json
from datetime import timedelta
from typing import Any

from mobile_api.cases.models import Case
from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.incoming.arriving import WAITS, arrive
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.partners.models import AgreedItem, Agreement, Partner, PartnerKey
from mobile_api.handoff.partners.own_keys import new_encryption_key, new_signing_key, own_keys
from mobile_api.handoff.partners.states import HandoffDirection, KeyUse, PartnerState
from mobile_api.handoff.watching.due import HANDOFFS
from mobile_api.shared import clock
from mobile_api.shared.due.claims import claim
from mobile_api.signatures.service import KeyKind
from tests.actors import photo
from tests.mobile_api.handoff.incoming.checking import receipt_of
from tests.partner_city import PartnerCity, PartnerMessage, PartnerPage
from tests.stack import Stack
from tests.uploads.person import work_until_idle
from uploads.stores.storage import STORE

ITEM, BASIC_CODE, DEPARTMENT = "elder-card", "992090038000", "wj"
REGION = "999902"
# Their name of our material and of our field.
NAMES = {"photo-of-face": "elder-photo", "address-of-post": "post-address"}
LONG_AGO = timedelta(days=400)


def face(shade: int = 90, **more: Any) -> PartnerPage:
    """The one material that the item asks of an applicant."""
    return PartnerPage("photo-of-face", photo(shade), **more)


class Neighbour:
    """A simulated taking city, and what this one knows of it."""

    def __init__(self, stack: Stack, city: PartnerCity, partner: Partner, number: str) -> None:
        self.stack, self.city, self.partner, self.number = stack, city, partner, number

    async def hand_over(
        self, *pages: PartnerPage, person: str = "", item: str = BASIC_CODE, **more: Any
    ) -> PartnerMessage:
        """A case of the item, with its photo unless other pages are given."""
        says = {
            "agreement": self.number,
            "item": item,
            "region_code": REGION,
            "identity": {"level": 2, "means": "phone", "on": clock.today().isoformat()},
        } | more.pop("says", {})
        plain = dict(more.pop("plain", {}))
        if person:
            who = {"name": "李小四", "id_number": person, "phone": "13800138001"}
            plain["applicant"] = who
        return await self.city.hand_over(*(pages or (face(),)), says=says, plain=plain, **more)

    async def taken(self, *pages: PartnerPage, **more: Any) -> str:
        """The id of a handoff that this city has taken and that the worker has looked at."""
        message = await self.hand_over(*pages, **more)
        assert message.answered.status == 202, message.answered
        await self.work()
        return message.handoff_id

    async def work(self) -> None:
        """All that is due now, and in the moments after it: pages are inspected meanwhile."""
        await self.stack.settle()
        with clock.standing_at(clock.now() + timedelta(seconds=2)):
            await self.stack.settle()

    async def fetched(self) -> None:
        """The one turn in which its pages come; they are inspected, and it is not a case yet."""
        (held,) = await claim(Handoff, limit=1, lease=HANDOFFS.lease)
        assert await arrive(held) == WAITS
        await work_until_idle(STORE.of(self.stack.app))

    async def row(self, handoff_id: str) -> Handoff:
        return await Handoff.get(handoff_id=handoff_id, partner_id=self.partner.id)

    async def case(self, handoff_id: str) -> Case:
        return await Case.get(id=(await self.row(handoff_id)).case_id)

    async def events(self, handoff_id: str) -> list[dict[str, Any]]:
        """What that city has got, by sequence, as bodies."""
        taken = await self.city.taken("event", handoff_id)
        bodies = [json.loads(one["body"]) for one in taken]
        found = sorted(bodies, key=lambda one: int(one["sequence"]))
        assert [one["sequence"] for one in found] == list(range(1, len(found) + 1))
        return found

    async def kinds(self, handoff_id: str) -> list[str]:
        return [one["event"] for one in await self.events(handoff_id)]

    async def last(self, handoff_id: str) -> dict[str, Any]:
        return (await self.events(handoff_id))[-1]

    async def plain(self, handoff_id: str, event: str) -> Any:
        """What was sealed for that city in the last event of that kind."""
        taken = await self.city.taken("event", handoff_id)
        return [one["plain"] for one in taken if json.loads(one["body"])["event"] == event][-1]

    async def codes(self, *pages: PartnerPage, **more: Any) -> list[str]:
        """Why a case of these pages came back."""
        handoff_id = await self.taken(*pages, **more)
        (event,) = await self.events(handoff_id)
        assert event["event"] == "returned"
        receipt = receipt_of(event["receipt"], await own_public_key())
        assert (receipt["kind"], receipt["code"]) == ("returned", event["facts"]["codes"][0])
        assert (await self.row(handoff_id)).case_id is None
        return list(event["facts"]["codes"])


async def own_public_key() -> str:
    """What this city signs with, as it is published."""
    (key,) = await own_keys(KeyUse.signing, clock.now())
    return key.public_key


async def introduced(stack: Stack, city: PartnerCity, key: str, number: str) -> Neighbour:
    """Each knows the other, and the item is agreed on."""
    before = clock.now() - LONG_AGO
    if not await own_keys(KeyUse.signing, clock.now()):
        await new_signing_key(KeyKind.ed25519, before)
        await new_encryption_key(before)
    (sealing,) = await own_keys(KeyUse.encryption, clock.now())
    await city.know(await own_public_key(), encryption_key=sealing.public_key, base_url=stack.api)
    partner = await Partner.create(
        key=key,
        name=city.name,
        regions=(city.region_code,),
        base_url=city.base_url,
        hosts=(),
        encryption_key=city.encryption_key,
        contact="",
        state=PartnerState.active,
        messages_a_minute=6000,
        changed_at=before,
    )
    await PartnerKey.create(
        partner_id=partner.id,
        key_id=city.key_id,
        public_key=city.public_key,
        valid_from=before,
    )
    await agree(partner, number)
    return Neighbour(stack, city, partner, number)


async def agree(partner: Partner, number: str, **more: Any) -> AgreedItem:
    """An agreement about the item, in force since long ago; `more`: columns of the item."""
    since = more.pop("since", clock.today() - LONG_AGO)
    agreement = await Agreement.create(partner_id=partner.id, number=number, valid_from=since)
    columns: dict[str, Any] = {
        "basic_code": BASIC_CODE,
        "item_key": ITEM,
        "mode": HandoffMode.FULLY_ONLINE,
        "regions": (REGION,),
        "names": NAMES,
        "valid_from": since,
    }
    return await AgreedItem.create(
        agreement_id=agreement.id, direction=HandoffDirection.from_partner, **(columns | more)
    )
