"""The evidence of a handoff: whole, checked offline, and every byte that differs has its line."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import orjson
import pytest
from click.testing import CliRunner

from mobile_api.cases.models import Case
from mobile_api.cli import main
from mobile_api.handoff.kit.evidence import NoEvidence, check_evidence
from mobile_api.handoff.kit.messages import new_headers
from mobile_api.handoff.kit.messages import signed as sign_message
from mobile_api.handoff.models import Handoff, StoredReceipt
from mobile_api.handoff.partners.models import OwnKey, Partner, PartnerKey
from mobile_api.handoff.partners.own_keys import rotate, signing_key
from mobile_api.handoff.partners.states import KeyUse
from mobile_api.handoff.states import MessageKind, MessageState, ReceiptKind
from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.database import in_transaction
from mobile_api.shared.ids import new_id
from mobile_api.shared.models import AuditRecord
from mobile_api.signatures.service import KeyKind, Request, SigningKey
from tests.actors import Citizen, Colleague
from tests.mobile_api.handoff.watching.conftest import of_role
from tests.mobile_api.handoff.watching.rows import SECRET_BODY, came, handoff, receipt, sent
from tests.stack import Stack

EVENT = b'{"version":"1","kind":"event"}'
URL = "https://here.example/partner/v1/messages"
Files = dict[str, bytes]


@pytest.fixture(params=KeyKind)
async def told(partner: Partner, request: pytest.FixtureRequest) -> Handoff:
    """A case that went, with its receipts, and an event that came, signed by the partner."""
    theirs = SigningKey.new(request.param)
    key = await PartnerKey.get()
    key.key_id, key.public_key = theirs.public.key_id, str(theirs.public)
    await key.save()
    async with in_transaction():
        await rotate(KeyUse.signing, KeyKind.ed25519, None)
    one = await handoff(partner)
    case = await sent(one, MessageState.delivered, answer_status=202)
    envelope = receipt(one, theirs, ReceiptKind.received, case.id, SECRET_BODY)
    case.answer_body = envelope
    await case.save()
    for kind, content in (
        (ReceiptKind.received, envelope),
        (ReceiptKind.checked, receipt(one, theirs, ReceiptKind.checked, case.id, SECRET_BODY)),
    ):
        at = clock.now()
        await StoredReceipt.create(handoff_row_id=one.id, kind=kind, envelope=content, at=at)
    await event_from(one, theirs)
    return one


async def event_from(one: Handoff, theirs: SigningKey) -> None:
    message_id = new_id()
    asked = Request("POST", URL, new_headers(EVENT), EVENT)
    sign_message(asked, theirs, str(message_id))
    answer = receipt(one, await signing_key(), ReceiptKind.received, message_id, EVENT)
    await came(
        one,
        answer,
        message_id=message_id,
        kind=MessageKind.event,
        sequence=1,
        body=EVENT,
        body_digest=hashlib.sha256(EVENT).hexdigest(),
        target=URL,
        signature=f"{asked.headers['Signature-Input']}\n{asked.headers['Signature']}",
    )


async def fetched(auditor: Colleague, one: Handoff) -> bytes:
    response = await auditor.call("GET", f"/staff/v1/handoffs/{one.id}/evidence")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/zip"
    assert response.headers["cache-control"] == "no-store"
    return response.content


def unpacked(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


async def test_all_of_it_is_there_and_holds(
    auditor: Colleague, told: Handoff, tmp_path: Path
) -> None:
    content = await fetched(auditor, told)
    files = unpacked(content)
    assert files["outgoing/0001-case.json"] == SECRET_BODY
    assert "check-evidence" in files["README.txt"].decode()
    assert [(one.file, one.fault) for one in check_evidence(content) if one.fault] == []
    assert len(check_evidence(content)) == 6
    secrets = [one.secret.encode() for one in await OwnKey.all()]
    assert not [secret for secret in secrets if secret in b"".join(files.values())]
    file = tmp_path / "evidence.zip"
    file.write_bytes(content)
    said = CliRunner().invoke(main, ["partner", "check-evidence", str(file)])
    assert said.exit_code == 0 and "✓ 6 项全部一致" in said.output
    record = await AuditRecord.get(action="read_handoff_evidence")
    assert record.subject_id == str(told.id) and record.caller_key.startswith("staff:")


def name_of(files: Files, start: str, end: str = ".json") -> str:
    return next(one for one in sorted(files) if one.startswith(start) and one.endswith(end))


def spoil(start: str, end: str) -> Callable[[Files], str]:
    def change(files: Files) -> str:
        name = name_of(files, start, end)
        files[name] = files[name].replace(b'"', b'" ', 1)
        return name

    return change


def drop(files: Files) -> str:
    name = name_of(files, "incoming/", "-event.json")
    del files[name]
    return name


def swap_receipts(files: Files) -> str:
    files["receipts/checked.json"] = files["receipts/received.json"]
    return "receipts/checked.json"


def add(files: Files) -> str:
    files["more.json"] = b"{}"
    return "more.json"


def another_key(files: Files) -> str:
    said = orjson.loads(files["evidence.json"])
    stranger = SigningKey.new(KeyKind.ed25519).public
    said["keys"][0] |= {"key_id": stranger.key_id, "public_key": str(stranger)}
    files["evidence.json"] = orjson.dumps(said)
    return "receipts/checked.json"


def another_target(files: Files) -> str:
    files["evidence.json"] = files["evidence.json"].replace(b"here.example", b"elsewhere.example")
    return name_of(files, "incoming/", "-event.json")


def another_digest_everywhere(files: Files) -> str:
    """Body and list are changed together; the receipt still tells of the one that went."""
    old = hashlib.sha256(SECRET_BODY).hexdigest().encode()
    new = hashlib.sha256(b"{}").hexdigest().encode()
    files["outgoing/0001-case.json"] = b"{}"
    files["evidence.json"] = files["evidence.json"].replace(old, new)
    return "receipts/received.json"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (spoil("outgoing/", "-case.json"), "digest"),
        (spoil("incoming/", "-event.json"), "digest"),
        (drop, "missing"),
        (swap_receipts, "differs"),
        (add, "not_listed"),
        (another_key, "key"),
        (another_target, "signature"),
        (another_digest_everywhere, "differs"),
    ],
)
async def test_what_differs_has_its_line(
    auditor: Colleague, told: Handoff, change: Callable[[Files], str], fault: str, tmp_path: Path
) -> None:
    files = unpacked(await fetched(auditor, told))
    name = change(files)
    found = {(one.file, one.fault) for one in check_evidence(packed(files)) if one.fault}
    assert (name, fault) in found, found
    file = tmp_path / "evidence.zip"
    file.write_bytes(packed(files))
    said = CliRunner().invoke(main, ["partner", "check-evidence", str(file)])
    assert said.exit_code == 1 and f"✗ {name}  {fault}" in said.output


@pytest.mark.parametrize("content", [b"", b"PK", packed({}), packed({"evidence.json": b"{"})])
def test_what_is_no_evidence_is_said_to_be_none(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(NoEvidence):
        check_evidence(content)
    file = tmp_path / "a.zip"
    file.write_bytes(content)
    said = CliRunner().invoke(main, ["partner", "check-evidence", str(file)])
    assert said.exit_code == 1 and "不是跨城办件的凭据包" in said.output


async def test_others_are_refused_and_leave_no_record(
    stack: Stack, client: httpx.AsyncClient, auditor: Colleague, partner: Partner
) -> None:
    one = await handoff(partner)
    path = f"/staff/v1/handoffs/{one.id}/evidence"
    decider = await of_role(stack, client, StaffRole.decider)
    assert (await decider.call("GET", path)).status_code == 403
    assert (await client.get(path)).status_code == 401
    missing = await auditor.call("GET", f"/staff/v1/handoffs/{new_id()}/evidence")
    assert (missing.status_code, missing.json()["code"]) == (404, "handoff_not_found")
    assert await AuditRecord.filter(action="read_handoff_evidence").count() == 0


async def test_a_handoff_of_another_department_is_not_shown(
    stack: Stack, client: httpx.AsyncClient, auditor: Colleague, partner: Partner, citizen: Citizen
) -> None:
    case = await citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    one = await handoff(partner, case_id=case["id"])
    path = f"/staff/v1/handoffs/{one.id}/evidence"
    assert (await auditor.call("GET", path)).status_code == 404
    await Case.filter(id=case["id"]).update(number="99990020261201000001X")
    assert (await auditor.call("GET", path)).status_code == 200
    stranger = Colleague(
        stack, client, "elsewhere", department="hrss", roles=(StaffRole.supervisor,)
    )
    await stranger.sign_in()
    assert (await stranger.call("GET", path)).status_code == 404
