"""Evidence of what came to no case: whose it is, and what is left of it after its time."""

from pathlib import Path

import httpx
from click.testing import CliRunner

from mobile_api.cli import main
from mobile_api.handoff.kit.evidence import check_evidence
from mobile_api.handoff.models import Handoff, IncomingMessage
from mobile_api.handoff.partners.models import Partner
from mobile_api.shared.callers import StaffRole
from tests.actors import Colleague
from tests.mobile_api.handoff.watching.rows import handoff
from tests.mobile_api.handoff.watching.test_evidence import fetched
from tests.mobile_api.handoff.watching.test_evidence import told as told
from tests.stack import Stack


async def test_of_what_came_to_no_case_the_department_of_the_item_sees_it(
    stack: Stack, client: httpx.AsyncClient, auditor: Colleague, partner: Partner
) -> None:
    one = await handoff(partner)
    path = f"/staff/v1/handoffs/{one.id}/evidence"
    assert (await auditor.call("GET", path)).status_code == 200
    stranger = Colleague(
        stack, client, "elsewhere", department="hrss", roles=(StaffRole.supervisor,)
    )
    await stranger.sign_in()
    assert (await stranger.call("GET", path)).status_code == 404


async def test_an_emptied_message_is_told_and_its_receipt_holds(
    auditor: Colleague, told: Handoff, tmp_path: Path
) -> None:
    await IncomingMessage.all().update(body=b"")
    content = await fetched(auditor, told)
    assert [one.fault for one in check_evidence(content) if one.fault] == []
    file = tmp_path / "evidence.zip"
    file.write_bytes(content)
    said = CliRunner().invoke(main, ["partner", "check-evidence", str(file)])
    assert said.exit_code == 0 and "内容已按期清除" in said.output
