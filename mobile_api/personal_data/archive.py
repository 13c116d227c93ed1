"""Writes what is known of a person as ZIP archives of readable JSON, with their own files."""

import zipfile
from collections.abc import AsyncIterator, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import orjson
from pydantic_core import to_jsonable_python
from tortoise.models import Model

from mobile_api.personal_data.finding import rows_of
from mobile_api.personal_data.holding import Holding, key_of
from mobile_api.personal_data.holdings import HOLDINGS
from mobile_api.shared import clock
from mobile_api.shared.json_columns import UNREADABLE, lacks, read_each
from uploads.media_types import EXTENSIONS
from uploads.models import FileState, StoredFile
from uploads.service import ObjectStore

# An archive is closed when it has grown past this, so that memory holds one and not all files.
PART_BYTES = 32 * 1024 * 1024
_README = (
    "这里是本平台保存的您的个人信息副本(个人信息保护法第四十五条)。每个 JSON 文件是一类信息,"
    "“文件”目录里是您上传的文件,文件名是它的文件标识。同一标识在各文件中指同一件事。"
    "写着“暂时无法读取”的地方有内容,没有丢失,只是这次没能读出,可以过几天再要一份,或拨打12345咨询。"
    "密码、验证码和其他只用于安全校验的数据不在其中,其他人的信息也不在其中。\n"
)


async def archives(store: ObjectStore, person_id: UUID) -> AsyncIterator[bytes]:
    """The archives, one after another. Raises StorageUnavailable."""
    part = _Part()
    part.add("说明.txt", _README.encode())
    for holding in HOLDINGS:
        rows = await described(holding, person_id)
        text = orjson.dumps(rows, option=orjson.OPT_INDENT_2, default=_said)
        part.add(f"{holding.title}.json", text)
    own = StoredFile.filter(owner_key=key_of(person_id), state=FileState.clean)
    for file in await read_each(own.order_by("created_at", "id")):
        content = await store.read(file.clean_key)
        if content is not None:
            part.add(f"文件/{file.id}.{EXTENSIONS[file.media_type]}", content)
        if part.size >= PART_BYTES:
            yield part.closed()
            part = _Part()
    yield part.closed()


class _Part:
    """One archive in memory."""

    def __init__(self) -> None:
        self._buffer = BytesIO()
        # Photos and PDF are compressed already, and the rest is small.
        self._archive = zipfile.ZipFile(self._buffer, "w", zipfile.ZIP_STORED)

    @property
    def size(self) -> int:
        return self._buffer.tell()

    def add(self, name: str, content: bytes) -> None:
        at = clock.now().astimezone(clock.BEIJING)
        self._archive.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), content)

    def closed(self) -> bytes:
        self._archive.close()
        return self._buffer.getvalue()


async def described(holding: Holding, person_id: UUID) -> list[dict[str, Any]]:
    """A person's rows of one table, in the words of the holding."""
    return [_described(holding, row) for row in await read_each(await rows_of(holding, person_id))]


def _described(holding: Holding, row: Model) -> dict[str, Any]:
    return {
        label: UNREADABLE
        if lacks(row, column)
        else _readable(getattr(row, column), holding.words.get(column, {}))
        for column, label in holding.labels.items()
    }


def _said(value: Any) -> Any:
    """A value of a JSON column, without what nobody said."""
    return to_jsonable_python(value, exclude_none=True)


def _readable(value: Any, words: Mapping[Any, str]) -> Any:
    if isinstance(value, datetime):
        return clock.in_beijing(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return words.get(str(value), str(value))
    return value
