"""A new handoff to this city is added where there is none like it, whoever else comes with it."""

from mobile_api.handoff.errors import Refused
from mobile_api.handoff.models import Handoff
from mobile_api.handoff.states import HandoffSide, HandoffStatus
from mobile_api.shared.database import fetch, one_at_a_time

# Until the decision nobody needs the same from us twice; after it, they may.
_OPEN = (HandoffStatus.received.value, HandoffStatus.checked.value)

_ADD = """
WITH there AS (
    SELECT
        EXISTS(
            SELECT FROM handoff WHERE partner_id = $4 AND side = $3 AND handoff_id = $2
        ) AS is_known,
        EXISTS(
            SELECT FROM handoff
            WHERE side = $3 AND applicant_hash = $9 AND status = ANY($11::text[])
        ) AS is_open
), added AS (
    INSERT INTO handoff (id, handoff_id, side, partner_id, agreed_item_id, region_code, status,
        their_number, applicant_hash, created_at, changed_at, due_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10
    FROM there WHERE NOT is_known AND NOT is_open
)
SELECT is_known, is_open FROM there
"""


async def add_alone(new: Handoff) -> None:
    """Whichever city sent the other case of the same person, and nothing else of it is told.

    Raises Refused: not_now, already_open.
    """
    assert new.applicant_hash is not None
    # In this order for everybody: the handoff, then the person.
    of_person = "handoff of " + new.applicant_hash.hex()
    await one_at_a_time(f"handoff {new.partner_id} {new.handoff_id}", of_person)
    # What others added is seen only by the next statement.
    of_whom = new.id, new.handoff_id, HandoffSide.home.value, new.partner_id, new.agreed_item_id
    what = new.region_code, new.status.value, new.their_number, new.applicant_hash
    [there] = await fetch(_ADD, *of_whom, *what, new.created_at, list(_OPEN))
    if there["is_known"]:
        raise Refused("not_now")
    if there["is_open"]:
        raise Refused("already_open")
