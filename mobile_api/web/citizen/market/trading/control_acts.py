"""控股、管理关系: whom an agency declares to stand behind it, and behind whom it stands."""

from mobile_api.agency_supermarket.affiliations.schemas import ControlsRequest
from mobile_api.agency_supermarket.affiliations.states import ControlKind
from mobile_api.agency_supermarket.showing.bidding import queries, service
from mobile_api.shared.callers import Citizen
from mobile_api.web.citizen.market.acts.acts import Act, ActGiven, Ids
from mobile_api.web.citizen.market.acts.fields import ActField, ActSheet, FieldKind, checked
from mobile_api.web.citizen.market.acts.senders import HOME
from mobile_api.web.citizen.market.bidding.entry_acts import application_of

CONTROLS = f"{HOME}/controls"
_LONGEST = 30 * 20
_HELP = "一行写一家的统一社会信用代码,没有的不写。"
_LABELS = {
    ControlKind.controlled_by: "谁控股、管理本机构",
    ControlKind.controls: "本机构控股、管理谁",
}
_NOTICE = "声明会公开。同一次采购里,有控股、管理关系的机构只能有一家参加;以报价截止时的声明为准。"


async def _see_controls(caller: Citizen, _ids: Ids) -> ActSheet:
    await application_of(caller)
    found = await queries.own_controls(caller)
    known = {
        kind.value: "\n".join(one.social_credit_code for one in found if one.kind is kind)
        for kind in _LABELS
    }
    fields = [
        ActField(kind.value, label, _HELP, FieldKind.text, _LONGEST, is_needed=False)
        for kind, label in _LABELS.items()
    ]
    return ActSheet("控股、管理关系", "保存", fields, notice=_NOTICE, values=known)


async def _declare(given: ActGiven) -> None:
    said = {name: text.split() for name, text in given.content.items()}
    await service.declare_controls(given.caller, checked(ControlsRequest, said))


ACTS = (
    Act(
        "声明控股、管理关系", CONTROLS, HOME, "我的机构", _see_controls, _declare, "声明已经保存。"
    ),
)
