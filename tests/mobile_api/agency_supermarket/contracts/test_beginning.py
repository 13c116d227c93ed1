"""A contract begins by itself with its award, once, whatever becomes of the worker."""

from functools import partial
from itertools import count
from uuid import UUID

from mobile_api.agency_supermarket.contracts.models import Contract, ContractFile
from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.personal_data.holdings.uploads import UPLOADS
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.shared.due.claims import claim
from mobile_api.shared.history.followers import FOLLOWERS
from mobile_api.shared.history.following import FOLLOWED_EVENTS, show_event
from mobile_api.shared.history.models import FollowedEvent
from tests.actors import photo
from tests.cutting import Counted
from tests.mobile_api.agency_supermarket.contracting import PRICE, Deal
from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder, Buyer, let_it_close
from tests.stack import Stack
from uploads.models import StoredFile


async def awarded(buyer: Buyer, bidder: Bidder) -> str:
    need_id = await buyer.publish(fund_source="social")
    await bidder.bid(need_id, PRICE)
    await let_it_close(need_id)
    await buyer.open(need_id)
    return need_id


async def test_a_follower_cut_anywhere_makes_one(
    stack: Stack, buyer: Buyer, bidders: list[Bidder]
) -> None:
    need_id = await awarded(buyer, bidders[0])
    assert (await buyer.person.call("GET", f"{NEEDS}/{need_id}/contract")).status_code == 404
    show = partial(show_event, FOLLOWERS.of(stack.app))
    lease = FOLLOWED_EVENTS.lease
    for at in count(1):
        with clock.standing_at(clock.now() + lease * 2 * at):
            held = await claim(FollowedEvent, limit=50, lease=lease)
            mine = next(one for one in held if one.row.follower == "market_contracts")
            counted = Counted(show(mine), at)
            await counted.run()
        contracts = await Contract.filter(need_id=need_id)
        waiting = await FollowedEvent.filter(follower="market_contracts").count()
        assert len(contracts) + waiting == 1
        if contracts:
            break
    assert at > 5
    assert contracts[0].event_count == 1 and contracts[0].due_at is not None
    notice = await buyer.person.ok("GET", f"{NEEDS}/{need_id}/contract")
    assert (notice["status"], notice["price_fen"]) == ("awaited", None)


async def test_a_city_may_let_the_struck_stop(stack: Stack, deal: Deal) -> None:
    """As data: with another rule an agency that is suspended does nothing more."""
    await deal.sign()
    row = await deal.row()
    await row.fetch_related("agency")
    await type(row.agency).filter(id=row.agency_id).update(status="suspended")
    usual = RULES.of(stack.app)
    rule = usual.sanctioned.on(clock.today()).model_copy(update={"goes_on": False})
    other = usual.model_copy(update={"sanctioned": type(usual.sanctioned)((rule,))})
    file_id = await deal.agency.upload(photo(90))
    with stack.having(RULES, other):
        code = await deal.refused(deal.agency, "deliver", {"files": [file_id]})
        assert code == "agency_may_not_serve"
    assert (await deal.row()).status == "in_force"


async def test_the_files_of_a_contract_outlive_who_sent_them(deal: Deal) -> None:
    """An account is erased: what both sides agreed on stays, all else of it goes."""
    await deal.sign()
    sent = await ContractFile.get(contract_id=deal.id)
    file = await StoredFile.get(id=sent.file_id)
    person_id = UUID(file.owner_key.removeprefix("citizen:"))
    beside = await deal.agency.upload(photo(90))
    (holding,) = UPLOADS
    assert callable(holding.erasing)
    async with in_transaction():
        await holding.erasing(person_id)
    assert (await StoredFile.get(id=file.id)).expires_at is None
    assert (await StoredFile.get(id=beside)).expires_at is not None
