"""Bodies of the upload calls; the limits of the policy are checked here, all at once."""

import unicodedata
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, RequestBody
from uploads import policy
from uploads.media_types import ALLOWED, HEIC, UNKNOWN, normal_type
from uploads.models import FileState, Purpose, StoredFile
from uploads.rejections import Rejection
from uploads.rules import most_bytes, most_pages

_PATIENCE = "文件已经收到,检查服务繁忙,请过几分钟再回来查看,不需要重新上传。"
_SENTENCES = {
    FileState.awaiting_upload: "请上传文件。",
    FileState.inspecting: "文件已经收到,正在检查,请稍候。",
    FileState.clean: "文件已经通过检查。",
    FileState.abandoned: "这次上传已经过期,请重新选择文件上传。",
}


def _fitting_size(size: int) -> int:
    if size < 1:
        raise PydanticCustomError("file_empty", "文件是空的,请重新选择文件。")
    if size > (most := most_bytes()):
        sentence = (
            f"文件太大,最多 {most // policy.MEGABYTE} MB。照片请调低相机分辨率后重新拍照;"
            "扫描件请降低分辨率后重新扫描;带有电子签章的文件请不要压缩或另存(签章会失效),请到窗口提交。"
        )
        raise PydanticCustomError("file_too_large", sentence)
    return size


def _allowed_type(media_type: str) -> str:
    given = normal_type(media_type)
    if given in ALLOWED or given == UNKNOWN:
        return given
    reason = Rejection.heic_not_supported if given in HEIC else Rejection.type_not_supported
    raise PydanticCustomError(reason.value, reason.sentence(policy.MOST_PAGES))


def _displayable(name: str) -> str:
    """The last part of a path, without control and direction characters that could deceive."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    return shown or "文件"


class BeginUpload(RequestBody):
    """What the person chose. The same content begun twice is one file."""

    purpose: Purpose = Purpose.material
    name: Annotated[
        str, Field(min_length=1, max_length=policy.MAX_NAME), AfterValidator(_displayable)
    ] = Field(description="File name, shown to staff.")
    media_type: Annotated[str, Field(max_length=200), AfterValidator(_allowed_type)] = Field(
        default="",
        description="As the phone or browser names it; other names of "
        + ", ".join(sorted(ALLOWED))
        + " are known. Empty, or any name that says nothing: the bytes decide.",
    )
    size: Annotated[int, Field(strict=True), AfterValidator(_fitting_size)] = Field(
        description="Bytes, 1 to what the city allows: "
        f"10 MB as released, {policy.MOST_MEGABYTES} MB at most."
    )
    sha256: Annotated[str, StringConstraints(to_lower=True, pattern=r"^[0-9a-fA-F]{64}$")] = Field(
        description="SHA-256 of the content in hexadecimal, of either case."
    )


class Ticket(AnswerBody):
    """How to send the file: POST multipart/form-data to `url`, `fields` first, then the file as the
    LAST part, named `file`. 201 means received; then call `complete`.
    """

    url: str
    fields: dict[str, str]
    expires_at: Instant


class RejectionAnswer(AnswerBody):
    """Why a file was refused, for programs and for the person."""

    code: str
    message: str


class FileAnswer(AnswerBody):
    """A file of the caller. `media_type`, `size` and `pages` are known once it is clean."""

    id: UUID
    purpose: Purpose
    name: str
    state: FileState
    message: str = Field(description="What the person should know or do now.")
    rejection: RejectionAnswer | None = None
    media_type: str | None = None
    size: int | None = None
    pages: int | None = None
    created_at: Instant

    @classmethod
    def of(cls, file: StoredFile) -> "FileAnswer":
        rejection = None
        if file.state is FileState.rejected:
            rejection = RejectionAnswer(code=file.rejection, message=sentence_of(file))
        return cls(
            id=file.id,
            purpose=file.purpose,
            name=file.name,
            state=file.state,
            message=message_of(file),
            rejection=rejection,
            media_type=file.media_type or None,
            size=file.size,
            pages=file.pages,
            created_at=file.created_at,
        )


class BegunUpload(AnswerBody):
    """`ticket` is null when the content is already here: nothing needs to be sent again."""

    file: FileAnswer
    ticket: Ticket | None


class FileLink(AnswerBody):
    """An address that shows the file to whoever holds it, until `expires_at`."""

    url: str
    expires_at: Instant


class ObjectForm(RequestBody):
    """The form of a ticket of the directory store, for the document of the API."""

    key: str
    content_type: str = Field(alias="Content-Type")
    success_action_status: str
    policy: str
    signature: str
    file: bytes


class ObjectQuery(RequestBody):
    """The signed part of a link of the directory store."""

    policy: str = Field(max_length=1000)
    signature: str = Field(max_length=64)


def sentence_of(file: StoredFile) -> str:
    """What the person of a rejected file should do."""
    return Rejection(file.rejection).sentence(most_pages(file))


def message_of(file: StoredFile) -> str:
    """What the person should know or do now, in whatever state the file is."""
    if file.state is FileState.rejected:
        return sentence_of(file)
    # The first attempt may still be running; a second one means that the scanner was away.
    if file.state is FileState.inspecting and file.attempts > 1:
        return _PATIENCE
    return _SENTENCES[file.state]
