"""What a message costs the database: they come by the hundred a second."""

from typing import Any

from mobile_api.handoff.models import Handoff
from mobile_api.handoff.partners.models import Partner, PartnerKey
from mobile_api.shared import clock
from tests.partner_city import PartnerCity
from tests.statements import Statements, heard


def but_for_wakes(said: Statements) -> Statements:
    """What wakes the worker is said once in a while, not for each."""
    return Statements(one for one in said if "pg_notify" not in one)


async def test_a_case_is_known_agreed_and_taken_by_a_statement_each(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    # The first one fills what a process keeps.
    await city.hand_over(says=case)
    await Handoff.all().delete()
    async with heard() as said:
        assert (await city.hand_over(says=case)).answered.status == 202
    signer, agreed, added = but_for_wakes(said)
    assert "FROM handoff_own_key" in signer and "handoff_agreement" in agreed
    tables = "handoff_seen_signature", "handoff_incoming", "handoff_receipt", "handoff"
    # Without a transaction around it, all or nothing of it is there.
    assert all(f"INSERT INTO {table} (" in added for table in tables)


async def test_what_is_repeated_or_refused_has_one_transaction(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    first = await city.hand_over(says=case)
    async with heard() as again:
        await city.again(first.message_id)
    async with heard() as refused:
        await city.hand_over(says=case | {"item": "unheard-of"})
    for said in (but_for_wakes(again), but_for_wakes(refused)):
        assert len(said.starting("BEGIN")) == len(said.starting("COMMIT")) == 1
        assert len(said.starting("SAVEPOINT")) == 0 and len(said) <= 8


async def test_nothing_that_is_kept_outlives_a_revocation(
    city: PartnerCity, partner: Partner, case: dict[str, Any]
) -> None:
    assert (await city.hand_over(says=case)).answered.status == 202
    await PartnerKey.filter(partner_id=partner.id).update(revoked_at=clock.now())
    assert (await city.hand_over(says=case)).answered.code == "signature_key"
