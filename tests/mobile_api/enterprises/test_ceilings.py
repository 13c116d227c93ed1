"""An enterprise has room of its own for drafts, whoever acts for it."""

from pathlib import Path

from mobile_api.cases.rules import RULES
from tests.mobile_api.enterprises.people import ITEM, Office
from tests.mobile_api.ruling import row, with_rules
from tests.stack import Stack

CASES = "/api/v1/cases"


async def test_an_enterprise_counts_by_itself(stack: Stack, office: Office, tmp_path: Path) -> None:
    boss, own = office.boss, {"item_key": ITEM, "situation": {}}
    few = with_rules(tmp_path, drafts=[row(1, "times")], drafts_of_enterprise=[row(2, "times")])
    with stack.having(RULES, few):
        await boss.ok("POST", CASES, {"item_key": "passport", "situation": {}})
        boss.acting_for = office.id
        for _ in range(2):
            await boss.ok("POST", CASES, own)
        refused = await boss.call("POST", CASES, own)
    assert refused.json()["code"] == "too_many_drafts"
