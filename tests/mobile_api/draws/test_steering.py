"""Each party in turn is an adversary: what it does is refused, or shows in the public record."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pyrage
import pytest

from mobile_api.draws import queries, service
from mobile_api.draws.errors import (
    DrawMoveNotAllowed,
    SecretDoesNotMatch,
    SecretLost,
    SourcesClosed,
    SourceStillOpen,
)
from mobile_api.draws.models import Draw, DrawSecret
from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import ListEntry
from mobile_api.draws.proof.verifying import verify
from mobile_api.shared import clock
from mobile_api.shared.database import fetch
from mobile_api.shared.process.parts import SETTINGS
from tests.mobile_api.draws.acting import (
    AFTER,
    COMMITTED_ON,
    QIAN,
    SUN,
    ZHAO,
    committed,
    done,
    enter,
    enter_all,
    faults_of,
    frozen,
    later,
    reference,
    status_of,
)
from tests.mobile_api.draws.sample import ENTRIES, VALUES
from tests.stack import Stack

pytestmark = [pytest.mark.usefixtures("stack"), pytest.mark.standing_at(COMMITTED_ON)]
IDENTITY = pyrage.x25519.Identity.generate()


async def saved(draw: Draw) -> dict[str, Any]:
    """The public record as anybody could have kept it at this moment."""
    found = await queries.record_of(await Draw.get(id=draw.id))
    return found.model_dump(mode="json", exclude_none=True)


async def test_a_bidder_who_chooses_an_id_late() -> None:
    """Whoever knows the public numbers cannot come on the list any more."""
    draw = await committed()
    with later(), pytest.raises(SourcesClosed):
        await done(service.freeze(draw.id, [*ENTRIES, ListEntry("CHOSEN-LATE")]))


async def test_a_platform_that_tries_secrets_does_so_before_the_numbers() -> None:
    """What it commits to binds it: with the numbers known, no other secret is taken."""
    draw = await frozen()
    with later():
        await enter_all(draw)
        record = await saved(draw)
        tried = (algorithm.commitment(draw.number, f"{number:064x}") for number in range(50))
        assert record["commitment"] not in set(tried)
        assert "secret" not in record
        for number in range(3):
            with pytest.raises(SecretDoesNotMatch):
                await done(service.reveal(draw.id, f"{number:064x}"))
        await done(service.draw(draw.id))
    forged = await saved(draw) | {"secret": f"{7:064x}"}
    assert {one.code for one in verify(forged) if one.holds is False} >= {"commitment", "seed"}


async def test_one_member_of_staff_with_wrong_numbers() -> None:
    draw = await frozen()
    with later():
        await enter(draw, ZHAO, "ssq-blue", ["16"])
        assert await status_of(draw) == "frozen"
        await enter(draw, QIAN, "ssq-blue", ["08"])
        assert await status_of(draw) == "disputed"
        with pytest.raises(DrawMoveNotAllowed):
            await done(service.draw(draw.id))
        await enter(draw, ZHAO, "ssq-blue", ["08"])
        assert await status_of(draw) == "frozen"


async def test_one_member_of_staff_is_not_two() -> None:
    draw = await frozen()
    with later():
        await enter_all(draw, ZHAO, ZHAO)
        assert await status_of(draw) == "frozen"


async def test_a_third_who_reads_other_numbers_stops_a_draw_of_two() -> None:
    draw = await frozen()
    with later():
        await enter_all(draw)
        await enter(draw, SUN, "ssq-blue", ["09"])
        assert await status_of(draw) == "disputed"
        with pytest.raises(DrawMoveNotAllowed):
            await done(service.draw(draw.id))


async def test_staff_who_enter_nothing_earn_no_other_numbers() -> None:
    """Silence never leads to the next issue, which would be a second draw."""
    draw = await frozen()
    with later(AFTER + timedelta(days=3)):
        for name in ("ssq-blue", "ssq"):
            with pytest.raises(Exception, match="invalid_input"):
                await enter(draw, ZHAO, name, VALUES[name], "2026141")


async def test_a_platform_that_withholds_the_secret(stack: Stack) -> None:
    """The custodian opens the published copy; no draw with another secret follows."""
    named = {"draw_custodian": str(IDENTITY.to_public())}
    with stack.having(SETTINGS, stack.settings.model_copy(update=named)):
        draw = await frozen()
    copy = (await saved(draw))["custodian"]["sealed_secret"]
    secret = pyrage.decrypt(copy.encode(), [IDENTITY]).decode()
    with pytest.raises(SourceStillOpen):
        await done(service.reveal(draw.id, secret))
    await DrawSecret.filter(draw_id=draw.id).delete()
    with later():
        await enter_all(draw)
        with pytest.raises(SecretLost):
            await done(service.draw(draw.id))
        await done(service.reveal(draw.id, secret))
        told = next(one for one in verify(await saved(draw)) if one.code == "winners")
        await done(service.draw(draw.id))
        assert list(told.winners) == await queries.winners_of(draw)
        assert await faults_of(draw.id) == set()


async def test_whoever_moves_an_index_never_knows_the_secret_first() -> None:
    """It stays secret as long as the fallback issue may count; once public, no issue is passed."""
    draw = await frozen()
    secret = str((await DrawSecret.get(draw_id=draw.id)).secret)
    with later():
        with pytest.raises(SourceStillOpen):
            await done(service.reveal(draw.id, secret))
        await enter_all(draw)
        await done(service.reveal(draw.id, secret))
        with pytest.raises(DrawMoveNotAllowed):
            await enter(draw, SUN, "sse-000001-close", None)
    other = await frozen(number="N2")
    secret = str((await DrawSecret.get(draw_id=other.id)).secret)
    with later(AFTER + timedelta(days=2)):
        await done(service.reveal(other.id, secret))


async def test_a_platform_that_lost_its_key(stack: Stack) -> None:
    draw = await frozen()
    kept = await DrawSecret.get(draw_id=draw.id)
    secret = str(kept.secret)
    await fetch("UPDATE draw_secret SET secret = $1", b"\x01" + bytes(60))
    with later():
        await enter_all(draw)
        with pytest.raises(SecretLost):
            await done(service.draw(draw.id))
        await done(service.reveal(draw.id, secret))
        await done(service.draw(draw.id))


OTHER_LIST = algorithm.list_text([*ENTRIES[1:], ListEntry("FRIEND")])
OTHER_SECRET = "ab" * 32
AFTERWARDS: dict[str, Callable[[dict[str, Any]], None]] = {
    "earlier": lambda one: one.update(
        list_text=OTHER_LIST, list_sha256=algorithm.list_sha256(OTHER_LIST)
    ),
    "commitment": lambda one: one.update(secret=OTHER_SECRET),
    "list": lambda one: one.update(
        list_text="".join(reversed(one["list_text"].splitlines(keepends=True)))
    ),
    "winners": lambda one: one["drawn"].reverse(),
    "entropy": lambda one: one["entropy"].reverse(),
}


@pytest.mark.parametrize("named", AFTERWARDS)
async def test_a_record_that_was_changed_afterwards(named: str) -> None:
    draw = await frozen()
    earlier = await saved(draw)
    with later():
        await enter_all(draw)
        await done(service.draw(draw.id))
    record = await saved(draw)
    assert all(one.holds for one in verify(record, earlier))
    AFTERWARDS[named](record)
    assert named in {one.code for one in verify(record, earlier) if one.holds is False}


async def test_a_draw_is_not_called_off_once_the_numbers_are_known() -> None:
    draw = await frozen()

    async def refused(act: Awaitable[Draw]) -> None:
        with pytest.raises((SourcesClosed, DrawMoveNotAllowed)):
            await done(act)

    with later():
        await refused(service.call_off(draw.id, "重来一次"))
        await enter_all(draw)
        await refused(service.call_off(draw.id, "重来一次"))
        again = await done(service.commit(reference(draw.number), draw.sources, draw.picks))
        assert again.commitment == draw.commitment
    assert clock.now() < draw.closes_at
