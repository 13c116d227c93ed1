"""Bodies about numbers, codes, bindings and sessions."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.schemas import Mobile
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from mobile_api.shared.text.identity_numbers import normalised


def _digits(text: str) -> str:
    code = normalised(text)
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        raise PydanticCustomError("phone_code_invalid", "验证码是短信中的6位数字,请核对。")
    return code


PhoneCodeText = Annotated[str, Field(max_length=20, examples=["493027"]), AfterValidator(_digits)]
CodeTicket = Annotated[
    str,
    Field(
        max_length=100,
        description="`code_ticket` of the answer to the request for the code.",
        examples=["0190a0a0000070008000000000000000" + "5f" * 16],
    ),
]
WechatCodeText = Annotated[str, Field(min_length=1, max_length=200, examples=["0a3Xk1000LmYvR1"])]
NewOwner = Annotated[bool, Field(description="手机号换了机主:原账户失去这个号码,但不受其他影响。")]


class PhoneCodeRequest(RequestBody):
    """获取短信验证码."""

    phone: Mobile = Field(examples=["13800138000"])
    purpose: CodePurpose


class PhoneCodeSent(AnswerBody):
    """The same whoever asks for whatever number."""

    code_ticket: str = Field(description="Goes back with the code; without it no code is right.")
    expires_in_seconds: int = Field(examples=[300])
    next_in_seconds: int = Field(examples=[60])


class PhoneSignIn(RequestBody):
    """手机号登录. `id_number_tail` and `is_new_owner` answer the error phone_owner_unsure."""

    phone: Mobile = Field(examples=["13800138000"])
    code: PhoneCodeText
    code_ticket: CodeTicket
    id_number_tail: str = Field("", max_length=12, description="身份证号后六位。")
    is_new_owner: NewOwner = False


class PhoneBindRequest(RequestBody):
    """绑定手机号, with a code of the purpose `bind`."""

    phone: Mobile = Field(examples=["13800138000"])
    code: PhoneCodeText
    code_ticket: CodeTicket
    is_new_owner: NewOwner = False


class WechatPhone(RequestBody):
    """The code that the mini-program's phone button (getPhoneNumber) gave."""

    code: WechatCodeText


class WechatBindRequest(RequestBody):
    """绑定微信: a new code of wx.login."""

    code: WechatCodeText


class Proof(RequestBody):
    """Control of an account, shown anew: a number of it with a code, or a code of wx.login.

    Where a recent sign-in is enough, all of them may be left out.
    """

    phone: Mobile | None = Field(None, examples=["13800138000"])
    phone_code: PhoneCodeText | None = None
    code_ticket: CodeTicket | None = None
    wechat_code: WechatCodeText | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "Proof":
        by_phone = [one is not None for one in (self.phone, self.phone_code, self.code_ticket)]
        if any(by_phone) != all(by_phone) or (self.phone and self.wechat_code):
            raise PydanticCustomError(
                "proof_invalid", "请填写手机号和它的验证码,或者只用微信确认,二选一。"
            )
        return self


BindingKind = Literal[
    "mini_program", "official_account", "other_wechat_app", "phone", "identity_service"
]


class Binding(AnswerBody):
    """One way to sign in. `label` shows a number masked; it is empty for WeChat."""

    id: UUID
    kind: BindingKind
    name: str = Field(examples=["微信小程序"])
    label: str
    bound_at: Instant
    last_used_at: Instant


class Bindings(AnswerBody):
    """Every way to sign in. The last one cannot be taken away."""

    bindings: list[Binding]
    can_unbind: bool
