"""The audit trail and remembered answers."""

from uuid import UUID

from mobile_api.personal_data.holding import Holding, Kept, Named, key_of
from mobile_api.shared.models import AuditRecord, IdempotencyRecord


async def _delete_answers(person_id: UUID) -> None:
    await IdempotencyRecord.filter(caller_key=key_of(person_id)).delete()


SHARED = (
    Holding(
        IdempotencyRecord,
        Named(("caller_key",), by_key=True),
        "一天内重复提交的凭据",
        {"created_at": "时间"},
        _delete_answers,
        stays="一天后自动删除",
    ),
    Holding(
        AuditRecord,
        Named(("caller_key",), by_key=True),
        "操作记录",
        {"at": "时间", "action": "操作", "subject_kind": "对象"},
        Kept(
            "操作日志依照网络安全法第二十一条至少留存六个月,用于查明谁查看或改动过信息;"
            "其中没有姓名、证件号和电话。"
        ),
        stays="操作记录写下后不再改动",
    ),
)
