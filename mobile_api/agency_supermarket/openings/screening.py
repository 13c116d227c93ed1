"""Who is screened out at an opening: what is known of each bidder and of the owner."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from mobile_api.agency_supermarket.affiliations.service import (
    Declared,
    begins_to_bind,
    declared_by,
    declared_by_owner,
    related_to_owner,
)
from mobile_api.agency_supermarket.agencies.queries import AgencyStanding, standings_of
from mobile_api.agency_supermarket.bids.models import Bid
from mobile_api.agency_supermarket.bids.service import to_be_given_again
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.telling import owner_to_tell
from mobile_api.agency_supermarket.openings.standing import barred
from mobile_api.agency_supermarket.selection.schemas import ExclusionReason
from mobile_api.agency_supermarket.selection.screening import BidFacts, OwnerFacts, screened
from mobile_api.enterprises.queries import enterprise_by_id, people_behind


async def screen(
    need: Need, bids: Sequence[Bid], readable: Collection[UUID], proposals: Collection[UUID]
) -> dict[UUID, ExclusionReason]:
    """Why each of the bids is out, if it is; `readable` are those that opened, `proposals` those
    that hold one."""
    agency_ids = [bid.agency_id for bid in bids]
    standings = await standings_of(agency_ids, need.service_type)
    declared = await declared_by(agency_ids, need.bids_close_at)
    people = await _people([one.enterprise_id for one in standings.values()], need)
    old = await to_be_given_again(need.id)
    facts = [
        _facts(
            bid,
            standings[bid.agency_id],
            people,
            declared.get(bid.agency_id, Declared()),
            is_readable=bid.id in readable,
            is_complete=need.terms.judging is None or bid.id in proposals,
            is_old=bid.id in old,
        )
        for bid in bids
    ]
    return screened(facts, await _owner(need, standings))


async def _people(firms: Sequence[UUID], need: Need) -> dict[UUID, frozenset[UUID]]:
    """Who came after the deadline counts for later needs: else whoever is bribed to accept takes a
    rival out, of whom it is known by then that it has bid."""
    return await people_behind(firms, begins_to_bind(need), need.bids_close_at)


def _facts(
    bid: Bid,
    standing: AgencyStanding,
    people: Mapping[UUID, frozenset[UUID]],
    declared: Declared,
    *,
    is_readable: bool,
    is_complete: bool,
    is_old: bool,
) -> BidFacts:
    return BidFacts(
        bid_id=bid.id,
        agency_id=bid.agency_id,
        submitted_by=bid.submitted_by,
        controllers=frozenset({str(standing.representative_id)}) | declared.controlled_by,
        people=people[standing.enterprise_id] | {bid.submitted_by},
        code=standing.social_credit_code,
        declared=declared.all,
        withdrawn=bid.is_withdrawn,
        since_changed=is_old,
        readable=is_readable,
        is_complete=is_complete,
        barred=barred(standing),
        qualified=standing.is_covered,
    )


async def _owner(need: Need, standings: Mapping[UUID, AgencyStanding]) -> OwnerFacts:
    declared = await declared_by_owner(need)
    people, code = frozenset({need.owner_id}), ""
    if need.enterprise_id is not None:
        people |= (await _people([need.enterprise_id], need))[need.enterprise_id]
        code = (await enterprise_by_id(need.enterprise_id)).social_credit_code
    behind = {str(need.owner_id), str(await owner_to_tell(need))}
    return OwnerFacts(
        controllers=frozenset(behind) | declared.controlled_by,
        avoided=frozenset(
            one.agency_id for one in standings.values() if one.social_credit_code in need.avoided
        ),
        relatives=await related_to_owner(need, list(standings.values()), need.bids_close_at),
        people=people,
        code=code,
        declared=declared.all,
    )
