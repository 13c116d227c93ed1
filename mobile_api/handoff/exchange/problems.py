"""What is refused on the line between cities, before it is any business: the word and a sentence.

The codes are those of `docs/partner/messages.md`; a program reads them, an engineer the sentence.
"""

from mobile_api.shared.errors import AppError, TemporarilyUnavailable
from mobile_api.signatures.errors import SignatureFault


class LineRefused(AppError):
    """A signature that does not hold; the subclass says which part of it."""

    status = 401


class SignatureMissing(LineRefused):
    code = "signature_missing"
    title = "请求没有签名,请按对接文档签名后重发。"


class SignatureMalformed(LineRefused):
    code = "signature_malformed"
    title = "签名的写法不符合约定,请对照对接文档修改后重发。"


class SignatureComponents(LineRefused):
    code = "signature_components"
    title = "签名没有覆盖全部必需的部分,请补全后重新签名。"


class SignatureDigest(LineRefused):
    code = "signature_digest"
    title = "正文与 Content-Digest 不符,请按实际发送的字节重新计算后签名。"


class SignatureClock(LineRefused):
    code = "signature_clock"
    title = "签名时间不在有效范围内,请校准时钟后重新签名。"


class SignatureKey(LineRefused):
    code = "signature_key"
    title = "签名密钥没有登记、尚未生效、已经到期或被撤销,请换用登记的密钥,或与本市联系登记。"


class SignatureAlgorithm(LineRefused):
    code = "signature_algorithm"
    title = "签名算法与登记的密钥不符,请按登记的密钥种类签名。"


class SignatureWrong(LineRefused):
    code = "signature_signature"
    title = "签名不能通过验证,请核对签名的内容和密钥后重发。"


class SignatureReplayed(AppError):
    status = 409
    code = "replayed"
    title = "同一个签名已经用过,请重新签名后再发。"


class MessageDiffers(AppError):
    status = 409
    code = "message_differs"
    title = "同一个消息编号已经用于不同的内容,请核对后换一个编号发送。"


class BodyMalformed(AppError):
    status = 400
    code = "body_malformed"
    title = "消息的格式不符合约定,请对照对接文档修改后重发。"


class VersionUnknown(AppError):
    status = 400
    code = "version_unknown"
    title = "本市还不支持这个版本的消息,请改用对接文档中的版本。"


class BodyTooLarge(AppError):
    """As the framework says it, before anything of the body is looked at."""

    status = 413
    code = "body_too_large"
    title = "提交的内容太大,请压缩或分次提交。"


class TooManyMessages(AppError):
    status = 429
    code = "too_many_messages"
    title = "消息太多了,请按 Retry-After 的时间稍后再发。"


class LinePaused(AppError):
    status = 503
    code = "paused"
    title = "本市暂停了与贵市的往来,请按 Retry-After 的时间稍后再发。"


BY_FAULT: dict[SignatureFault, type[LineRefused]] = {
    SignatureFault.missing: SignatureMissing,
    SignatureFault.malformed: SignatureMalformed,
    SignatureFault.components: SignatureComponents,
    SignatureFault.digest: SignatureDigest,
    SignatureFault.clock: SignatureClock,
    SignatureFault.key: SignatureKey,
    SignatureFault.algorithm: SignatureAlgorithm,
    SignatureFault.signature: SignatureWrong,
}
# What any call on the line can be answered with.
ALWAYS: tuple[type[AppError], ...] = (
    *BY_FAULT.values(),
    BodyMalformed,
    BodyTooLarge,
    SignatureReplayed,
    TooManyMessages,
    LinePaused,
    TemporarilyUnavailable,
)
