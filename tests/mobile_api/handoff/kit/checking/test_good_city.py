"""A city as the page tells it passes every check."""

from mobile_api.handoff.kit.checking.suite import CHECKS
from mobile_api.handoff.kit.checking.verdicts import CheckOutcome
from mobile_api.signatures.service import SigningKey
from tests.mobile_api.handoff.kit.checking.conftest import verdicts
from tests.partner_city import PartnerCity


async def test_every_check_holds(city: PartnerCity, key: SigningKey) -> None:
    found = await verdicts(city, key, checks=CHECKS)
    assert [one.line for one in found if one.outcome is not CheckOutcome.holds] == []
    assert [one.name for one in found] == [one.name for one in CHECKS]


async def test_of_all_messages_only_the_case_and_its_withdrawal_stay(
    city: PartnerCity, key: SigningKey
) -> None:
    await verdicts(city, key, checks=CHECKS)
    taken = [one for one in await city.taken() if one["status"] == 202]
    assert [one["kind"] for one in taken] == ["case", "withdrawal"]
    assert len({one["handoff_id"] for one in taken}) == 1


async def test_each_check_has_a_name_of_its_own() -> None:
    assert len({one.name for one in CHECKS}) == len(CHECKS)


async def test_without_an_item_what_needs_one_is_not_asked(
    city: PartnerCity, key: SigningKey
) -> None:
    await city.offer([])
    found = {one.name: one for one in await verdicts(city, key, {"case": _nothing})}
    assert "--item" in found["case"].line
    assert found["case"].outcome is found["repeated"].outcome is CheckOutcome.not_asked
    assert found["withdrawal-unknown"].outcome is found["not-json"].outcome is CheckOutcome.holds


async def _nothing(trial: object) -> None:
    """The city does nothing with what it has."""
