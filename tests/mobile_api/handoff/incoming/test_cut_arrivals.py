"""The worker is killed at every wait while a case arrives: one case, one event, one receipt."""

import gc
from contextlib import suppress
from datetime import timedelta

import pytest

from mobile_api.cases.models import Case
from mobile_api.handoff.incoming.arriving import arrive
from mobile_api.handoff.models import Handoff, OutgoingMessage, StoredReceipt
from mobile_api.handoff.states import HandoffStatus
from mobile_api.handoff.watching.due import HANDOFFS
from mobile_api.shared import clock
from mobile_api.shared.due.claims import ClaimLost, Held, claim
from tests.cutting import Counted
from tests.mobile_api.handoff.incoming.neighbour import Neighbour
from tests.uploads.person import work_until_idle
from uploads.models import StoredFile
from uploads.stores.storage import STORE

# Later than any lease, and than the moment in which pages are inspected.
STEP = HANDOFFS.lease + timedelta(minutes=1)
MOST_CUTS = 400


# Who is killed closes no file; the system does that for a process, here the collector does.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_killed_at_every_wait(neighbour: Neighbour) -> None:
    message = await neighbour.hand_over()
    store = STORE.of(neighbour.stack.app)
    cuts = await cut_everywhere(neighbour, message.handoff_id)
    assert cuts > 20
    row = await neighbour.row(message.handoff_id)
    assert (row.status, row.last_sequence) == (HandoffStatus.checked, 1)
    assert await Case.all().count() == 1
    assert await OutgoingMessage.filter(handoff_row_id=row.id).count() == 1
    assert await StoredReceipt.filter(handoff_row_id=row.id, kind="checked").count() == 1
    await work_until_idle(store)
    assert [one.state for one in await StoredFile.all()] == ["clean"]
    gc.collect()


async def cut_everywhere(neighbour: Neighbour, handoff_id: str) -> int:
    """Each turn is cut one wait later than the one before, until the case is there."""
    begun_at, store = clock.now(), STORE.of(neighbour.stack.app)
    for turn in range(1, MOST_CUTS):
        with clock.standing_at(begun_at + turn * STEP):
            held = await claim(Handoff, limit=1, lease=HANDOFFS.lease)
            if not held:
                break
            with suppress(ClaimLost):
                await Counted(arrive(held[0]), turn).run()
            await work_until_idle(store)
        if (await neighbour.row(handoff_id)).status is HandoffStatus.checked:
            return turn
    raise AssertionError("it never became a case")


async def test_two_workers_at_once(neighbour: Neighbour) -> None:
    message = await neighbour.hand_over()
    await neighbour.fetched()
    (slow,) = await claim_late(1)
    (quick,) = await claim_late(2)
    assert await arrive(quick) == "checked"
    with suppress(ClaimLost):
        await arrive(slow)
    assert await Case.all().count() == 1
    assert (await neighbour.row(message.handoff_id)).last_sequence == 1


async def claim_late(steps: int) -> list[Held[Handoff]]:
    with clock.standing_at(clock.now() + steps * STEP):
        return await claim(Handoff, limit=1, lease=HANDOFFS.lease)
