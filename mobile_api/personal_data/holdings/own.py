"""What people asked for about their own data."""

from uuid import UUID

from mobile_api.personal_data.holding import Holding, Kept, Named
from mobile_api.personal_data.models import AccountDeletion, AccountMerge, DataExport, ExportState
from mobile_api.shared import clock

_EVIDENCE = "注销和合并账户的记录只有账户标识和时间,用来证明已按您的要求办理。"


async def _expire_exports(person_id: UUID) -> None:
    own = DataExport.filter(person_id=person_id)
    await own.filter(state=ExportState.expired, due_at=None).delete()
    await own.exclude(state=ExportState.expired).update(
        state=ExportState.expired, due_at=clock.now()
    )


OWN = (
    Holding(
        DataExport,
        Named(("person_id",)),
        "个人信息副本申请",
        {
            "state": "状态",
            "requested_at": "申请时间",
            "ready_at": "备好时间",
            "expires_at": "过期时间",
        },
        _expire_exports,
        words={
            "state": {
                "preparing": "正在准备",
                "ready": "可以下载",
                "failed": "未能备好",
                "expired": "已过期",
            }
        },
    ),
    Holding(
        AccountDeletion,
        Named(("person_id",)),
        "注销申请",
        {
            "state": "状态",
            "requested_at": "申请时间",
            "erases_at": "预计注销时间",
            "ended_at": "结束时间",
        },
        Kept(_EVIDENCE),
        words={
            "state": {
                "cooling_off": "冷静期",
                "erasing": "正在注销",
                "erased": "已注销",
                "cancelled": "已取消",
                "stopped": "因有在办事项未注销",
            }
        },
        stays="合并时都已取消",
    ),
    Holding(
        AccountMerge,
        Named(("survivor_id", "absorbed_id")),
        "账户合并记录",
        {"merged_at": "合并时间"},
        Kept(_EVIDENCE),
        stays="记录哪个账户并入了哪个账户",
    ),
)
