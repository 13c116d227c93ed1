"""How long it counts that a person was there in the flesh is what the city says that day."""

from datetime import datetime, timedelta

import pytest

from mobile_api.accounts.proofs.assurance import AT_COUNTER, MATCHED, PRESENT, valid_for
from mobile_api.accounts.proofs.rules import RULES, ProofRules
from mobile_api.shared import clock
from tests.mobile_api.ruling import from_new_year
from tests.stack import Stack

FIRST_MINUTE = datetime(2027, 1, 1, 0, 1, tzinfo=clock.BEIJING)
pytestmark = pytest.mark.standing_at("2026-12-31T23:50+08:00")


async def test_a_proof_counts_for_what_was_in_force_when_it_was_given(stack: Stack) -> None:
    shipped = [valid_for(level) for level in (MATCHED, PRESENT, AT_COUNTER)]
    rules = {"presence": from_new_year(200, 30, "calendar_day")}
    with stack.having(RULES, ProofRules.model_validate(rules)):
        before = valid_for(PRESENT)
        with clock.standing_at(FIRST_MINUTE):
            after = valid_for(PRESENT)
    assert shipped == [None, timedelta(days=365), None]
    assert (before, after) == (timedelta(days=200), timedelta(days=30))
