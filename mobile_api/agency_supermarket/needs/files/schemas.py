"""Bodies of the routes of a need's files."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from mobile_api.shared.http.schema import AnswerBody, RequestBody

MOST_FILES = 10


class GivenFile(RequestBody):
    """A file that was uploaded before, and what it is called in public."""

    file_id: UUID
    title: Annotated[str, StringConstraints(min_length=2, max_length=80)] = Field(
        examples=["办公楼平面图"]
    )


class NeedFilesRequest(RequestBody):
    """Every file of the draft, in order; giving it again replaces them."""

    files: list[GivenFile] = Field(default_factory=list, max_length=MOST_FILES)


class NeedFileView(AnswerBody):
    """A file of a need."""

    id: UUID
    title: str
    media_type: str
    size: int = Field(description="字节数")


class NeedFilesView(AnswerBody):
    """The files of a need, in order."""

    files: list[NeedFileView]
