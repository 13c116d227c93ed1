"""Bodies of the account routes."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from mobile_api.shared import clock
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from mobile_api.shared.text.identity_numbers import id_number_fault, normalised, normalised_mobile
from mobile_api.shared.text.names import LONGEST, name_of, tidied

# Of bindings, and of what else a session of a person may have begun with.
WAY_NAMES = {
    "mini_program": "微信小程序",
    "official_account": "微信公众号",
    "other_wechat_app": "微信",
    "phone": "手机号",
    "identity_service": "线上身份认证",
    "merge": "合并账户",
    "password": "账号和密码",
}
OTHER_WAY = "其他方式"

_ID_NUMBER_SENTENCES = {
    "length": "身份证号应为18位,请核对是否多输或漏输。",
    "characters": "身份证号应为17位数字加1位数字或字母X。",
    "province": "身份证号开头两位不是有效的地区,请核对。",
    "birth_date": "身份证号中的出生日期不存在,请核对第7到14位。",
    "check_digit": "身份证号最后一位核对不上,请检查是否有一位输错。",
}


def _id_number(text: str) -> str:
    number = normalised(text)
    fault = id_number_fault(number, on=clock.today())
    if fault:
        raise PydanticCustomError("id_number_" + fault, _ID_NUMBER_SENTENCES[fault])
    return number


def _mobile(text: str) -> str:
    number = normalised_mobile(text)
    if number is None:
        raise PydanticCustomError("phone_invalid", "手机号应为11位数字,以1开头,请核对。")
    return number


def _person_name(text: str) -> str:
    name = name_of(text)
    if name is None and len(tidied(text)) > LONGEST:
        raise PydanticCustomError("string_too_long", f"姓名最多{LONGEST}个字,请核对。")
    if name is None:
        raise PydanticCustomError("name_invalid", "姓名只能包含文字和间隔号,请按身份证填写。")
    return name


IdNumber = Annotated[str, Field(max_length=40), AfterValidator(_id_number)]
Mobile = Annotated[str, Field(max_length=40), AfterValidator(_mobile)]
PersonName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_person_name)]


class MiniProgramSignIn(RequestBody):
    """小程序登录: the code of wx.login."""

    code: str = Field(min_length=1, max_length=200, examples=["0a3Xk1000LmYvR1"])


class StaffPassword(RequestBody):
    """Who a member of staff is, by their password."""

    username: str = Field(min_length=1, max_length=40, examples=["gaj-reviewer"])
    password: str = Field(min_length=1, max_length=200)
    device_token: str = Field(
        "", max_length=100, description="What the last sign-in on this device gave, if any."
    )


class StaffSignIn(StaffPassword):
    """窗口人员登录."""

    code: str = Field(
        "",
        max_length=40,
        description="The six digits of the authenticator, or a recovery code, once one is bound.",
        examples=["287082"],
    )


class RefreshRequest(RequestBody):
    """The refresh token of an open session."""

    refresh_token: str = Field(min_length=20, max_length=200)


class SessionOpened(AnswerBody):
    """Tokens of a session. `access_token` goes into `Authorization: Bearer`."""

    access_token: str
    refresh_token: str
    expires_in_seconds: int = Field(examples=[900])


class StaffSessionOpened(SessionOpened):
    """`device_token` stays on the device for its next sign-in; it opens nothing."""

    device_token: str


class RealName(RequestBody):
    """实名信息: as printed on the identity card."""

    name: PersonName = Field(examples=["张三丰"])
    id_number: IdNumber = Field(examples=["370000199003070018"])
    phone: Mobile = Field(examples=["13800138000"])


class Me(AnswerBody):
    """The signed-in person, masked: the phone's owner may not be the one looking."""

    has_real_name: bool
    assurance_level: int
    name_masked: str
    id_number_masked: str
    phone_masked: str


class StaffMe(AnswerBody):
    """The signed-in member of staff."""

    username: str
    display_name: str
    department_key: str
    roles: list[StaffRole]
