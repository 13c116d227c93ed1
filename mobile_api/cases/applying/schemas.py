"""Bodies with which an applicant fills in a draft."""

from uuid import UUID

from pydantic import Field

from mobile_api.cases.post.schemas import DeliveryChoice
from mobile_api.cases.shapes import MOST_PAGES, FieldValue, Key
from mobile_api.shared.http.schema import RequestBody


class DraftRequest(RequestBody):
    """Start a draft from a guide; `situation` holds the answers to its questions."""

    item_key: Key = Field(examples=["id-card"])
    situation: dict[Key, Key] = Field(default_factory=dict, max_length=30)


class DraftContent(RequestBody):
    """What of a draft is to be replaced; what is left out stays."""

    situation: dict[Key, Key] | None = Field(None, max_length=30)
    form: dict[Key, FieldValue] | None = Field(None, max_length=100)
    delivery: DeliveryChoice | None = None


class MaterialFiles(RequestBody):
    """The pages of one material, in order: ids of uploaded files."""

    file_ids: list[UUID] = Field(max_length=MOST_PAGES)
