"""Checks the evidence of a handoff: pure, offline, and every part that differs has its line."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from pydantic import ValidationError

from mobile_api.handoff.kit.messages import checked
from mobile_api.handoff.profile import MESSAGE_ID
from mobile_api.handoff.receipts.service import EnvelopeFault, opened
from mobile_api.handoff.states import HandoffSide, MessageKind, ReceiptKind
from mobile_api.handoff.wire.custody import CustodyMessage
from mobile_api.handoff.wire.evidence import (
    INDEX,
    EvidenceCustody,
    EvidenceMessage,
    HandoffEvidence,
)
from mobile_api.handoff.wire.receipts import Envelope, HandoffReceipt
from mobile_api.shared import clock
from mobile_api.signatures.errors import NotSigned
from mobile_api.signatures.service import Request, VerifyingKey

_MOST_BYTES = 256 * 1024 * 1024
EMPTIED = "emptied"
"""The part of a finding about a message whose body is not there any more, only its digest."""
_OF_ANSWERS = frozenset({ReceiptKind.received, ReceiptKind.refused})


class NoEvidence(ValueError):
    """The file is no evidence of a handoff."""


@dataclass(frozen=True, slots=True)
class EvidenceFinding:
    """Of one file: what does not hold, by a stable word; an empty one: it holds."""

    file: str
    fault: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class _Pack:
    evidence: HandoffEvidence
    files: Mapping[str, bytes]
    keys: Mapping[str, VerifyingKey]


def check_evidence(content: bytes) -> list[EvidenceFinding]:
    """One finding per message, answer and receipt. Raises NoEvidence, SmUnavailable."""
    pack = _read(content)
    found = []
    for message in pack.evidence.messages:
        found.append(_message(pack, message))
        if message.answer_status in (202, 422):
            found.append(_receipt(pack, message.answer, message.message_id, message.sha256))
    case = next((m for m in pack.evidence.messages if m.kind is MessageKind.case), None)
    for one in pack.evidence.receipts:
        message_id, digest = (case.message_id, case.sha256) if case else (None, None)
        found.append(_receipt(pack, one.envelope, message_id, digest, kind=one.kind))
    entries = [_custody(pack, one) for one in pack.evidence.custody]
    # Of a log whose entries do not hold, nobody can say which of them are lacking.
    found += entries if any(one.fault for one in entries) else [*entries, *_left_out(pack)]
    told = {INDEX, "README.txt", *_named(pack.evidence)}
    return found + [EvidenceFinding(name, "not_listed") for name in sorted(set(pack.files) - told)]


def _custody(pack: _Pack, entry: EvidenceCustody) -> EvidenceFinding:
    """That one of the messages, whose bytes are checked by themselves, says this entry."""
    name = f"{INDEX} custody/{entry.position}"
    same = (one for one in pack.evidence.messages if one.message_id == entry.message_id)
    message = next(same, None)
    if message is not None and not message.body:
        return EvidenceFinding(name, part=EMPTIED)
    if message is None or message.body not in pack.files:
        return EvidenceFinding(name, "missing")
    try:
        said = CustodyMessage.model_validate_json(pack.files[message.body])
    except ValidationError:
        return EvidenceFinding(name, "malformed")
    for part in ("city", "sequence", "step", "at"):
        if getattr(said, part) != getattr(entry, part):
            return EvidenceFinding(name, "differs", part)
    if message.answer_status == 422 and not entry.is_out_of_turn:
        return EvidenceFinding(name, "differs", "is_out_of_turn")
    return EvidenceFinding(name)


def _left_out(pack: _Pack) -> Iterator[EvidenceFinding]:
    """Entries of which the log has only later ones, and messages of it that stand in none.

    One that came early has no place yet; one that was refused has none, but the one out of turn.
    """
    log = pack.evidence.custody
    listed = {(one.city, one.sequence) for one in log}
    counts = {city: sum(one.city is city for one in log) for city in HandoffSide}
    for city, number in sorted(listed):
        if number > counts[city]:
            yield EvidenceFinding(f"{INDEX} custody", "missing", f"{city} {number}")
    told = {one.message_id for one in log}
    for message in pack.evidence.messages:
        if message.kind is not MessageKind.custody or message.answer_status != 202:
            continue
        body = pack.files.get(message.body)
        if message.message_id in told or body is None:
            continue
        with suppress(ValidationError):
            said = CustodyMessage.model_validate_json(body)
            if said.sequence <= counts[said.city] + 1:
                yield EvidenceFinding(f"{INDEX} custody", "missing", f"{said.city} {said.sequence}")


def _named(evidence: HandoffEvidence) -> Iterator[str]:
    for message in evidence.messages:
        yield from (message.body, message.answer)
    for receipt in evidence.receipts:
        yield receipt.envelope


def _read(content: bytes) -> _Pack:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _MOST_BYTES:
                raise NoEvidence("too large")
            files = {name: archive.read(name) for name in archive.namelist()}
        evidence = HandoffEvidence.model_validate_json(files[INDEX])
        keys = {one.key_id: VerifyingKey.read(one.public_key) for one in evidence.keys}
    except (zipfile.BadZipFile, KeyError, ValidationError, ValueError) as error:
        raise NoEvidence("not a ZIP with a readable evidence.json") from error
    return _Pack(evidence, files, {id_: key for id_, key in keys.items() if key.key_id == id_})


def _message(pack: _Pack, message: EvidenceMessage) -> EvidenceFinding:
    if not message.body:
        return EvidenceFinding(str(message.message_id), part=EMPTIED)
    body = pack.files.get(message.body)
    if body is None:
        return EvidenceFinding(message.body, "missing")
    if hashlib.sha256(body).hexdigest() != message.sha256:
        return EvidenceFinding(message.body, "digest", "sha256")
    if message.way == "outgoing":
        # Signed anew at each repetition; what shows that it arrived is the receipt that answers it.
        return EvidenceFinding(message.body)
    fault = _signature_fault(pack, message, body)
    if fault is None:
        return EvidenceFinding(message.body)
    return EvidenceFinding(message.body, fault.fault.value, fault.part)


def _signature_fault(pack: _Pack, message: EvidenceMessage, body: bytes) -> NotSigned | None:
    """None where one of the two digests of RFC 9530 that may have stood there makes it hold."""
    told, _, signature = message.signature.partition("\n")
    key = next((one for id_, one in pack.keys.items() if f'keyid="{id_}"' in told), None)
    key = key or next(iter(pack.keys.values()))
    fault: NotSigned | None = None
    for name in ("sha-256", "sha-512"):
        value = base64.b64encode(hashlib.new(name.replace("-", ""), body).digest()).decode()
        headers = {
            "Content-Type": "application/json",
            "Content-Digest": f"{name}=:{value}:",
            MESSAGE_ID: str(message.message_id),
            "Signature-Input": told,
            "Signature": signature,
        }
        # It lived for minutes; whether it held is asked of the time at which it came.
        with clock.standing_at(message.at):
            _, fault = checked(Request("POST", message.target, headers, body), key)
        if fault is None:
            return None
    return fault


def _receipt(
    pack: _Pack,
    name: str,
    message_id: object,
    digest: str | None,
    kind: ReceiptKind | None = None,
) -> EvidenceFinding:
    """Of the owner of one of the keys, for this handoff and this message."""
    content = pack.files.get(name)
    if content is None:
        return EvidenceFinding(name, "missing")
    try:
        envelope = Envelope.model_validate_json(content)
    except ValidationError:
        return EvidenceFinding(name, "malformed")
    key = pack.keys.get(envelope.key_id)
    if key is None:
        return EvidenceFinding(name, "key", envelope.key_id)
    try:
        said = opened(envelope, key)
    except EnvelopeFault as fault:
        return EvidenceFinding(name, "signature", str(fault))
    part = _differs(pack, said, message_id, digest)
    if part is None and (said.kind is not kind if kind else said.kind not in _OF_ANSWERS):
        part = "kind"
    return EvidenceFinding(name, "differs", part) if part else EvidenceFinding(name)


def _differs(
    pack: _Pack, said: HandoffReceipt, message_id: object, digest: str | None
) -> str | None:
    """The member of the receipt that tells of something else."""
    if said.handoff_id != pack.evidence.handoff_id:
        return "handoff_id"
    if message_id is not None and said.message_id != message_id:
        return "message_id"
    if digest is not None and said.request_digest != digest:
        return "request_digest"
    return None
