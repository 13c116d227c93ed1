"""A file that two rooms use stays while one of them does, whoever lets it go."""

from uuid import UUID

from tests.actors import photo
from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.needing import OWN_NEEDS, Bidder, Buyer
from tests.stack import Stack
from uploads.models import FileState, StoredFile


async def test_what_a_contract_has_may_leave_a_draft(
    stack: Stack, buyer: Buyer, bidders: list[Bidder]
) -> None:
    """Red before: each room asked itself alone, and the scan of the contract was swept away."""
    deal = await Deal.strike(stack, buyer, bidders[0])
    signed, free = [await buyer.person.upload(photo(one)) for one in (41, 42)]
    await deal.done(deal.owner, "propose", await deal.proposal(deal.owner, files=[signed]))
    own = f"{OWN_NEEDS}/{await buyer.draft()}/files"
    given = [{"file_id": one, "title": "合同"} for one in (signed, free)]
    await buyer.person.ok("PUT", own, {"files": given})
    await buyer.person.ok("PUT", own, {"files": []})
    await stack.settle()
    states = {one.id: one.state for one in await StoredFile.filter(id__in=[signed, free])}
    assert states == {UUID(signed): FileState.clean, UUID(free): FileState.abandoned}
