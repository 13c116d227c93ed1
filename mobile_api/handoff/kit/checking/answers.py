"""What an answer of the other city has to be; each fault names the part that differs."""

import base64
import json
from collections.abc import Collection
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mobile_api.handoff.kit.checking.line import Got
from mobile_api.handoff.kit.checking.their import Their
from mobile_api.handoff.kit.checking.verdicts import (
    OF_FAULT,
    Differs,
    MessagePart,
    NoCity,
    differing,
)
from mobile_api.handoff.profile import TAG
from mobile_api.handoff.states import ReceiptKind
from mobile_api.handoff.wire.receipts import Envelope, HandoffReceipt
from mobile_api.signatures.errors import NotSigned, SignatureFault
from mobile_api.signatures.service import Answer, signature_base, verify_answer

Body = TypeVar("Body", bound=BaseModel)
JSON, PROBLEM = "application/json", "application/problem+json"
_RECEIPT = b"yiwang-receipt/1\n"
_ADVICE = {
    SignatureFault.missing: "应答没有这个头:每个应答都要签名",
    SignatureFault.malformed: "写法不符合 RFC 9421 和本协议",
    SignatureFault.components: "应答的签名必须覆盖这一项",
    SignatureFault.digest: "不是所收到的应答正文的摘要",
    SignatureFault.clock: "签名时间与本机相差超过五分钟,或有效期超过五分钟",
    SignatureFault.key: "keyid 不是对方登记的密钥",
    SignatureFault.algorithm: "alg 与登记的密钥不一致",
    SignatureFault.signature: "按本次请求和所收到的应答还原的签名基验不过:逐行比对(--base)",
}
_CODE = "code"


def must_answer(
    got: Got, their: Their, status: int, code: str = "", *, may_lack: bool = False
) -> None:
    """With that status, and with the `code` of a problem where it is one; signed by them, over
    this answer and this request. `may_lack`: or not signed at all.

    Raises Differs: the signature first, for what was changed on its way is no answer of theirs.
    """
    is_signed = "signature" in got.headers or "signature-input" in got.headers
    if is_signed:
        _must_be_bound(got, their)
    _must_have_status(got, status)
    if code:
        must_be_of_kind(got, PROBLEM)
        must_equal(MessagePart.code, code, code_of(got), _CODE)
    if not is_signed and not may_lack:
        _must_be_bound(got, their)


def _must_be_bound(got: Got, their: Their) -> None:
    answer = Answer(got.status, got.request, dict(got.headers), got.body)
    try:
        verify_answer(answer, their.keys.get, TAG)
    except NotSigned as fault:
        base = _base_of(answer) if fault.fault is SignatureFault.signature else ""
        name = "" if fault.fault is SignatureFault.signature else fault.part
        raise Differs(OF_FAULT[fault.fault], f"{name} {_ADVICE[fault.fault]}", name, base) from None


def _base_of(answer: Answer) -> str:
    try:
        return signature_base(answer, TAG)
    except NotSigned:
        return ""


def must_speak_the_protocol(got: Got) -> None:
    """However badly. Raises NoCity."""
    if "signature" not in got.headers and _kind(got) not in (JSON, PROBLEM):
        told = _kind(got) or "没有 Content-Type"
        raise NoCity(f"应答({got.status}, {told})不是对接接口: 请检查地址(/partner/v1 之前的部分)")


def _must_have_status(got: Got, status: int) -> None:
    """Raises Differs; says the code as well, and whether one is told when to come again."""
    if got.status in (429, 503):
        again = got.headers.get("retry-after", "")
        if not again.isdecimal():
            must_equal(MessagePart.header, "秒数", again, "Retry-After")
    if got.status != status:
        raise differing(MessagePart.status, status, f"{got.status} {code_of(got)}".strip())


def must_be_of_kind(got: Got, kind: str) -> None:
    """Raises Differs."""
    must_equal(MessagePart.header, kind, _kind(got), "Content-Type")


def _kind(got: Got) -> str:
    return got.headers.get("content-type", "").partition(";")[0].strip().lower()


def must_equal(part: MessagePart, expected: object, found: object, name: str) -> None:
    """Raises Differs."""
    if found != expected:
        differs = differing(part, expected, found, name)
        differs.told = f"{name} {differs.told}"
        raise differs


def code_of(got: Got) -> str:
    """Of a problem or of a refusing receipt, whoever signed it; empty where there is none."""
    said = _json(got.body)
    if isinstance(said, dict) and isinstance(said.get("receipt"), str):
        said = _json(base64.b64decode(said["receipt"] + "=="))
    return str(said.get(_CODE) or "") if isinstance(said, dict) else ""


def read(got: Got, model: type[Body]) -> Body:
    """The body of a good answer. Raises Differs with the first member that is not as agreed."""
    must_be_of_kind(got, JSON)
    return read_bytes(got.body, model)


def read_bytes(body: bytes, model: type[Body], prefix: str = "") -> Body:
    """As `read`; `prefix`: what the members belong to."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = prefix + ".".join(str(one) for one in first["loc"])
        part = MessagePart.field if first["loc"] else MessagePart.body
        told = _IN_WORDS.get(first["type"], first["msg"])
        raise Differs(part, f"{name} {told}".strip(), name) from None


# What is met most; the rest is told as it is found.
_IN_WORDS = {"timezone_aware": "没有时区", "missing": "缺少"}


def receipt_in(envelope: Envelope, their: Their) -> HandoffReceipt:
    """What a key of theirs signed. Raises Differs."""
    key = their.keys.get(envelope.key_id)
    if key is None:
        raise Differs(
            MessagePart.key, f"receipt.key_id {envelope.key_id} 不是对方登记的密钥", "key_id"
        )
    must_equal(MessagePart.algorithm, key.kind.value, envelope.algorithm, "receipt.algorithm")
    said = _unpacked(envelope.receipt, "receipt")
    if not key.verifies(_unpacked(envelope.signature, "signature"), _RECEIPT + said):
        told = "receipt.signature 不是这把密钥对 yiwang-receipt/1、换行和回执字节的签名"
        raise Differs(MessagePart.base, told, "receipt.signature")
    return read_bytes(said, HandoffReceipt, "receipt.")


def must_say(
    receipt: HandoffReceipt, their: Their, kinds: Collection[ReceiptKind], **said: Any
) -> None:
    """The members of a receipt, each named where it is another one. Raises Differs."""
    if receipt.kind not in kinds:
        must_equal(MessagePart.field, " / ".join(kinds), receipt.kind.value, "receipt.kind")
    for name, expected in ({"region_code": their.region_code} | said).items():
        part = MessagePart.code if name == _CODE else MessagePart.field
        must_equal(part, expected, getattr(receipt, name), f"receipt.{name}")


def _unpacked(text: str, name: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Differs(MessagePart.field, f"{name} 不是 Base64", name) from None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
