"""入驻: who the agency is and where; sent off to the desk, and left again."""

from mobile_api.agency_supermarket.agencies.offices import service as offices
from mobile_api.agency_supermarket.agencies.offices.schemas import OfficeRequest
from mobile_api.agency_supermarket.agencies.schemas import ApplicationView
from mobile_api.agency_supermarket.errors import AgencyNotFound
from mobile_api.agency_supermarket.showing.bidding import queries, service
from mobile_api.agency_supermarket.showing.bidding.schemas import AgencyDetails, LeaveRequest
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault
from mobile_api.shared.text.characters import normalised
from mobile_api.web.citizen.market.acts.acts import Act, ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import ActField, ActSheet, FieldKind, checked
from mobile_api.web.citizen.market.acts.senders import HOME

NAME = "我的机构"
_POINT = "请按“纬度,经度”填写两个数字,例如 34.5967,119.2214。"


async def application_of(caller: Citizen) -> ApplicationView:
    """Raises AgencyNotFound where nothing was begun."""
    found = await queries.own_application(caller)
    if found is None:
        raise AgencyNotFound()
    return found


async def _see_profile(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await queries.own_application(caller)
    if found and "edit" not in found.can:
        return None
    names = ("introduction", "process", "phone", "practitioners")
    return ActSheet(
        "机构的基本情况",
        "保存",
        (
            ActField(
                "introduction", "机构简介", "哪年成立、做什么、有什么特长。", FieldKind.text, 1000
            ),
            ActField(
                "process", "办理流程", "从委托到拿到成果,一步一步怎么办。", FieldKind.text, 1000
            ),
            ActField("phone", "业务电话", "手机号,或带区号的固定电话,会公开。", longest=40),
            ActField("practitioners", "专业人员人数", kind=FieldKind.number, longest=6),
        ),
        values={name: str(getattr(found, name)) for name in names} if found else {},
    )


async def _describe(given: ActGiven) -> None:
    await service.describe(given.caller, checked(AgencyDetails, given.content))


async def _see_office(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await application_of(caller)
    own = await queries.own_office(found.id)
    values = {}
    if own:
        values = {"address": own.address, "point": f"{own.latitude},{own.longitude}"}
    return ActSheet(
        "办公地点",
        "保存",
        (
            ActField("address", "办公地址", "例如:示范市河西区长江路18号3楼", longest=200),
            ActField(
                "point",
                "地图上的位置",
                "在腾讯地图的坐标拾取器(lbs.qq.com/getPoint)里点一下办公地点,"
                "把“纬度,经度”抄到这里,例如 34.5967,119.2214。采购人按远近找机构时要用。",
                longest=60,
            ),
        ),
        values=values,
        wrong="point",
    )


async def _move_in(given: ActGiven) -> None:
    latitude, _, longitude = normalised(str(given.content["point"])).partition(",")
    point, faults = {"latitude": 34.0, "longitude": 119.0}, []
    try:
        point = {"latitude": float(latitude), "longitude": float(longitude)}
    except ValueError:
        faults = [FieldFault("/point", "no_point", _POINT)]
    address = {"address": given.content["address"]}
    await offices.move_in(given.caller, checked(OfficeRequest, address | point, faults))


async def _see_application(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await application_of(caller)
    if "apply" not in found.can or found.lacking:
        return None
    certificates = "、".join(one.name for one in found.qualifications)
    return ActSheet(
        "核对后提交入驻申请",
        "确认提交",
        pairs=[
            ("企业", found.enterprise.name),
            ("机构简介", found.introduction),
            ("办理流程", found.process),
            ("业务电话", found.phone),
            ("服务", "、".join(f"{one.name}({one.price})" for one in found.services)),
            ("资质", certificates or "没有"),
        ],
        notice="提交就表示以上内容和证书都是真实的。提交以后,管理部门答复以前不能修改。",
    )


async def _apply(given: ActGiven) -> None:
    await service.apply(given.caller)


async def _see_leaving(caller: Citizen, ids: Ids) -> ActSheet | None:
    found = await application_of(caller)
    if "leave" not in found.can:
        return None
    return ActSheet(
        "真的要退出中介超市吗?",
        "确定退出",
        (ActField("reason", "为什么退出", "会写进机构的经过,任何人都能看到。", longest=300),),
        pairs=[("企业", found.enterprise.name), ("现在的状态", found.status_name)],
        notice="退出立即生效:不能再报价,采购人也找不到贵机构。已经签订的合同仍要履行完。以后可以重新申请入驻。",
        is_grave=True,
    )


async def _leave(given: ActGiven) -> None:
    await service.leave(given.caller, checked(LeaveRequest, given.content).reason)


ACTS = (
    Act("机构的基本情况", f"{HOME}/profile", HOME, NAME, _see_profile, _describe, "已经保存。"),
    Act("办公地点", f"{HOME}/office", HOME, NAME, _see_office, _move_in, "办公地点已经保存。"),
    Act(
        "提交入驻申请",
        f"{HOME}/apply",
        HOME,
        NAME,
        _see_application,
        _apply,
        "入驻申请已经提交,管理部门会在期限内答复,结果发消息告诉您。",
    ),
    Act("退出中介超市", f"{HOME}/leave", HOME, NAME, _see_leaving, _leave, "已经退出中介超市。"),
)
