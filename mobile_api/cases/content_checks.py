"""What people write and upload for a case is looked at by WeChat; staff see what it remarks.

A remark decides nothing: an application may only be refused for the reasons of the law.
"""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from pydantic import Field

from mobile_api.cases.case_guide import (
    guide_of_case,
    submitted_form,
    wanted_fields,
    wanted_materials,
)
from mobile_api.cases.history import CASE_LOG
from mobile_api.cases.models import Case, CaseEvent, SubmittedMaterial
from mobile_api.cases.scope import locked_for_nobody
from mobile_api.cases.states import HOLDERS, SUBMIT, Holder
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import FieldType
from mobile_api.shared.history.followers import Follower
from mobile_api.shared.http.schema import AnswerBody
from mobile_api.shared.settings.settings import Settings
from uploads.media_types import IMAGES
from uploads.models import FileState, StoredFile
from uploads.service import ObjectStore, link_to
from wechat.content.models import CheckKind, CheckState, ContentCheck
from wechat.content.service import (
    CheckedPicture,
    remarks_on,
    request_image_checks,
    request_text_checks,
)
from wechat.models import WechatBinding


class ContentFlag(AnswerBody):
    """WeChat did not let this pass; look at it yourself. It decides nothing.

    `unavailable`: WeChat could not tell. `label_name` is WeChat's word for what it suspects.
    """

    key: str = Field(description="Key of the form field or material.")
    name: str
    kind: CheckKind
    state: CheckState
    label_name: str | None


def _subject(case: Case) -> str:
    return f"case:{case.id}/{case.correction_round}"


def following(settings: Settings) -> list[Follower[CaseEvent]]:
    """Follows what is submitted, where this instance has it looked at."""
    if settings.wechat_content_checks == "none":
        return []
    follow = partial(_ask, settings)
    return [Follower(CASE_LOG, "content_checks", frozenset({SUBMIT.name}), follow)]


async def _ask(settings: Settings, event: CaseEvent) -> None:
    """Only who submitted through the mini-program can be asked about. Asked once for each round."""
    case = await locked_for_nobody(event.case_id)
    if HOLDERS[case.status] in (Holder.citizen, Holder.nobody):
        # Returned or withdrawn meanwhile: nobody reads it, and what comes next is asked about anew.
        return
    binding = await WechatBinding.latest_of(case.applicant_id, settings.wechat_mini_program_app_id)
    subject = _subject(case)
    if binding is None or await ContentCheck.exists(subject=subject):
        return
    guide = await guide_of_case(case)
    await request_text_checks(binding, subject, _texts(case, guide))
    if settings.wechat_content_checks == "text_and_images":
        await request_image_checks(binding, subject, await _images(case, guide))


async def flags_of(case: Case, guide: ServiceGuide) -> list[ContentFlag]:
    """What WeChat has remarked on the present round of a case."""
    names = {field.key: field.label for field in guide.form_fields}
    names |= {material.key: material.name for material in guide.materials}
    return [
        ContentFlag(
            key=remark.part,
            name=names.get(remark.part, ""),
            kind=remark.kind,
            state=remark.state,
            label_name=_label_name(remark.label),
        )
        for remark in await remarks_on(_subject(case))
    ]


async def shown_for_check(store: ObjectStore, file_id: UUID) -> CheckedPicture | None:
    """A picture as WeChat may download it; None when the file is gone."""
    file = await StoredFile.get_or_none(id=file_id, state=FileState.clean)
    return CheckedPicture(link_to(store, file).url, file.size or 0) if file else None


def _texts(case: Case, guide: ServiceGuide) -> Mapping[str, str]:
    form = submitted_form(case, guide)
    # One line is a name or a number, and those are nobody's business but the counter's.
    free = [field.key for field in wanted_fields(case, guide) if field.type is FieldType.LONG_TEXT]
    return {key: form[key] for key in free if form.get(key)}


async def _images(case: Case, guide: ServiceGuide) -> list[tuple[str, UUID]]:
    keys = [material.key for material in wanted_materials(case, guide)]
    given = SubmittedMaterial.filter(
        case_id=case.id, requirement_key__in=keys, file__media_type__in=list(IMAGES)
    )
    rows = given.order_by("requirement_key", "page").values_list("requirement_key", "file_id")
    return [(str(key), UUID(str(file_id))) for key, file_id in await rows]


def _label_name(label: int | None) -> str | None:
    return None if label is None else WORDS.content_labels.get(label, WORDS.other_content)
