"""What a person was told, and how they want to be told."""

from uuid import UUID

from mobile_api.cases.models import Case
from mobile_api.personal_data.holding import Holding, Kept, Named, Under, deletes
from notifications.models import Delivery, DeliveryState, EarlyReceipt, NotificationPreference
from notifications.post.parcels.models import Parcel, ParcelAlert, ParcelEvent, ParcelOutcome
from notifications.post.parcels.states import STATE_NAMES
from notifications.words.service import ACCOUNT_CLOSED, CHANNELS, STATES

_UNDER_WAY = (DeliveryState.in_reserve, DeliveryState.pending, DeliveryState.sending)
_WITH_THE_CASE = Kept("邮件和轨迹的记录随办件档案保存,用来证明办理结果何时送达。")


async def _empty_inbox(person_id: UUID) -> None:
    """Messages lose their words; that a notice of a case was given, when and how, stays with it."""
    own = Delivery.filter(person_id=person_id)
    await own.filter(state__in=_UNDER_WAY).update(
        state=DeliveryState.cancelled, reason=ACCOUNT_CLOSED, due_at=None
    )
    await own.exclude(subject__startswith="case:").delete()
    await own.update(content={}, page="")


NOTIFICATIONS = (
    Holding(
        Delivery,
        Named(("person_id",)),
        "通知",
        {
            "created_at": "时间",
            "channel": "方式",
            "content": "内容",
            "state": "结果",
            "sent_at": "发送时间",
            "read_at": "阅读时间",
        },
        _empty_inbox,
        words={
            "channel": {channel.value: name for channel, name in CHANNELS.items()},
            "state": {state.value: name for state, name in STATES.items()},
        },
    ),
    Holding(
        NotificationPreference,
        Named(("person_id",)),
        "通知设置",
        {"choices": "各种方式是否使用", "quiet_hours": "免打扰时段", "updated_at": "设置时间"},
        deletes(NotificationPreference),
    ),
    Holding(
        EarlyReceipt,
        Named(("person_id",)),
        "通知回执",
        {"is_delivered": "是否送达", "received_at": "收到时间"},
        deletes(EarlyReceipt),
    ),
    Holding(
        Parcel,
        Under(Case, "reference", "number", only={"owner_kind__in": ["case", "custody"]}),
        "邮件",
        {
            "id": "邮件标识",
            "reference": "办件编号",
            "waybill_number": "邮件号",
            "direction": "方向",
            "receiver": "收件人",
            "contents": "内件",
            "state": "状态",
            "created_at": "下单时间",
            "delivered_at": "签收时间",
        },
        _WITH_THE_CASE,
        words={
            "state": {state.value: name for state, name in STATE_NAMES.items()},
            "direction": {"to_person": "寄给本人", "to_hall": "寄到大厅"},
        },
    ),
    # Without the carrier's sentence, which names the courier and their phone.
    Holding(
        ParcelEvent,
        Under(Parcel, "parcel_id"),
        "邮件轨迹",
        {
            "parcel_id": "邮件标识",
            "at": "时间",
            "city": "城市",
            "organisation": "经办机构",
            "op_code": "动作代码",
        },
        _WITH_THE_CASE,
    ),
    Holding(
        ParcelOutcome,
        Under(Parcel, "parcel_id"),
        "邮件结果",
        {"parcel_id": "邮件标识", "at": "时间", "outcome": "结果"},
        _WITH_THE_CASE,
    ),
    Holding(
        ParcelAlert,
        Under(Parcel, "parcel_id"),
        "邮件异常",
        {
            "parcel_id": "邮件标识",
            "kind": "种类",
            "opened_at": "发现时间",
            "resolved_at": "处理时间",
        },
        _WITH_THE_CASE,
    ),
)
