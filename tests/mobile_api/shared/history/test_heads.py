"""What was once written down outside of the database cannot be undone in it unseen."""

import base64
from datetime import timedelta
from pathlib import Path

import pytest

from mobile_api.cases.models import Case
from mobile_api.personal_data.holdings.cases import erase_drafts
from mobile_api.shared import clock
from mobile_api.shared.crypto import KEYRING, Keyring
from mobile_api.shared.database import fetch
from tests.actors import Citizen
from tests.mobile_api.shared.history.sample import (
    CUT_OFF,
    anchored,
    anchored_later,
    content,
    draft,
    findings,
    noted,
    numbered,
    write,
)
from tests.stack import Stack

GONE = """
WITH e AS (DELETE FROM case_event WHERE case_id = $1) DELETE FROM case_file WHERE id = $1
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "heads.jsonl"


async def test_what_was_cut_off_at_the_end(citizen: Citizen, path: Path) -> None:
    case = await numbered(citizen)
    await anchored(path)
    await fetch(CUT_OFF, case.id)
    assert await findings(Path("nowhere")) == [{"fault": "heads_missing"}]
    assert await findings(path) == [
        {"fault": "heads_ahead", "subject": case.number, "event": 3, "line": 1}
    ]


async def test_what_was_cut_off_and_went_on_otherwise(citizen: Citizen, path: Path) -> None:
    case = await numbered(citizen)
    await anchored(path)
    await fetch(CUT_OFF, case.id)
    await noted(await Case.get(id=case.id))
    assert [one["fault"] for one in await findings(path)] == ["rewritten"]


async def test_an_event_that_is_missing(citizen: Citizen, path: Path) -> None:
    case = await numbered(citizen)
    await anchored(path)
    await fetch("DELETE FROM case_event WHERE case_id = $1 AND sequence = 3", case.id)
    assert [one["fault"] for one in await findings(path)] == ["removed", "cut_off"]


async def test_a_case_that_is_gone(citizen: Citizen, path: Path) -> None:
    case, other = await numbered(citizen), await numbered(citizen)
    await anchored(path)
    await fetch(GONE, case.id)
    assert await findings(Path("nowhere")) == [{"fault": "heads_missing"}]
    (found,) = await findings(path)
    assert (found["fault"], found["subject"]) == ("row_is_gone", str(case.id))
    assert other.id != case.id


async def test_a_person_may_have_their_drafts_deleted(citizen: Citizen, path: Path) -> None:
    case = await numbered(citizen)
    begun = await draft(citizen)
    await citizen.ok("POST", f"/api/v1/cases/{begun.id}/withdraw")
    assert await anchored(path) == 1
    await erase_drafts(case.applicant_id)
    assert not await Case.exists(id=begun.id)
    assert await findings(path) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [('"count":3', '"count":4'), ('"case"', '"cases"'), ('"head":"', '"head":"00')],
)
async def test_an_altered_line(citizen: Citizen, path: Path, old: str, new: str) -> None:
    await numbered(citizen)
    await anchored(path)
    write(path, content(path).replace(old.encode(), new.encode(), 1))
    assert await findings(path) == [{"fault": "heads_altered", "line": 1}]


async def test_a_line_that_is_missing(citizen: Citizen, path: Path) -> None:
    for _ in range(3):
        await numbered(citizen)
    await anchored(path)
    lines = content(path).splitlines(keepends=True)
    write(path, b"".join([lines[0], *lines[2:]]))
    assert await findings(path) == [{"fault": "heads_altered", "line": 2}]


async def test_a_file_that_is_missing_or_old(citizen: Citizen, path: Path) -> None:
    assert await findings(path) == []
    await numbered(citizen)
    assert await findings(path) == [{"fault": "heads_missing"}]
    await anchored(path)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert await findings(path) == []
    with clock.standing_at(clock.now() + timedelta(days=2)):
        assert await findings(path) == [{"fault": "heads_late"}]


async def test_lines_hold_across_a_change_of_the_secret_key(
    stack: Stack, citizen: Citizen, path: Path
) -> None:
    await numbered(citizen)
    await anchored(path)
    new = base64.b64encode(b"n" * 32).decode()
    with stack.having(KEYRING, Keyring(new, [stack.settings.secret_key])):
        await anchored_later(path)
        assert await findings(path) == []
    # Now the secret of those lines is not known any more.
    assert {one["fault"] for one in await findings(path)} == {"heads_altered"}
