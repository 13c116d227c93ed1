"""Our own keys: published before they are used, good beside the next one, then over."""

from datetime import timedelta

import pytest

from mobile_api.handoff.partners.errors import (
    LastOwnKey,
    OwnKeyPending,
    OwnKeyTooSoon,
    PartnerKeyNotFound,
)
from mobile_api.handoff.partners.models import OwnKey
from mobile_api.handoff.partners.own_keys import (
    KEPT_AFTER_ROTATION,
    CannotUnseal,
    NoOwnKey,
    published_keys,
    retire,
    rotate,
    seal,
    signing_key,
    unseal,
)
from mobile_api.handoff.partners.queries import profile
from mobile_api.handoff.partners.service import revoke_key
from mobile_api.handoff.partners.states import KeyUse
from mobile_api.shared import clock
from mobile_api.shared.database import in_transaction
from mobile_api.signatures.service import KeyKind
from tests.mobile_api.handoff.partners.registering import NOW
from tests.stack import Stack

pytestmark = pytest.mark.standing_at(NOW.isoformat())

DAY = timedelta(days=1)
BEGINS = NOW + 10 * DAY


async def make(use: KeyUse = KeyUse.signing, begins: object = None) -> OwnKey:
    async with in_transaction():
        return await rotate(use, KeyKind.ed25519, begins)  # type: ignore[arg-type]


async def signs() -> str:
    return (await signing_key()).public.key_id


async def told(at: object) -> list[str]:
    return [one.key_id for one in await published_keys(at)]  # type: ignore[arg-type]


async def test_a_rotation_day_by_day(stack: Stack) -> None:
    with clock.standing_at(NOW):
        first = await make()
        second = await make(begins=BEGINS)
        assert await signs() == first.key_id
        assert await told(NOW) == [first.key_id, second.key_id]
    with clock.standing_at(BEGINS):
        assert await signs() == second.key_id
        assert await told(BEGINS) == [first.key_id, second.key_id]
    over = BEGINS + KEPT_AFTER_ROTATION
    assert await told(over - DAY) == [first.key_id, second.key_id]
    assert await told(over) == [second.key_id]
    assert (await OwnKey.get(id=first.id)).valid_until == over


async def test_the_next_key_begins_on_a_later_day_and_one_at_a_time(stack: Stack) -> None:
    with clock.standing_at(NOW):
        await make()
        for begins in (None, NOW, NOW - DAY):
            with pytest.raises(OwnKeyTooSoon):
                await make(begins=begins)
        await make(begins=BEGINS)
        with pytest.raises(OwnKeyPending):
            await make(begins=BEGINS + DAY)
    assert await OwnKey.all().count() == 2


async def test_what_was_sealed_for_the_key_before_is_opened(stack: Stack) -> None:
    with clock.standing_at(NOW):
        first = await make(KeyUse.encryption)
        sealed = seal(b"a", first.public_key)
        with clock.standing_at(NOW + DAY):
            second = await make(KeyUse.encryption)
            assert (await profile(stack.settings)).encryption_key == second.public_key
            assert await unseal(sealed) == b"a"
            async with in_transaction():
                await retire(first.key_id)
            with pytest.raises(CannotUnseal):
                await unseal(sealed)


async def test_the_only_key_is_not_retired_but_can_be_revoked(stack: Stack) -> None:
    with clock.standing_at(NOW):
        only = await make()
        async with in_transaction():
            with pytest.raises(LastOwnKey):
                await retire(only.key_id)
            with pytest.raises(PartnerKeyNotFound):
                await retire("0" * 16)
            await revoke_key(only.key_id, reason="stolen")
        with pytest.raises(NoOwnKey):
            await signing_key()
        assert await told(NOW) == []


async def test_retiring_twice_changes_nothing(stack: Stack) -> None:
    with clock.standing_at(NOW):
        first = await make()
        await make(begins=BEGINS)
    with clock.standing_at(BEGINS + DAY):
        async with in_transaction():
            once = await retire(first.key_id)
    with clock.standing_at(BEGINS + 2 * DAY):
        async with in_transaction():
            assert (await retire(first.key_id)).retired_at == once.retired_at
