"""`yiwang partners`: what the commands do, say, refuse and record."""

from datetime import timedelta
from pathlib import Path

import pytest

from mobile_api.handoff.partners.lifetimes import days_left
from mobile_api.handoff.partners.models import OwnKey, Partner, PartnerKey
from mobile_api.handoff.partners.states import KeyUse, PartnerState
from mobile_api.shared import clock
from mobile_api.shared.models import AuditRecord
from tests.mobile_api.accounts.staff.test_commands import said_by
from tests.mobile_api.handoff.partners.registering import (
    EXAMPLE,
    NOW,
    agreement_of,
    example,
    load,
)
from tests.stack import Stack


async def partners(stack: Stack, *arguments: str) -> tuple[int, str]:
    return await said_by(stack, "partners", *arguments)


async def actions() -> list[tuple[str, str, str]]:
    records = await AuditRecord.all().order_by("at")
    return [(one.caller_key, one.action, one.reason) for one in records]


async def test_loading_says_what_it_did_or_every_fault(stack: Stack, tmp_path: Path) -> None:
    code, said = await partners(stack, "load", str(EXAMPLE))
    assert (code, said.splitlines()[-1]) == (
        0,
        "1 partners, 1 of them changed; 7 rows written",
    )
    wrong = tmp_path / "wrong.json"
    wrong.write_text(EXAMPLE.read_text().replace("ss-card", "no-such"))
    code, said = await partners(stack, "load", str(wrong))
    assert code == 1
    assert "/partners/0/agreements/0/items/0/item_key: " in said and "(item_unknown)" in said
    assert said.splitlines()[-1].endswith("nothing was loaded")


async def test_a_partner_is_paused_drained_and_resumed(stack: Stack) -> None:
    await load(stack, example())
    for command, state in (
        ("pause", PartnerState.paused),
        ("drain", PartnerState.draining),
        ("resume", PartnerState.active),
        ("resume", PartnerState.active),
    ):
        code, said = await partners(stack, command, "linshi", "--reason", "演练")
        assert (code, said) == (0, f"linshi (邻市) is {state}\n")
        assert (await Partner.get()).state is state
    assert [one[1] for one in await actions() if one[2] == "演练"] == [
        "partner_paused",
        "partner_drained",
        "partner_resumed",
    ]
    code, said = await partners(stack, "pause", "nobody", "--reason", "演练")
    assert code == 1 and "(partner_not_found)" in said


async def test_keys_are_made_rotated_retired_and_revoked(stack: Stack) -> None:
    code, said = await partners(stack, "new-key")
    first = await OwnKey.get(use=KeyUse.signing)
    assert code == 0 and first.key_id in said and first.public_key in said
    assert first.secret not in said
    assert "(own_key_too_soon)" in (await partners(stack, "new-key"))[1]
    day = str(clock.today() + timedelta(days=14))
    code, said = await partners(stack, "new-key", "--from", day)
    assert code == 0 and f"good from {day}" in said
    assert (await partners(stack, "new-encryption-key"))[0] == 0
    refused = await partners(stack, "retire-key", first.key_id, "--reason", "换钥")
    assert refused[0] == 1 and "(last_own_key)" in refused[1]
    code, said = await partners(stack, "revoke-key", first.key_id, "--reason", "泄露")
    assert (code, said) == (0, f"{first.key_id} (our own) is revoked\n")
    assert [(one[1], one[2]) for one in await actions()] == [
        ("own_key_made", ""),
        ("own_key_made", ""),
        ("own_key_made", ""),
        ("partner_key_revoked", "泄露"),
    ]


async def test_a_partners_key_is_dead_at_once(stack: Stack) -> None:
    await load(stack, example())
    key = await PartnerKey.get()
    code, said = await partners(stack, "revoke-key", key.key_id, "--reason", "对方来电")
    assert (code, said) == (0, f"{key.key_id} (a partner's) is revoked\n")
    assert (await PartnerKey.get()).revoked_at is not None
    code, said = await partners(stack, "revoke-key", "0" * 16, "--reason", "对方来电")
    assert code == 1 and "(partner_key_not_found)" in said


async def test_the_list_shows_what_ends_soon_and_nothing_secret(stack: Stack) -> None:
    await load(stack, example())
    await partners(stack, "new-key")
    ends = clock.now() + timedelta(days=12, hours=1)
    await PartnerKey.all().update(valid_from=clock.now(), valid_until=ends)
    code, said = await partners(stack, "list")
    assert code == 0
    assert "linshi  邻市  active  999800  https://handoff.linshi.example" in said
    agreed = agreement_of(example())
    dates = f"{agreed['valid_from']} until {agreed['valid_until']}"
    assert f"  agreement {agreed['number']}  2 items  {dates}" in said
    assert "  ! keys of linshi end in 12 days" in said
    assert "own keys\n  key signing " in said and "! own" not in said
    assert "secret" not in said and "值班" not in said


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        ([], 0),
        ([(0, None)], None),
        ([(0, 5)], 5),
        ([(1, 5)], 0),
        ([(0, 5), (4, 9)], 9),
        ([(0, 5), (5, None)], None),
        ([(0, 5), (6, None)], 5),
        ([(-9, -5)], 0),
    ],
)
def test_days_that_are_left(spans: list[tuple[int, int | None]], left: float | None) -> None:
    keys = [
        PartnerKey(
            valid_from=NOW + timedelta(days=begins),
            valid_until=None if ends is None else NOW + timedelta(days=ends),
        )
        for begins, ends in spans
    ]
    assert days_left(keys, NOW) == left
