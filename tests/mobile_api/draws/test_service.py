"""A draw from its commitment to its winners, each step at its time and once."""

from datetime import timedelta

import pyrage
import pytest

from mobile_api.draws import queries, service
from mobile_api.draws.errors import (
    DrawCommitted,
    DrawMoveNotAllowed,
    DrawNotFound,
    SourcesClosed,
    SourceStillOpen,
)
from mobile_api.draws.models import Draw, DrawEvent, DrawSecret, DrawWinner
from mobile_api.draws.moves import DRAW_LOG, events_of
from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import ListEntry
from mobile_api.draws.schemas import EntropyEntry
from mobile_api.shared import clock
from mobile_api.shared.database import TransactionMisplaced, fetch
from mobile_api.shared.errors import InvalidInput, NotAllowed
from mobile_api.shared.ids import new_id
from mobile_api.shared.process.parts import SETTINGS
from tests.mobile_api.draws.acting import (
    BOSS,
    COMMITTED_ON,
    PAGE,
    QIAN,
    ZHAO,
    committed,
    done,
    enter,
    enter_all,
    faults_of,
    frozen,
    later,
    reference,
)
from tests.mobile_api.draws.sample import ENTRIES, sources
from tests.stack import Stack

pytestmark = [pytest.mark.usefixtures("stack"), pytest.mark.standing_at(COMMITTED_ON)]


async def test_the_whole_way() -> None:
    draw = await frozen()
    assert await faults_of(draw.id) == set()
    with later():
        draw = await enter_all(draw)
        assert draw.status == "entropy_entered"
        drawn = await done(service.draw(draw.id))
        winners = await queries.winners_of(drawn)
        assert len(winners) == 3 and set(winners) < {one.id for one in ENTRIES}
        assert await faults_of(draw.id) == set()
    drawn = await Draw.get(id=draw.id)
    assert drawn.status == "drawn" and drawn.due_at is None
    assert not await DrawSecret.exists()
    events = await events_of(drawn)
    assert [one.kind for one in events if one.kind != "entry"] == [
        "commit",
        "freeze",
        "enter_entropy",
        "draw",
    ]
    assert DRAW_LOG.first_fault(drawn, events) is None


async def test_the_secret_is_in_nothing_public_and_sealed_at_rest() -> None:
    draw = await frozen()
    kept = await DrawSecret.get(draw_id=draw.id)
    record = await queries.record_of(draw)
    assert kept.secret not in record.model_dump_json()
    assert record.secret is None
    assert algorithm.commitment(draw.number, kept.secret) == record.commitment
    for table in ("draw", "draw_secret", "draw_event"):
        for row in await fetch(f'SELECT * FROM "{table}"'):
            assert all(kept.secret.encode() not in str(value).encode() for value in row.values())


async def test_committing_again_is_the_same_draw_and_other_terms_are_refused() -> None:
    announced = sources(clock.now() + timedelta(days=2))
    first = await done(service.commit(reference(), announced, 3))
    again = await done(service.commit(reference(), announced, 3))
    assert (first.id, first.commitment) == (again.id, again.commitment)
    with pytest.raises(DrawCommitted):
        await done(service.commit(reference(), announced, 2))
    with pytest.raises(DrawCommitted):
        await done(service.commit(reference(), announced[::-1], 3))
    assert await Draw.all().count() == await DrawEvent.all().count() == 1


async def test_every_fault_of_the_terms_at_once() -> None:
    announced = sources(clock.now() - timedelta(minutes=1))[:2]
    announced[1] = announced[1].model_copy(update={"fallback_issue": "2026140"})
    with pytest.raises(InvalidInput) as refused:
        await done(service.commit(reference(), announced, 0, wait_days=61))
    assert {(one.path, one.code) for one in refused.value.errors} == {
        ("/sources", "too_few_bits"),
        ("/sources/0/closes_at", "closed_already"),
        ("/sources/1/closes_at", "closed_already"),
        ("/sources/1", "issue_malformed"),
        ("/picks", "out_of_range"),
        ("/wait_days", "out_of_range"),
    }


async def test_every_fault_of_a_list_at_once() -> None:
    draw = await committed()
    named = [
        ListEntry("A"),
        ListEntry("e\u0301"),
        ListEntry("é"),
        ListEntry("B C"),
        ListEntry("D", 0),
    ]
    with pytest.raises(InvalidInput) as refused:
        await done(service.freeze(draw.id, named))
    assert [(one.path, one.code) for one in refused.value.errors] == [
        ("/entries/2/id", "id_twice"),
        ("/entries/3/id", "id_malformed"),
        ("/entries/4/tickets", "out_of_range"),
    ]
    with pytest.raises(InvalidInput):
        await done(service.freeze(draw.id, ENTRIES[:2]))
    assert (await Draw.get(id=draw.id)).status == "committed"


async def test_a_frozen_list_stays() -> None:
    draw = await frozen()
    again = await done(service.freeze(draw.id, ENTRIES[::-1]))
    assert again.frozen_at == (await Draw.get(id=draw.id)).frozen_at
    with pytest.raises(DrawMoveNotAllowed):
        await done(service.freeze(draw.id, [*ENTRIES, ListEntry("LATE")]))


async def test_no_list_after_the_first_source_closed() -> None:
    draw = await committed()
    with later(timedelta(days=2)), pytest.raises(SourcesClosed):
        await done(service.freeze(draw.id, ENTRIES))


async def test_no_numbers_before_their_source_closed() -> None:
    draw = await frozen()
    with later(timedelta(days=2, minutes=-1)), pytest.raises(SourceStillOpen):
        await enter(draw, ZHAO, "ssq-blue", ["08"])


async def test_no_draw_before_its_numbers() -> None:
    draw = await frozen()
    with pytest.raises(DrawMoveNotAllowed):
        await done(service.draw(draw.id))
    with later():
        await enter(draw, ZHAO, "ssq-blue", ["08"])
        with pytest.raises(DrawMoveNotAllowed):
            await done(service.draw(draw.id))
    assert not await DrawWinner.exists()


async def test_drawing_again_is_the_same_draw() -> None:
    draw = await frozen()
    with later():
        await enter_all(draw)
        first = await done(service.draw(draw.id))
        again = await done(service.draw(draw.id))
    assert (first.seed, first.drawn_at) == (again.seed, again.drawn_at)
    assert await DrawWinner.all().count() == 3


async def test_what_could_not_have_been_published() -> None:
    draw = await frozen()
    with later():
        for name, values, issue in (
            ("ssq", ["01"] * 6, "2026140"),
            ("ssq", ["1", "2", "3", "4", "5", "6"], "2026140"),
            ("ssq-blue", ["17"], "2026140"),
            ("ssq-blue", ["08"], "2026141"),
            ("sse-000001-close", ["3912.5"], "2026-12-03"),
            ("fc3d", ["1", "2", "3"], "2026140"),
        ):
            with pytest.raises(InvalidInput):
                await enter(draw, ZHAO, name, values, issue)
    assert (await Draw.get(id=draw.id)).event_count == 2


async def test_who_may_enter() -> None:
    draw = await frozen()
    with later(), pytest.raises(NotAllowed):
        await enter(draw, BOSS, "ssq-blue", ["08"])


async def test_called_off_before_the_sources_close_and_never_after() -> None:
    draw = await frozen()
    ended = await done(service.call_off(draw.id, "业主取消了需求。"))
    assert (ended.status, ended.failure) == ("failed", "called_off")
    assert ended.revealed_secret and not await DrawSecret.exists()
    await done(service.call_off(draw.id, "业主取消了需求。"))
    other = await frozen(number="N2")
    with later(timedelta(days=2)), pytest.raises(SourcesClosed):
        await done(service.call_off(other.id, "不喜欢这个结果。"))


async def test_the_custodian_can_open_the_published_copy(stack: Stack) -> None:
    identity = pyrage.x25519.Identity.generate()
    named = {"draw_custodian": str(identity.to_public())}
    with stack.having(SETTINGS, stack.settings.model_copy(update=named)):
        draw = await committed()
    record = await queries.record_of(draw)
    assert record.custodian is not None
    secret = pyrage.decrypt(record.custodian.sealed_secret.encode(), [identity]).decode()
    assert algorithm.commitment(record.number, secret) == record.commitment
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(record.custodian.sealed_secret.encode(), [pyrage.x25519.Identity.generate()])


async def test_services_ask_for_a_transaction() -> None:
    draw = await committed()
    said = EntropyEntry(name="ssq-blue", issue="2026140", values=["08"], evidence=PAGE)
    for act in (
        service.commit(reference("N2"), draw.sources, 1),
        service.freeze(draw.id, ENTRIES),
        service.enter_entropy(draw.id, QIAN, said),
        service.draw(draw.id),
        service.reveal(draw.id, "0" * 64),
        service.call_off(draw.id, "取消"),
    ):
        with pytest.raises(TransactionMisplaced):
            await act


async def test_a_draw_that_is_not_there() -> None:
    with pytest.raises(DrawNotFound):
        await done(service.draw(new_id()))
    with pytest.raises(DrawNotFound):
        await queries.draw_numbered("N-none")
