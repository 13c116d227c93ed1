"""In the home city: a case whose applicant is elsewhere begins, is corrected and taken back here.

Its person here is an account without a way in: nobody signs in as the applicant, and what is known
of them stands in the case alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError

from mobile_api.accounts.service import account_without_a_way_in
from mobile_api.cases.applying.completeness import gaps
from mobile_api.cases.applying.form_values import as_kept
from mobile_api.cases.case_guide import guide_of_case
from mobile_api.cases.clocks import close_clocks, open_clock
from mobile_api.cases.history import SYSTEM, note
from mobile_api.cases.models import (
    ApplicantDetails,
    Case,
    ChosenDelivery,
    CorrectionNotice,
    SubmittedMaterial,
)
from mobile_api.cases.moves import check_allowed, make_move
from mobile_api.cases.numbers import TAIL_LENGTH, next_case_number, query_factor_hash
from mobile_api.cases.post.choice import POSTAL_TERMS, postage_of
from mobile_api.cases.post.owner import recall
from mobile_api.cases.rules import RULES, ClockKind
from mobile_api.cases.states import (
    ANSWER_FROM_AFAR,
    RECEIVE,
    WITHDRAW_FROM_AFAR,
    DeliveryKind,
)
from mobile_api.cases.status.versions import pages_of
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import FieldSource, FieldType, Postage
from mobile_api.guides.publishing.queries import VersionedGuide
from mobile_api.shared import clock
from mobile_api.shared.errors import FieldFault
from mobile_api.shared.ids import new_id
from notifications.post.schemas import CheckedContact, Contact
from notifications.post.states import Direction
from uploads.service import clean_files, release_files

WITHDRAWN_TOO_LATE = "withdrawn_too_late"


@dataclass(frozen=True, slots=True)
class Received:
    """What came from the taking city, in our words. `files`: ids of pages by material key, all of
    `owner_key`; `level`: how sure that city is of the person."""

    applicant: ApplicantDetails
    level: int
    situation: Mapping[str, str]
    form: Mapping[str, str]
    files: Mapping[str, Sequence[UUID]]
    owner_key: str
    delivery: ChosenDelivery | None = None


def delivery_received(guide: ServiceGuide, post_to: Contact | None) -> ChosenDelivery:
    """Posted where the guide posts results and an address was given, else picked up here.

    An address that nobody can post to is left out, so that `gaps` says so. To have a result posted
    is to agree to the postage that the guide names (`docs/partner/messages.md`).
    """
    if post_to is None or not guide.post.result:
        return ChosenDelivery(kind=DeliveryKind.pick_up)
    pays = postage_of(guide, POSTAL_TERMS.here()) is Postage.RECEIVER_PAYS
    return ChosenDelivery(
        kind=DeliveryKind.post,
        address=_usable(post_to),
        receiver_pays=pays,
        agrees_to_postage=pays,
    )


def _usable(post_to: Contact) -> Contact | None:
    try:
        return Contact.of(CheckedContact.model_validate(post_to.model_dump()))
    except ValidationError:
        return None


async def draft_received(
    found: VersionedGuide, said: Received, region_code: str
) -> tuple[Case, list[FieldFault]]:
    """The case as a draft, and everything that the guide misses in it; for `receive` where there
    is nothing. Whoever does not go on rolls back.

    Raises FilesNotUsable.
    """
    now = clock.now()
    case = await Case.create(
        id=new_id(),
        region_code=region_code,
        item_key=found.guide.key,
        item_name=found.guide.name,
        guide_version=found.version,
        department_key=found.guide.department,
        applicant_id=await account_without_a_way_in(said.level),
        situation=dict(said.situation),
        form=_form(found.guide, said.applicant, said.form),
        delivery=said.delivery,
        applicant_details=said.applicant,
        handoff_side="home",
        created_at=now,
        touched_at=now,
    )
    await _take(case, said)
    return case, await _gaps(case, found.guide)


def _form(
    guide: ServiceGuide, details: ApplicantDetails, form: Mapping[str, str]
) -> dict[str, str]:
    """What this guide asks for and no more; who applies is written as it stands in the case."""
    known = {
        FieldType.PERSON_NAME: details.clerk_name or details.name,
        FieldType.ID_NUMBER: details.id_number,
        FieldType.PHONE: details.phone,
        FieldType.SOCIAL_CREDIT_CODE: details.social_credit_code or "",
    }
    given = {
        field.key: as_kept(field, form[field.key])
        for field in guide.form_fields
        if field.key in form
    }
    return given | {
        field.key: known[field.type]
        for field in guide.form_fields
        if field.source is FieldSource.ACCOUNT and known.get(field.type)
    }


async def _gaps(case: Case, guide: ServiceGuide) -> list[FieldFault]:
    details = case.applicant_details or ApplicantDetails()
    given = await pages_of(case)
    return gaps(case, guide, given, applicant=details.id_number, on=clock.today())


async def _take(case: Case, said: Received) -> None:
    """The files are the pages of the case from now on."""
    wanted = [file for files in said.files.values() for file in files]
    await clean_files(said.owner_key, wanted)
    await SubmittedMaterial.bulk_create(
        SubmittedMaterial(
            case_id=case.id,
            requirement_key=key,
            file_id=file,
            page=page,
            round=case.correction_round,
            created_at=clock.now(),
        )
        for key, files in said.files.items()
        for page, file in enumerate(files, 1)
    )


async def receive(case: Case, received_at: datetime, city: str) -> Case:
    """收件: the five days of 行政许可法 32 run from the day on which the message came."""
    on = clock.beijing_date(received_at)
    number = await next_case_number(case.region_code, clock.today())
    due = await open_clock(
        case, ClockKind.notice, RULES.here().notice.on(on).limit, on, arms_worker=True
    )
    details = case.applicant_details or ApplicantDetails()
    return await make_move(
        case,
        RECEIVE,
        SYSTEM,
        public_text=WORDS.transfer.received.format(city=city, due_on=due.on),
        number=number,
        submitted_at=received_at,
        query_factor_hash=query_factor_hash(number, details.id_number[-TAIL_LENGTH:]),
    )


async def answer_from_afar(
    case: Case, said: Received, received_at: datetime, city: str
) -> list[FieldFault]:
    """补正 by the taking city: everything anew. Answers what the guide still misses, and then
    whoever called rolls back. Raises MoveNotAllowed, FilesNotUsable."""
    check_allowed(case, ANSWER_FROM_AFAR)
    before = [file for files in (await pages_of(case)).values() for file in files]
    await SubmittedMaterial.filter(case_id=case.id).delete()
    guide, details = await guide_of_case(case), case.applicant_details or said.applicant
    case.situation, case.form = dict(said.situation), _form(guide, details, said.form)
    await _take(case, said)
    faults = await _gaps(case, guide)
    if faults:
        return faults
    kept = {file for files in said.files.values() for file in files}
    await release_files([file for file in before if file not in kept])
    on = clock.beijing_date(received_at)
    await close_clocks(case, on, ClockKind.correction)
    await CorrectionNotice.filter(case_id=case.id, answered_at=None).update(answered_at=received_at)
    limit = RULES.here().notice.on(on).limit
    due = await open_clock(case, ClockKind.notice, limit, on, arms_worker=True)
    await make_move(
        case,
        ANSWER_FROM_AFAR,
        SYSTEM,
        public_text=WORDS.transfer.answered.format(city=city, due_on=due.on),
        situation=case.situation,
        form=case.form,
    )
    return []


async def withdraw_from_afar(case: Case, city: str) -> bool:
    """撤回 by the taking city, any time before the decision; whether it was in time.

    What came too late stands in the history, so that whoever follows it says so in its place.
    """
    if case.status not in WITHDRAW_FROM_AFAR.sources:
        text = WORDS.transfer.withdrawn_too_late.format(city=city)
        await note(case, SYSTEM, WITHDRAWN_TOO_LATE, text)
        return False
    await close_clocks(case, clock.today(), *ClockKind)
    await recall(case, Direction.to_hall)
    text = WORDS.transfer.withdrawn_from_afar.format(city=city)
    await make_move(case, WITHDRAW_FROM_AFAR, SYSTEM, public_text=text)
    return True
