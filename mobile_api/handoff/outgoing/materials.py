"""The bytes of a page for the home city: a short-lived address, of what was handed to it alone."""

from datetime import timedelta
from uuid import UUID

from mobile_api.cases.transfer.service import guide_of_case
from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.outgoing.composing import files_handed
from mobile_api.handoff.outgoing.handing import is_over
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.states import HandoffSide, MessageKind
from mobile_api.handoff.wire.cases import MaterialLink
from mobile_api.shared import clock
from uploads.service import ObjectStore, link_to

# Who has not fetched them by then has to ask anew for the case.
FETCHABLE_FOR = timedelta(days=30)


async def link_for(
    partner: Partner, handoff_id: UUID, sha256: str, store: ObjectStore
) -> MaterialLink:
    """Of a page of that partner's own handoff, while it is open.

    Raises HandoffNotFound for everything else, whether it exists or not, and FileNotClean.
    """
    mine = Handoff.filter(partner_id=partner.id, side=HandoffSide.taking)
    handoff = await mine.prefetch_related("case").get_or_none(handoff_id=handoff_id)
    if handoff is None or handoff.case is None or not await _is_fetchable(handoff):
        raise HandoffNotFound()
    handed = await files_handed(handoff.case, await guide_of_case(handoff.case))
    for _key, _page, file in handed:
        if file.sha256 == sha256:
            link = link_to(store, file)
            return MaterialLink(url=link.url, expires_at=link.expires_at)
    raise HandoffNotFound()


async def _is_fetchable(handoff: Handoff) -> bool:
    if is_over(handoff):
        return False
    since = clock.now() - FETCHABLE_FOR
    handed = OutgoingMessage.filter(handoff_row_id=handoff.id, created_at__gte=since)
    return await handed.filter(kind__in=[MessageKind.case, MessageKind.correction]).exists()
