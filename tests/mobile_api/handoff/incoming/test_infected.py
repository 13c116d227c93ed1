"""A page that the scanner of this city reports never becomes a material of a case."""

from mobile_api.cases.models import Case
from mobile_api.handoff.incoming.arriving import WAITS, arrive
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.watching.due import HANDOFFS
from mobile_api.shared.due.claims import claim
from tests.mobile_api.handoff.incoming.neighbour import Neighbour
from tests.partner_city import PartnerPage
from tests.uploads.inspection.clamd import EICAR, Clamd, listening
from tests.uploads.person import work_until_idle
from tests.uploads.samples import document
from uploads.inspection.scanner import Scanner
from uploads.models import FileState, StoredFile
from uploads.service import STORE


async def inspected_by(neighbour: Neighbour, content: bytes) -> str:
    """The handoff of a page of these bytes, once the scanner has seen it and the worker went on."""
    page = PartnerPage("photo-of-face", content, media_type="application/pdf")
    message = await neighbour.hand_over(page)
    (held,) = await claim(Handoff, limit=1, lease=HANDOFFS.lease)
    assert await arrive(held) == WAITS
    clamd = Clamd()
    async with listening(clamd) as address:
        await work_until_idle(STORE.of(neighbour.stack.app), Scanner(address))
    assert clamd.scanned == [content]
    await neighbour.work()
    return message.handoff_id


async def test_what_the_scanner_reports_comes_back(neighbour: Neighbour) -> None:
    handoff_id = await inspected_by(neighbour, document() + b"%" + EICAR)
    file = await StoredFile.get()
    assert (file.state, file.rejection) == (FileState.rejected, "infected")
    assert (await neighbour.last(handoff_id))["facts"] == {"codes": ["material_unsafe"]}
    assert not await Case.all().exists()


async def test_the_same_page_without_it_is_taken(neighbour: Neighbour) -> None:
    handoff_id = await inspected_by(neighbour, document())
    assert await neighbour.kinds(handoff_id) == ["checked"]
