"""What the signature has to keep out: each fault of it, and the word with which it is refused."""

from dataclasses import dataclass, replace

from mobile_api.handoff.kit.checking import spoiling
from mobile_api.handoff.kit.checking.answers import must_answer
from mobile_api.handoff.kit.checking.manner import AS_AGREED, Manner
from mobile_api.handoff.kit.checking.spoiling import changed, header_changed, in_manner
from mobile_api.handoff.kit.checking.trial import Trial
from mobile_api.handoff.profile import COVERED, MESSAGE_ID
from mobile_api.shared.ids import new_id
from mobile_api.signatures.errors import SignatureFault

_HOUR_SECONDS = 3600


@dataclass(frozen=True)
class Spoiled:
    """`make` gives a request that is refused as `fault`. `is_known`: whoever reads it finds our
    key and one signature, so that the refusal has to be signed; of the others it may be."""

    name: str
    title: str
    fault: SignatureFault
    make: spoiling.Make
    is_known: bool = True

    async def check(self, trial: Trial) -> None:
        got = await trial.line.send(self.make(trial))
        must_answer(got, trial.their, 401, f"signature_{self.fault}", may_lack=not self.is_known)


def _uncovered(component: str) -> Spoiled:
    name = component.removeprefix("@")
    return Spoiled(
        f"uncovered-{name}",
        f"签名没有覆盖 {component}",
        SignatureFault.components,
        in_manner(Manner(omit=(component,))),
    )


_CHANGED = (
    Spoiled(
        "body-changed",
        "签名之后改了正文",
        SignatureFault.digest,
        changed(lambda one: replace(one, body=one.body + b" ")),
    ),
    Spoiled(
        "json-rewritten",
        "签名之后重新序列化了 JSON",
        SignatureFault.digest,
        changed(spoiling.reserialised),
    ),
    Spoiled(
        "digest-of-other",
        "签了别的字节的摘要",
        SignatureFault.digest,
        in_manner(Manner(digest_of=b"{}")),
    ),
    Spoiled(
        "digest-changed",
        "签名之后连同摘要一起改了正文",
        SignatureFault.signature,
        changed(spoiling.other_body),
    ),
    Spoiled(
        "digest-missing",
        "签名之后去掉了 Content-Digest",
        SignatureFault.digest,
        header_changed("Content-Digest", lambda _: None),
        is_known=False,
    ),
    Spoiled(
        "type-changed",
        "签名之后改了 Content-Type",
        SignatureFault.signature,
        header_changed("Content-Type", lambda value: value + "; charset=utf-8"),
    ),
    Spoiled(
        "id-changed",
        f"签名之后换了 {MESSAGE_ID}",
        SignatureFault.signature,
        header_changed(MESSAGE_ID, lambda _: str(new_id())),
    ),
    Spoiled("path-changed", "签的是另一个路径", SignatureFault.signature, spoiling.elsewhere),
    Spoiled(
        "query-changed", "签的是另一个查询参数", SignatureFault.signature, spoiling.other_query
    ),
    Spoiled("method-changed", "签的是另一种方法", SignatureFault.signature, spoiling.other_method),
)
_UNCOVERED = tuple(
    _uncovered(one)
    for one in ("@method", "@target-uri", "content-digest", "content-type", *COVERED)
)
_CLOCK = (
    Spoiled(
        "clock-old",
        "一小时以前的签名",
        SignatureFault.clock,
        in_manner(Manner(created_in=-_HOUR_SECONDS)),
    ),
    Spoiled(
        "clock-ahead",
        "一小时以后的签名",
        SignatureFault.clock,
        in_manner(Manner(created_in=_HOUR_SECONDS)),
    ),
    Spoiled(
        "lifetime-long",
        "有效期超过五分钟",
        SignatureFault.clock,
        in_manner(Manner(lifetime=2 * AS_AGREED.lifetime)),
    ),
)
_SIGNER = (
    Spoiled(
        "unsigned",
        "没有签名",
        SignatureFault.missing,
        changed(spoiling.unsigned),
        is_known=False,
    ),
    Spoiled(
        "key-unknown",
        "没有登记的密钥",
        SignatureFault.key,
        spoiling.unknown_key,
        is_known=False,
    ),
    Spoiled("key-of-other", "别人的密钥冒用编号", SignatureFault.signature, spoiling.by_a_stranger),
    Spoiled(
        "algorithm-other", "alg 不是登记的", SignatureFault.algorithm, spoiling.other_algorithm
    ),
    Spoiled(
        "tag-other",
        "tag 是别的协议的",
        SignatureFault.malformed,
        in_manner(Manner(tag="another-protocol")),
        is_known=False,
    ),
    Spoiled(
        "label-other",
        "签名的标签不是 sig1",
        SignatureFault.malformed,
        changed(spoiling.other_label),
        is_known=False,
    ),
    Spoiled(
        "two-signatures",
        "有两个签名",
        SignatureFault.malformed,
        changed(spoiling.two_signatures),
        is_known=False,
    ),
)
SPOILED = (*_CHANGED, *_UNCOVERED, *_CLOCK, *_SIGNER)
