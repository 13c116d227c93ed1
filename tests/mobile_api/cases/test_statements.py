"""What a request says to the database: one flat transaction, a guide once, a case row once."""

import secrets
from itertools import pairwise

import httpx

from tests.actors import Citizen, Colleague
from tests.mobile_api.cases.test_journey import test_whole_journey as walk
from tests.stack import Stack
from tests.statements import Statements, heard

KEY = {"Idempotency-Key": "submit-0001"}
# The inserts that may clash: somebody's first sign-in, and an order number given twice.
_MAY_CLASH = {'INSERT INTO "person"', 'INSERT INTO "parcel"'}


def after_savepoints(said: Statements) -> set[str]:
    """What each savepoint is there for: the first words that follow it."""
    return {
        " ".join(next_one.split()[:3])
        for one, next_one in pairwise(said)
        if one.startswith("SAVEPOINT")
    }


async def test_a_submission_reads_its_guide_once_and_has_one_transaction(
    citizen: Citizen,
) -> None:
    # The first one fills what a process keeps.
    await citizen.submitted_case()
    case = await citizen.passport_draft()
    async with heard() as said:
        await citizen.ok("POST", f"/api/v1/cases/{case['id']}/submit", headers=dict(KEY))
    assert len(said.starting("BEGIN")) == len(said.starting("COMMIT")) == 1
    assert said[0].startswith("BEGIN") and said[-1].startswith("COMMIT")
    assert said.starting("SAVEPOINT") == []
    assert len(said.reading("guide_version")) == 1
    assert len(said.updating("case_file")) == 1
    assert said.reading("parcel_event") == []
    assert len(said) <= 26


async def test_a_move_of_the_counter_reads_no_guide_again(
    citizen: Citizen, colleague: Colleague
) -> None:
    for _ in range(2):
        case = await citizen.submitted_case()
        async with heard() as said:
            assert (await colleague.move(case["id"], "pass-pre-review")).is_success
    assert said.reading("guide_version") == []
    assert len(said.starting("BEGIN")) == 1


async def test_no_transaction_of_the_journey_holds_another(
    stack: Stack, client: httpx.AsyncClient, colleague: Colleague
) -> None:
    async with heard() as said:
        newcomer = Citizen(stack, client, f"newcomer-{secrets.token_hex(4)}")
        await newcomer.sign_in()
        await newcomer.declare_real_name()
        await walk(stack, client, newcomer, colleague)
    assert after_savepoints(said) == _MAY_CLASH
