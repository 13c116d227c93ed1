"""What an agency offers and what proves that it may: services, certificates, practitioners."""

from uuid import UUID

from mobile_api.agency_supermarket.agencies.practitioners.schemas import PractitionerRequest
from mobile_api.agency_supermarket.errors import ServiceTypeNotFound
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.agency_supermarket.showing.bidding import queries, service
from mobile_api.agency_supermarket.showing.bidding.schemas import (
    GivenQualification,
    OfferedService,
)
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault
from mobile_api.web.citizen.market.acts.acts import Act, ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import (
    ActField,
    ActSheet,
    FieldKind,
    checked,
    yuan_typed,
)
from mobile_api.web.citizen.market.acts.senders import HOME
from mobile_api.web.citizen.market.bidding.entry_acts import NAME, application_of

SERVICES_PAGE, PEOPLE = f"{HOME}/services", f"{HOME}/practitioners"
_DAY_HELP = "例如 2026-01-31。"
_NO_SCAN = "请先上传证书的照片或扫描件,再保存。"


async def _see_service(caller: Citizen, ids: Ids) -> ActSheet | None:
    kind = SERVICES.here().service_types.get(ids["key"])
    if kind is None:
        raise ServiceTypeNotFound()
    found = await application_of(caller)
    if not {"edit", "offer_anew"} & set(found.can):
        return None
    own = next((one for one in found.services if one.service_type == kind.key), None)
    kinds = SERVICES.here().kinds
    needed = "、".join(kinds[key].name for key in kind.qualifications)
    values = {"price_unit": "份", "promised_days": str(kind.working_days)}
    if own:
        values = {
            "price_from": yuan_typed(own.price_from_fen),
            "price_to": yuan_typed(own.price_to_fen),
            "price_unit": own.price_unit,
            "promised_days": str(own.promised_days),
        }
    return ActSheet(
        kind.name,
        "保存",
        (
            ActField("price_from", "最低收费(元)", kind=FieldKind.money, longest=20),
            ActField(
                "price_to", "最高收费(元)", "只有一个价的,和最低收费填一样。", FieldKind.money, 20
            ),
            ActField("price_unit", "按什么收费", "例如:份、平方米、次。", longest=20),
            ActField(
                "promised_days",
                "承诺几个工作日完成",
                f"这项服务最长{kind.working_days}个工作日。",
                FieldKind.number,
                3,
            ),
        ),
        pairs=[("服务内容", kind.about), ("要求的资质", needed or "不要求资质")],
        values=values,
        wrong="price_to",
    )


async def _offer(given: ActGiven) -> None:
    await service.offer_one(
        given.caller, checked(OfferedService, given.content | {"service_type": given.ids["key"]})
    )


async def _see_no_more(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await application_of(caller)
    own = next((one for one in found.services if one.service_type == ids["key"]), None)
    if own is None or not {"edit", "offer_anew"} & set(found.can):
        return None
    return ActSheet(
        f"不再提供“{own.name}”?",
        "不再提供",
        pairs=[("收费", own.price)],
        notice="去掉以后,采购人找这项服务时看不到贵机构;已经签订的合同照常履行。以后可以再加上。",
        is_grave=True,
    )


async def _offer_no_more(given: ActGiven) -> None:
    await service.offer_no_more(given.caller, given.ids["key"])


async def _see_certificate(caller: Citizen, ids: Ids) -> ActSheet | None:
    kind = SERVICES.here().kinds.get(ids["kind"])
    if kind is None:
        raise ServiceTypeNotFound()
    found = await application_of(caller)
    if found.status == "applied":
        return None
    own = await queries.own_certificate(caller, kind.key)
    values, pairs = {}, [("发证机关", kind.issued_by)]
    if own:
        until = str(own.valid_until) if own.valid_until else ""
        values = {"number": own.number, "valid_from": str(own.valid_from), "valid_until": until}
        pairs.append(("已经上传的证书", own.file.name))
    return ActSheet(
        kind.name,
        "保存",
        (
            ActField("number", "证书编号", "按证书逐字填写。", longest=80),
            ActField("valid_from", "有效期从哪天起", _DAY_HELP, FieldKind.day, 20),
            ActField(
                "valid_until",
                "有效期到哪天",
                "长期有效的不填。",
                FieldKind.day,
                20,
                is_needed=False,
            ),
        ),
        pairs=pairs,
        notice="" if "edit" in found.can else "新证书要等管理部门核验;原来的证书到期以前照常有效。",
        values=values,
        wrong="valid_until",
    )


async def _prove(given: ActGiven) -> None:
    """The scan that was just sent, or the one that is there already."""
    own = await queries.own_certificate(given.caller, given.ids["kind"])
    file_id: UUID | None = given.files[-1] if given.files else own.file_id if own else None
    lacking = [] if file_id else [FieldFault("/file_id", "no_scan", _NO_SCAN)]
    scan = {"kind": given.ids["kind"], "file_id": file_id or UUID(int=0)}
    body = checked(GivenQualification, given.content | scan, lacking)
    await service.prove_one(given.caller, body)


async def _see_no_certificate(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await application_of(caller)
    own = next((one for one in found.qualifications if one.kind == ids["kind"]), None)
    if own is None or "edit" not in found.can:
        return None
    return ActSheet(f"去掉“{own.name}”?", "去掉", pairs=[("证书编号", own.number)], is_grave=True)


async def _prove_no_more(given: ActGiven) -> None:
    await service.prove_no_more(given.caller, given.ids["kind"])


async def _see_person(caller: Citizen, ids: Ids) -> ActSheet | None:
    await application_of(caller)
    kinds = SERVICES.here().registrations
    return ActSheet(
        "登记一名从业人员",
        "登记",
        (
            ActField("name", "姓名", longest=60),
            ActField(
                "kind", "执业登记", kind=FieldKind.choice, options=[(k.key, k.name) for k in kinds]
            ),
            ActField("number", "登记编号", "按执业证书逐字填写。", longest=80),
            ActField(
                "valid_until",
                "有效期到哪天",
                "长期有效的不填。",
                FieldKind.day,
                20,
                is_needed=False,
            ),
            ActField("consents", "本人同意公开姓名和登记编号", kind=FieldKind.tick, longest=5),
        ),
        notice="登记后任何人都能在机构页面上看到。离职的,请及时去掉。",
    )


async def _enter(given: ActGiven) -> None:
    await service.practitioners.enter(given.caller, checked(PractitionerRequest, given.content))


async def _see_person_gone(caller: Citizen, ids: Ids) -> ActSheet | None:
    people = await queries.own_people(caller)
    own = next((one for one in people if one.id == ids["person_id"]), None)
    if own is None:
        return None
    return ActSheet(
        f"去掉从业人员{own.name}?", "去掉", pairs=[(own.kind_name, own.number)], is_grave=True
    )


async def _take_out(given: ActGiven) -> None:
    await service.practitioners.take_out(given.caller, given.ids["person_id"])


_SERVICE, _CERTIFICATE = f"{SERVICES_PAGE}/<key>", f"{HOME}/qualifications/<kind>"
ACTS = (
    Act(
        "提供一项服务",
        _SERVICE,
        SERVICES_PAGE,
        "服务和收费",
        _see_service,
        _offer,
        "这项服务已经保存。",
    ),
    Act(
        "不再提供一项服务",
        f"{_SERVICE}/remove",
        SERVICES_PAGE,
        "服务和收费",
        _see_no_more,
        _offer_no_more,
        "已经去掉。",
    ),
    Act(
        "资质证书",
        _CERTIFICATE,
        HOME,
        NAME,
        _see_certificate,
        _prove,
        "证书已经保存。",
        files=1,
        files_help="证书的原件拍照或扫描,字要看得清。",
    ),
    Act(
        "去掉一份资质证书",
        f"{_CERTIFICATE}/remove",
        HOME,
        NAME,
        _see_no_certificate,
        _prove_no_more,
        "已经去掉。",
    ),
    Act("登记从业人员", f"{PEOPLE}/new", PEOPLE, "从业人员", _see_person, _enter, "已经登记。"),
    Act(
        "去掉一名从业人员",
        f"{PEOPLE}/<person_id:uuid>/remove",
        PEOPLE,
        "从业人员",
        _see_person_gone,
        _take_out,
        "已经去掉。",
    ),
)
