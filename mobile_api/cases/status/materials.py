"""The materials of a case and how far each of their pages is."""

from mobile_api.cases.case_guide import wanted_materials
from mobile_api.cases.models import Case
from mobile_api.cases.status.schemas import MaterialView, PageView
from mobile_api.cases.status.versions import Files, Pages
from mobile_api.guides.catalogue.schemas import ServiceGuide
from uploads.models import StoredFile
from uploads.schemas import message_of


def materials_of(case: Case, guide: ServiceGuide, pages: Pages, files: Files) -> list[MaterialView]:
    """What this applicant's situation calls for, with what was given for it."""
    return [
        MaterialView(
            key=material.key,
            name=material.name,
            is_required=material.required,
            is_uploaded_by_applicant=material.is_uploaded,
            file_ids=list(pages.get(material.key, ())),
            pages=[_page(files[one]) for one in pages.get(material.key, ())],
        )
        for material in wanted_materials(case, guide)
    ]


def _page(file: StoredFile) -> PageView:
    return PageView(
        file_id=file.id,
        state=file.state,
        message=message_of(file),
        media_type=file.media_type or None,
    )
