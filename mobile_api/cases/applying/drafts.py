"""Drafts: started from a guide, filled piece by piece on a bad network, nothing ever lost."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from tortoise.expressions import F

from mobile_api.accounts.service import person_of
from mobile_api.cases.applicants import enterprise_id_for
from mobile_api.cases.applying.ceilings import check_drafts, in_turn
from mobile_api.cases.applying.form_values import as_kept
from mobile_api.cases.applying.schemas import DraftContent, DraftRequest
from mobile_api.cases.case_guide import guide_of_case, shown_form
from mobile_api.cases.errors import NotOnline
from mobile_api.cases.models import Case, SubmittedMaterial
from mobile_api.cases.moves import not_now
from mobile_api.cases.post.choice import PostalTerms, chosen_delivery
from mobile_api.cases.scope import locked, scoped
from mobile_api.cases.shapes import MOST_PAGES
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status.versions import Pages, Seen, check_seen, pages_of, version_of
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import ItemState
from mobile_api.guides.errors import GuideNotFound
from mobile_api.guides.publishing.queries import VersionedGuide, current_guide
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.ids import new_id
from uploads.models import FileState
from uploads.service import clean_files, release_files

_TAKEN_AWAY_KEPT = timedelta(days=1)
_SAME_TAP = timedelta(minutes=1)
_ON_THEIR_WAY = (FileState.awaiting_upload, FileState.inspecting)
_EDITABLE = (CaseStatus.draft, CaseStatus.correction_requested)


async def start_draft(caller: Citizen, request: DraftRequest, region_code: str) -> Case:
    """A new draft bound to the guide's present version.

    Raises GuideNotFound, NotOnline (the item is only published, or suspended), InvalidInput for
    answers to questions that the guide does not ask, NotSignedIn (the account was closed since),
    NotActingFor, NotForEnterprises, TooManyDrafts, TooManyRequests.
    """
    found = await open_guide(request.item_key)
    guide = found.guide
    _check_situation(guide, request.situation)
    person = await person_of(caller)
    await check_drafts(caller)
    now = clock.now()
    return await Case.create(
        id=new_id(),
        region_code=region_code,
        item_key=guide.key,
        item_name=guide.name,
        guide_version=found.version,
        department_key=guide.department,
        applicant_id=person.id,
        enterprise_id=enterprise_id_for(caller, guide),
        situation=request.situation,
        created_at=now,
        touched_at=now,
    )


async def begun_draft(caller: Citizen, request: DraftRequest, region_code: str) -> Case:
    """As `start_draft`, for a form without a key of its own: an impatient second tap finds the
    draft of the first, as long as nothing was filled in."""
    await in_turn(caller)
    fresh = scoped(caller).filter(
        item_key=request.item_key,
        status=CaseStatus.draft,
        touched_at=F("created_at"),
        created_at__gt=clock.now() - _SAME_TAP,
    )
    for draft in await fresh.order_by("-created_at"):
        if dict(draft.situation) == request.situation:
            return draft
    return await start_draft(caller, request, region_code)


async def open_guide(item_key: str) -> VersionedGuide:
    """The present guide of an item that may be applied for online. Raises GuideNotFound, NotOnline.

    A draft that was begun before the item was suspended cannot be submitted while it is.
    """
    found = await current_guide(item_key)
    if found is None or found.guide.state is ItemState.CANCELLED:
        raise GuideNotFound()
    if not found.guide.is_open_online:
        raise NotOnline()
    return found


async def fill_draft(
    caller: Citizen, case_id: UUID, content: DraftContent, terms: PostalTerms, seen: Seen = None
) -> Case:
    """Replace the given parts. Values may still be incomplete; unknown keys are faults.

    `seen`: versions of which the caller saw one. Raises CaseNotFound, MoveNotAllowed (not a draft
    any more), CaseChanged, InvalidInput, AddressNotFound, AddressBookFull.
    """
    case = await _editable(caller, case_id)
    guide = await guide_of_case(case)
    # Only who says what it saw is compared; the pages are no part of what changes here.
    pages = await pages_of(case) if seen is not None else {}
    before = version_of(case, pages)
    if content.situation is not None:
        _check_situation(guide, content.situation)
        case.situation = content.situation
    if content.form is not None:
        case.form = {**(case.form or {}), **_typed(case, guide, content.form)}
    if content.delivery is not None:
        case.delivery = await chosen_delivery(caller, content.delivery, guide, terms)
    check_seen(seen, before, version_of(case, pages))
    case.touched_at = clock.now()
    await case.save()
    return case


def _typed(case: Case, guide: ServiceGuide, form: dict[str, str]) -> dict[str, str]:
    """The values that change; a masked one that comes back as it was shown says that none does.

    Raises InvalidInput for keys that the guide does not know.
    """
    fields = {field.key: field for field in guide.form_fields}
    _check_keys("/form", form, list(fields))
    shown = shown_form(case, guide)
    given = {key: value for key, value in form.items() if value != shown.get(key)}
    return {key: as_kept(fields[key], value) for key, value in given.items()}


async def set_material(
    caller: Citizen, case_id: UUID, key: str, file_ids: Sequence[UUID], seen: Seen = None
) -> Case:
    """Make these files the pages of one material; an empty list takes them away.

    What is taken away can be given again for a day: it may be a page that only another device
    knew. What another clerk of the same enterprise has given already may stay. A page may be given
    before it has arrived or was inspected: so a draft knows it after a reload, and it is asked for
    when the case is submitted. `seen`: versions of which the caller saw one. Raises CaseNotFound,
    MoveNotAllowed, CaseChanged, InvalidInput (no such material), and what
    `uploads.service.clean_files` raises for files that were refused or are not the caller's.
    """
    wanted = list(dict.fromkeys(file_ids))
    case = await _editable(caller, case_id)
    return await _give(caller, case, key, wanted, await pages_of(case), seen)


async def add_page(
    caller: Citizen,
    case_id: UUID,
    key: str,
    file_id: UUID,
    *,
    instead_of: UUID | None = None,
    seen: Seen = None,
) -> Case:
    """One more page after those of a material, or in the place of one of them that is there.

    Given again, it changes nothing. `seen`: versions of which the caller saw one. Raises as
    `set_material`, and InvalidInput for more pages than a material may have.
    """
    case = await _editable(caller, case_id)
    pages = await pages_of(case)
    given = pages.get(key, ())
    wanted = [file_id if page == instead_of else page for page in given]
    wanted = list(dict.fromkeys([*wanted, file_id]))
    if len(wanted) > max(MOST_PAGES, len(given)):
        sentence = WORDS.filling.too_many_pages.format(count=MOST_PAGES)
        raise InvalidInput([FieldFault("/file_ids", "too_long", sentence)])
    return await _give(caller, case, key, wanted, pages, seen)


async def _give(
    caller: Citizen,
    case: Case,
    key: str,
    wanted: Sequence[UUID],
    pages: Pages,
    seen: Seen = None,
) -> Case:
    guide = await guide_of_case(case)
    if key not in {material.key for material in guide.materials}:
        raise InvalidInput([FieldFault("/key", "unknown", WORDS.filling.key_unknown)])
    check_seen(seen, version_of(case, pages), version_of(case, {**pages, key: wanted}))
    given = set(pages.get(key, ()))
    new = {file: f"/file_ids/{at}" for at, file in enumerate(wanted) if file not in given}
    await clean_files(caller.key, list(new), paths=list(new.values()), unfinished=_ON_THEIR_WAY)
    await SubmittedMaterial.filter(case_id=case.id, requirement_key=key).delete()
    await release_files(list(given - set(wanted)), kept_for=_TAKEN_AWAY_KEPT)
    await SubmittedMaterial.bulk_create(
        SubmittedMaterial(
            case_id=case.id,
            requirement_key=key,
            file_id=file,
            page=page,
            round=case.correction_round,
            created_at=clock.now(),
        )
        for page, file in enumerate(wanted, 1)
    )
    case.touched_at = clock.now()
    await case.save(update_fields=["touched_at"])
    return case


async def _editable(caller: Citizen, case_id: UUID) -> Case:
    case = await locked(scoped(caller), case_id)
    if case.status not in _EDITABLE:
        raise not_now(case)
    return case


def _check_situation(guide: ServiceGuide, situation: dict[str, str]) -> None:
    questions = {question.key: question for question in guide.scenario_questions}
    _check_keys("/situation", situation, list(questions))
    faults = [
        FieldFault(f"/situation/{key}", "enum", WORDS.filling.answer_unknown)
        for key, answer in situation.items()
        if answer not in {option.key for option in questions[key].options}
    ]
    if faults:
        raise InvalidInput(faults)


def _check_keys(under: str, given: dict[str, str], known: list[str]) -> None:
    faults = [
        FieldFault(f"{under}/{key}", "unknown", WORDS.filling.key_unknown)
        for key in given
        if key not in known
    ]
    if faults:
        raise InvalidInput(faults)
