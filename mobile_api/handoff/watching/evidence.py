"""The evidence of one handoff: every message and receipt as it went and came, to show to others."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from mobile_api.cases.transfer.service import scoped
from mobile_api.guides.publishing.queries import current_guide
from mobile_api.handoff.custody.models import CustodyEntry
from mobile_api.handoff.custody.queries import entries_of
from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.models import Handoff, IncomingMessage, OutgoingMessage, StoredReceipt
from mobile_api.handoff.partners.models import OwnKey, PartnerKey
from mobile_api.handoff.partners.states import KeyUse
from mobile_api.handoff.wire.evidence import (
    INDEX,
    README,
    EvidenceCustody,
    EvidenceKey,
    EvidenceMessage,
    EvidenceReceipt,
    HandoffEvidence,
)
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.process.parts import SETTINGS

_README = Path(__file__).with_name("evidence-readme.txt")


async def packed(caller: Staff, row_id: UUID) -> bytes:
    """A ZIP of one handoff of the caller's department, also of one that came to no case.

    Bodies stay as they went: what is personal in them is sealed. Raises HandoffNotFound.
    """
    handoff = await Handoff.filter(id=row_id).select_related("partner", "agreed_item").first()
    if handoff is None or not await _is_visible(caller, handoff):
        raise HandoffNotFound()
    files: dict[str, bytes] = {}
    evidence = HandoffEvidence(
        handoff_id=handoff.handoff_id,
        side=handoff.side,
        status=handoff.status,
        own_region=SETTINGS.here().region_code,
        partner=handoff.partner.key,
        partner_name=handoff.partner.name,
        their_number=handoff.their_number,
        packed_at=clock.now(),
        keys=await _keys(handoff),
        messages=await _messages(handoff, files),
        receipts=await _receipts(handoff, files),
        custody=[_custody(one) for one in await entries_of(handoff)],
    )
    files[INDEX] = evidence.model_dump_json(indent=1).encode()
    files[README] = _README.read_bytes()
    return _zip(files)


async def _is_visible(caller: Staff, handoff: Handoff) -> bool:
    """Of a case of the caller's department; without a case, of an item that is theirs today."""
    if handoff.case_id is not None:
        return await scoped(caller).filter(id=handoff.case_id).exists()
    found = await current_guide(handoff.agreed_item.item_key)
    return found is not None and found.guide.department == caller.department_key


async def _keys(handoff: Handoff) -> list[EvidenceKey]:
    theirs = await PartnerKey.filter(partner_id=handoff.partner_id).order_by("valid_from", "id")
    ours = OwnKey.filter(use=KeyUse.signing).order_by("valid_from", "id")
    return [
        *(_key(handoff.partner.key, one, one.revoked_at) for one in theirs),
        *(_key("own", one, one.retired_at) for one in await ours),
    ]


def _key(owner: str, key: PartnerKey | OwnKey, dead_at: object) -> EvidenceKey:
    said = {"owner": owner, "dead_at": dead_at}
    names = ("key_id", "public_key", "valid_from", "valid_until")
    return EvidenceKey.model_validate(said | {name: getattr(key, name) for name in names})


async def _messages(handoff: Handoff, files: dict[str, bytes]) -> list[EvidenceMessage]:
    sent = await OutgoingMessage.filter(handoff_row_id=handoff.id).order_by("position")
    came = await IncomingMessage.filter(handoff_row_id=handoff.id).order_by("received_at", "id")
    return [*(_sent(one, files) for one in sent), *(_came(one, files) for one in came)]


def _sent(message: OutgoingMessage, files: dict[str, bytes]) -> EvidenceMessage:
    return EvidenceMessage(
        way="outgoing",
        message_id=message.id,
        kind=message.kind,
        sequence=message.sequence,
        at=message.created_at,
        body=_put(files, f"outgoing/{message.position:04}-{message.kind}.json", message.body),
        sha256=message.body_digest,
        answer_status=message.answer_status,
        answer_signature=message.answer_signature or "",
        answer=_put(files, f"outgoing/{message.position:04}-answer.json", message.answer_body),
        state=message.state,
    )


def _came(message: IncomingMessage, files: dict[str, bytes]) -> EvidenceMessage:
    # Their order and their id, for events may come early.
    name = f"incoming/{message.received_at:%Y%m%dT%H%M%SZ}-{message.message_id}"
    return EvidenceMessage(
        way="incoming",
        message_id=message.message_id,
        kind=message.kind,
        sequence=message.sequence,
        at=message.received_at,
        # Emptied where it came to no case, long ago.
        body=_put(files, f"{name}-{message.kind}.json", message.body or None),
        sha256=message.body_digest,
        target=message.target,
        signature=message.signature,
        answer_status=message.answer_status,
        answer=_put(files, f"{name}-answer.json", message.answer_body),
    )


async def _receipts(handoff: Handoff, files: dict[str, bytes]) -> list[EvidenceReceipt]:
    found: Sequence[StoredReceipt] = await StoredReceipt.filter(handoff_row_id=handoff.id).order_by(
        "at", "id"
    )
    return [
        EvidenceReceipt(
            kind=one.kind,
            at=one.at,
            envelope=_put(files, f"receipts/{one.kind}.json", one.envelope),
        )
        for one in found
    ]


def _custody(entry: CustodyEntry) -> EvidenceCustody:
    names = ("position", "city", "sequence", "step", "at", "is_out_of_turn", "message_id")
    by = entry.by if entry.by in ("partner", "carrier") else "own"
    return EvidenceCustody.model_validate(
        {name: getattr(entry, name) for name in names} | {"by": by}
    )


def _put(files: dict[str, bytes], name: str, content: bytes | None) -> str:
    """The name of the file; none for what is not there."""
    if content is None:
        return ""
    files[name] = bytes(content)
    return name


def _zip(files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(name, files[name])
    return held.getvalue()
