"""The account itself, how it is opened, and what was proven about its owner."""

from uuid import UUID

from mobile_api.accounts.models import Person
from mobile_api.accounts.phones.models import PhoneBinding, PhoneCode
from mobile_api.accounts.proofs.models import (
    IdentityBinding,
    IdentityProof,
    ProvenNumber,
    ProvenOffice,
)
from mobile_api.accounts.sessions.models import AccountKind, Session
from mobile_api.accounts.sessions.service import end_and_forget
from mobile_api.personal_data.holding import Holding, Named, Under, deletes
from mobile_api.shared import clock


async def _empty_person(person_id: UUID) -> None:
    """The row stays without anything in it: kept cases and late calls go on pointing to it."""
    await Person.filter(id=person_id).update(
        name=None,
        id_number=None,
        id_number_hash=None,
        phone=None,
        assurance_level=1,
        real_name_declared_at=None,
    )
    await Person.filter(id=person_id, closed_at=None).update(closed_at=clock.now())


async def _end_sessions(person_id: UUID) -> None:
    await end_and_forget(AccountKind.citizen, person_id)


async def _delete_codes(person_id: UUID) -> None:
    bound = PhoneBinding.filter(person_id=person_id)
    hashes = [bytes(row.phone_hash) for row in await bound]
    await PhoneCode.filter(phone_hash__in=hashes).delete()


ACCOUNTS = (
    Holding(
        Person,
        Named(("id",)),
        "账户",
        {
            "id": "账户标识",
            "name": "姓名",
            "id_number": "身份证号",
            "phone": "联系电话",
            "assurance_level": "身份核验等级",
            "real_name_declared_at": "实名信息填写时间",
            "created_at": "开户时间",
        },
        _empty_person,
        stays="被合并的账户留下一个空行",
    ),
    # Above the ways in, so that it ends after they are gone, whose rows a sign-in holds.
    Holding(
        Session,
        Named(("account_id",)),
        "登录设备",
        {
            "via": "登录方式",
            "opened_at": "登录时间",
            "renewed_at": "最近续期时间",
            "expires_at": "有效期至",
            "ended_at": "退出时间",
        },
        _end_sessions,
        words={
            "via": {
                "mini_program": "微信小程序",
                "official_account": "微信公众号",
                "phone": "手机号",
                "identity_service": "线上身份认证",
                "merge": "合并账户",
            }
        },
        stays="被合并账户的登录在合并时已全部退出",
    ),
    Holding(
        PhoneBinding,
        Named(("person_id",)),
        "登录手机号",
        {"phone": "手机号", "created_at": "绑定时间", "verified_at": "最近验证时间"},
        deletes(PhoneBinding),
    ),
    Holding(
        PhoneCode,
        Under(PhoneBinding, "phone_hash", "phone_hash"),
        "验证码短信",
        {"purpose": "用途", "created_at": "发送时间", "used_at": "使用时间"},
        _delete_codes,
        words={
            "purpose": {
                "sign_in": "登录",
                "bind": "绑定手机号",
                "merge": "合并账户",
                "unbind": "解除登录方式",
                "delete": "注销账户",
                "export": "获取个人信息副本",
            }
        },
    ),
    Holding(
        IdentityBinding,
        Named(("person_id",)),
        "身份认证服务",
        {
            "issuer": "认证服务",
            "subject": "在该服务的标识",
            "created_at": "绑定时间",
            "last_seen_at": "最近使用时间",
        },
        deletes(IdentityBinding),
    ),
    Holding(
        IdentityProof,
        Named(("person_id",)),
        "身份核验记录",
        {"method": "核验方式", "level": "核验等级", "at": "核验时间", "expires_at": "有效期至"},
        deletes(IdentityProof),
        words={
            "method": {
                "oidc": "线上身份认证",
                "counter": "窗口核验",
                "face_provider": "实人核验",
                "phone_code": "手机验证码",
            }
        },
    ),
    Holding(
        ProvenNumber,
        Named(("person_id",)),
        "已核验的身份证号",
        {"proven_at": "核验时间"},
        deletes(ProvenNumber),
    ),
    Holding(
        ProvenOffice,
        Named(("person_id",)),
        "代表的企业",
        {
            "social_credit_code": "统一社会信用代码",
            "enterprise_name": "企业名称",
            "proven_at": "核验时间",
        },
        deletes(ProvenOffice),
    ),
)
