"""A case as far as it is filled in, read once for the list of what is still to be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.errors import AssuranceTooLow
from mobile_api.accounts.proofs.service import Action, require
from mobile_api.accounts.service import person_of
from mobile_api.cases.applicants import enterprise_of
from mobile_api.cases.applying.completeness import account_values, gaps, page_faults
from mobile_api.cases.applying.schemas import PrefilledField
from mobile_api.cases.applying.submitting import needed_assurance
from mobile_api.cases.case_guide import (
    guide_of_case,
    shown_form,
    shown_values,
    wanted_fields,
    wanted_materials,
)
from mobile_api.cases.models import Case, CorrectionNotice, Fault
from mobile_api.cases.moves import not_now
from mobile_api.cases.scope import visible_case
from mobile_api.cases.shapes import FaultTarget
from mobile_api.cases.states import SUBMIT, CaseStatus
from mobile_api.cases.status.versions import Files, Pages, pages_and_files, version_of
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import (
    FieldSource,
    FormField,
    MaterialRequirement,
    Path,
    situation_of,
)
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen


@dataclass(frozen=True, slots=True)
class Filling:
    """A case as far as it is filled in, with everything that says what is missing.

    `gaps` holds the sentences by where they belong: `situation`, `form`, `materials`, `delivery`,
    and the key in it. `changed`: keys of what was given anew since the correction was asked.
    `unproven`: one has to prove better who one is, and how; `known` are the values that
    need not be typed because the account knows them, masked.
    """

    caller: Citizen
    case: Case
    guide: ServiceGuide
    person: Person
    unproven: AssuranceTooLow | None
    known: Mapping[str, str]
    path: Path
    pages: Pages
    files: Files
    gaps: Mapping[tuple[str, str], Sequence[str]]
    faults: Sequence[Fault]
    changed: frozenset[tuple[FaultTarget, str]]

    def reasons(self, place: str, key: str = "") -> list[str]:
        """What is missing there; without a key, anywhere below it."""
        found = [(at, texts) for at, texts in self.gaps.items() if at[0] == place]
        return [text for at, texts in found if key in ("", at[1]) for text in texts]

    def faults_of(self, target: FaultTarget, key: str = "") -> list[Fault]:
        """What the counter found there and nobody has changed since."""
        return [
            fault
            for fault in self.faults
            if fault.target is target
            and key in ("", fault.key)
            and (target, fault.key) not in self.changed
        ]

    @property
    def fields(self) -> list[FormField]:
        """What the form asks in this situation; what the account knows is among it."""
        return wanted_fields(self.case, self.guide)

    @property
    def prefilled(self) -> list[PrefilledField]:
        """What of the form is known already, and whence."""
        licence, account = WORDS.tasks.from_licence, WORDS.tasks.from_account
        return [
            PrefilledField(
                key=one.key,
                label=one.label,
                value=self.known[one.key],
                source_name=licence if one.source is FieldSource.E_LICENCE else account,
            )
            for one in self.fields
            if one.source is not FieldSource.APPLICANT and self.known.get(one.key)
        ]

    @property
    def materials(self) -> list[MaterialRequirement]:
        """What is to be uploaded in this situation."""
        return [one for one in wanted_materials(self.case, self.guide) if one.is_uploaded]

    @property
    def shown(self) -> dict[str, str]:
        """The form as its owner may see it: numbers masked."""
        return shown_form(self.case, self.guide)

    @property
    def version(self) -> str:
        """What `seen` of a change is compared with."""
        return version_of(self.case, self.pages)

    @property
    def is_correction(self) -> bool:
        return self.case.status is CaseStatus.correction_requested


async def filling_of(caller: Citizen, case_id: UUID) -> Filling:
    """A draft, or what is to be corrected, with everything that says what is missing.

    Raises CaseNotFound, MoveNotAllowed (it has been sent, or is over), NotSignedIn (the account was
    closed since).
    """
    case = await visible_case(caller, case_id)
    if case.status not in SUBMIT.sources:
        raise not_now(case)
    guide, person = await guide_of_case(case), await person_of(caller)
    pages, files = await pages_and_files(case)
    missing: dict[tuple[str, str], list[str]] = {}
    lacking = gaps(case, guide, pages, applicant=person.id_number or "", on=clock.today())
    faults = [*lacking, *page_faults(pages, files)]
    for one in faults:
        place, key = one.path.split("/")[1:3]
        missing.setdefault((place, key), []).append(one.message)
    notice = await _notice_of(case)
    return Filling(
        caller=caller,
        case=case,
        guide=guide,
        person=person,
        known=shown_values(guide, account_values(guide, person, await enterprise_of(case))),
        unproven=await _unproven(caller, guide),
        path=situation_of(guide, case.situation).path,
        pages=pages,
        files=files,
        gaps=missing,
        faults=notice.faults if notice else (),
        changed=await _changed(case, notice) if notice else frozenset(),
    )


async def _notice_of(case: Case) -> CorrectionNotice | None:
    """What is asked to be corrected; None for a draft."""
    if case.status is not CaseStatus.correction_requested:
        return None
    return await CorrectionNotice.get(case_id=case.id, round=case.correction_round)


async def _changed(case: Case, notice: CorrectionNotice) -> frozenset[tuple[FaultTarget, str]]:
    """What was given anew since the reviewer looked."""
    form, seen = case.form or {}, notice.form_seen or {}
    fields = {key for key in form if form[key] != seen.get(key)}
    new = case.materials.filter(round=case.correction_round)
    materials = set(await new.values_list("requirement_key", flat=True))
    return frozenset(
        {(FaultTarget.form_field, key) for key in fields}
        | {(FaultTarget.material, str(key)) for key in materials}
    )


async def _unproven(caller: Citizen, guide: ServiceGuide) -> AssuranceTooLow | None:
    try:
        await require(caller, Action.submit_online, level=needed_assurance(guide))
    except AssuranceTooLow as error:
        return error
    return None
