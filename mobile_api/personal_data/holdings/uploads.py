"""Files of a person: what was handed in, agreed or published with them is kept, all others go."""

from uuid import UUID

from mobile_api.personal_data.holding import Holding, Named, key_of
from mobile_api.shared import clock
from mobile_api.shared.due.wakes import wake
from uploads.models import FileState, StoredFile
from uploads.service import clean_files
from uploads.uses import files_in_use

# A file under inspection is left to its inspector; the next round of erasing finds it settled.
_LET_GO = (FileState.awaiting_upload, FileState.clean, FileState.rejected)


async def _let_go(person_id: UUID) -> None:
    """Hand the objects to the sweep; the rows go when it has removed them."""
    owner_key = key_of(person_id)
    await clean_files(owner_key, [])
    own = StoredFile.filter(owner_key=owner_key)
    ids = [UUID(str(one)) for one in await own.values_list("id", flat=True)]
    # What an enterprise proved or agreed with them, and what is public with a need, stays.
    kept = await files_in_use(ids)
    free = StoredFile.filter(id__in=[one for one in ids if one not in kept])
    await free.filter(state=FileState.abandoned, due_at=None).delete()
    now = clock.now()
    await free.filter(state__in=_LET_GO).update(expires_at=now, due_at=now)
    await wake(StoredFile._meta.db_table)


UPLOADS = (
    Holding(
        StoredFile,
        Named(("owner_key",), by_key=True),
        "上传的文件",
        {
            "id": "文件标识",
            "name": "文件名",
            "purpose": "用途",
            "state": "状态",
            "media_type": "类型",
            "size": "字节数",
            "created_at": "上传时间",
        },
        _let_go,
        words={
            "purpose": {
                "material": "申请材料",
                "agency_document": "中介机构资料",
                "inquiry_attachment": "咨询投诉附件",
            },
            "state": {
                "awaiting_upload": "等待上传",
                "inspecting": "正在检查",
                "clean": "可用",
                "rejected": "未通过检查",
                "abandoned": "已删除",
            },
        },
    ),
)
