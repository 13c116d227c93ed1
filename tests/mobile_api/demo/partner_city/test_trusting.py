"""The sandbox city registers its neighbour from the file that the neighbour wrote of itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from mobile_api.demo.partner_city.trusting import NeighbourRefused, trust_locally
from mobile_api.handoff.kit.commands import partner
from mobile_api.handoff.kit.introducing import FILE_NAME, Introduction
from mobile_api.handoff.partners.models import PartnerKey
from mobile_api.shared import clock
from tests.stack import Stack


@pytest.fixture
def introductions(tmp_path: Path) -> list[Introduction]:
    """Of one city with a key, the next one, and the one after that."""
    folders = [tmp_path / name for name in ("first", "second", "third")]
    for folder in folders:
        assert CliRunner().invoke(partner, ["init", str(folder)]).exit_code == 0
    return [Introduction.read(folder / FILE_NAME) for folder in folders]


async def trust(stack: Stack, *introductions: Introduction) -> None:
    settings = stack.settings.model_copy(update={"environment": "local"})
    for one in introductions:
        await trust_locally(settings, one)


async def good_keys() -> set[str]:
    now = clock.now()
    rows = await PartnerKey.all()
    return {one.public_key for one in rows if one.valid_until is None or one.valid_until > now}


async def test_a_new_key_stands_beside_the_last_one_and_ends_those_before(
    stack: Stack, introductions: list[Introduction]
) -> None:
    first, second, third = introductions
    now = clock.now()
    for after, one in enumerate((first, second, third)):
        with clock.standing_at(now + timedelta(minutes=after)):
            await trust(stack, one, one)
            keys = await good_keys()
        assert keys == {each.signing_key for each in introductions[max(0, after - 1) : after + 1]}


async def test_what_cannot_be_registered_is_told(
    stack: Stack, introductions: list[Introduction]
) -> None:
    """The neighbour would be refused at each call, and not know why."""
    said = introductions[0].model_copy(update={"region_code": stack.settings.region_code})
    with pytest.raises(NeighbourRefused, match=r"/partners/0/regions"):
        await trust(stack, said)
    assert await PartnerKey.all().count() == 0
