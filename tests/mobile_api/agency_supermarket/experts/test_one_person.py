"""Whoever turns out to be one person stands once in the register, and on a list once."""

from uuid import UUID

import httpx
import pytest
from tortoise.exceptions import IntegrityError

from mobile_api.accounts.phones.models import PhoneBinding, hash_of_phone
from mobile_api.agency_supermarket.experts.history import EXPERT_LOG, events_of
from mobile_api.agency_supermarket.experts.models import Expert
from mobile_api.agency_supermarket.experts.panels.models import PanelCandidate
from mobile_api.personal_data.merging import move_everything
from mobile_api.shared.database import in_transaction, savepoint
from tests.actors import Citizen
from tests.mobile_api.agency_supermarket.experts.panelling import (
    COST,
    EXPERTS,
    WORKS,
    PanelDesk,
    usual_expert,
)
from tests.mobile_api.agency_supermarket.experts.test_seats import with_a_phone
from tests.mobile_api.personal_data.test_merging import id_of
from tests.stack import Stack


async def two_accounts(
    stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk
) -> tuple[Citizen, Citizen]:
    """Two entries, each of an account of its own."""
    people = []
    for number in (1, 2):
        people.append(await with_a_phone(stack, client, usual_expert(number)["phone"]))
        await panel_desk.register(number)
    return people[0], people[1]


async def merged(absorbed: Citizen, survivor: Citizen) -> None:
    async with in_transaction():
        await move_everything(id_of(absorbed), id_of(survivor))


@pytest.mark.parametrize("is_first_absorbed", [True, False])
async def test_two_accounts_that_become_one_have_one_entry(
    stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk, is_first_absorbed: bool
) -> None:
    """Red before: both stood there, and were drawn twice as often."""
    first, second = await two_accounts(stack, client, panel_desk)
    absorbed, survivor = (first, second) if is_first_absorbed else (second, first)
    for _ in range(2):
        await merged(absorbed, survivor)
    kept, gone = await Expert.all().order_by("registered_at")
    assert (kept.status, kept.person_id) == ("active", id_of(survivor))
    assert (gone.status, gone.person_id) == ("removed", None)
    last = (await events_of(gone.id))[-1]
    assert kept.number in last.public_text and last.kind == "remove_double"
    assert EXPERT_LOG.first_fault(gone, await events_of(gone.id)) is None


async def test_the_one_that_may_be_drawn_stays(
    stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk
) -> None:
    first, second = await two_accounts(stack, client, panel_desk)
    older = await Expert.all().order_by("registered_at").first()
    assert older is not None
    body = {"status": "removed", "reason": "本人申请出库"}
    assert (
        await panel_desk.supervisor.call("POST", f"{EXPERTS}/{older.id}/status", body)
    ).is_success
    await merged(first, second)
    (kept,) = await Expert.filter(status="active")
    assert (kept.id != older.id, kept.person_id) == (True, id_of(second))
    assert (await Expert.get(id=older.id)).person_id is None


async def test_no_two_entries_name_one_person(
    stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk
) -> None:
    first, second = await two_accounts(stack, client, panel_desk)
    own = Expert.filter(person_id=id_of(second))
    with pytest.raises(IntegrityError):
        async with in_transaction(), savepoint():
            await own.update(person_id=id_of(first))


async def test_one_person_with_two_numbers_is_on_a_list_once(
    stack: Stack, client: httpx.AsyncClient, panel_desk: PanelDesk
) -> None:
    """Red before: registered by two numbers before the account had them, and twice on the list."""
    await panel_desk.fill()
    both = await Expert.filter(specialties__specialty=WORKS).order_by("number").limit(2)
    other = await Expert.filter(specialties__specialty=COST).order_by("number").first()
    assert other is not None
    person = await with_a_phone(stack, client, "13911188888")
    for expert in (*both, other):
        await PhoneBinding.create(
            person_id=id_of(person),
            phone=expert.phone,
            phone_hash=hash_of_phone(expert.phone),
            created_at=expert.registered_at,
            verified_at=expert.registered_at,
        )
    panel = await panel_desk.frozen(await panel_desk.board.announce())
    listed = PanelCandidate.filter(panel_id=UUID(panel["id"]))
    found = {UUID(str(one)) for one in await listed.values_list("expert_id", flat=True)}
    assert both[0].id in found and not {both[1].id, other.id} & found
