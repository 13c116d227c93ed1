"""Messages to the home city: written once, in the transaction of what they tell."""

from uuid import UUID

from mobile_api.accounts.proofs.service import KNOWN, best_proof
from mobile_api.cases.models import ApplicantDetails, Case
from mobile_api.cases.transfer.service import guide_of_case, pages_of, submitted_form, wanted
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.handoff.errors import TooLargeToHandOver
from mobile_api.handoff.exchange.outbox import put
from mobile_api.handoff.models import Handoff, OutgoingMessage
from mobile_api.handoff.partners.own_keys import seal
from mobile_api.handoff.states import MessageKind
from mobile_api.handoff.wire.base import MOST_BYTES, MOST_MATERIALS, MOST_SEALED, HandoffMessage
from mobile_api.handoff.wire.cases import (
    CaseMessage,
    CorrectionMessage,
    IdentityClaim,
    Material,
    PostAddress,
    SealedApplicant,
    SealedCase,
    WithdrawalMessage,
)
from mobile_api.shared import clock
from uploads.models import StoredFile
from uploads.service import kept_files


async def write_case(case: Case, handoff: Handoff) -> None:
    """Raises TooLargeToHandOver."""
    guide = await guide_of_case(case)
    item = handoff.agreed_item
    said = CaseMessage(
        handoff_id=handoff.handoff_id,
        agreement=item.agreement.number,
        item=item.basic_code,
        mode=item.mode,
        region_code=handoff.region_code,
        from_region_code=case.region_code,
        taken_number=case.number or "",
        taken_at=case.submitted_at or clock.now(),
        identity=await _identity(case),
        situation=dict(case.situation),
        materials=await _materials(case, guide),
        sealed=_sealed(case, guide, handoff),
    )
    await enqueue(handoff, said)


async def write_correction(case: Case, handoff: Handoff) -> None:
    """Everything anew, as the answer to the home city's round. Raises TooLargeToHandOver."""
    guide = await guide_of_case(case)
    said = CorrectionMessage(
        handoff_id=handoff.handoff_id,
        round=handoff.home_round,
        corrected_at=clock.now(),
        situation=dict(case.situation),
        materials=await _materials(case, guide),
        sealed=_sealed(case, guide, handoff),
    )
    await enqueue(handoff, said)


async def write_withdrawal(handoff: Handoff) -> None:
    """The applicant wants it back."""
    asked_at = handoff.withdrawal_asked_at or clock.now()
    await enqueue(handoff, WithdrawalMessage(handoff_id=handoff.handoff_id, asked_at=asked_at))


async def _identity(case: Case) -> IdentityClaim:
    proof = await best_proof(case.applicant_id)
    if proof is None:
        at = case.submitted_at or clock.now()
        return IdentityClaim(level=KNOWN, means="account", on=clock.beijing_date(at))
    return IdentityClaim(
        level=proof.level, means=proof.method.value, on=clock.beijing_date(proof.at)
    )


async def files_handed(case: Case, guide: ServiceGuide) -> list[tuple[str, int, StoredFile]]:
    """Key, page and file of everything that this applicant's situation calls for."""
    keys = wanted(case, guide)
    pages = {key: ids for key, ids in (await pages_of(case)).items() if key in keys}
    files = await kept_files([file for ids in pages.values() for file in ids])
    return [
        (key, page, files[UUID(str(file))])
        for key, ids in pages.items()
        for page, file in enumerate(ids, 1)
    ]


async def _materials(case: Case, guide: ServiceGuide) -> list[Material]:
    handed = await files_handed(case, guide)
    if len(handed) > MOST_MATERIALS:
        raise TooLargeToHandOver()
    return [
        Material(
            key=key,
            page=page,
            media_type=file.media_type,
            size=file.size or 0,
            sha256=file.sha256,
        )
        for key, page, file in handed
    ]


def _sealed(case: Case, guide: ServiceGuide, handoff: Handoff) -> str:
    """For the partner's encryption key alone."""
    details = case.applicant_details or ApplicantDetails()
    plain = SealedCase(
        applicant=SealedApplicant.model_validate(details.model_dump()),
        form=submitted_form(case, guide),
        post_to=_post_to(case),
    )
    sealed = seal(plain.model_dump_json(exclude_none=True).encode(), handoff.partner.encryption_key)
    if len(sealed) > MOST_SEALED:
        raise TooLargeToHandOver()
    return sealed


def _post_to(case: Case) -> PostAddress | None:
    delivery = case.delivery
    if delivery is None or not case.is_to_be_posted or delivery.address is None:
        return None
    to = delivery.address
    return PostAddress(
        name=to.name,
        phone=to.phone,
        province=to.province,
        city=to.city,
        county=to.county,
        detail=to.address,
    )


async def enqueue(handoff: Handoff, said: HandoffMessage) -> OutgoingMessage:
    """A message of a locked handoff, after those before it. Raises TooLargeToHandOver."""
    body = said.model_dump_json(exclude_none=True).encode()
    if len(body) > MOST_BYTES:
        raise TooLargeToHandOver()
    return await put(handoff, MessageKind(said.kind), body)
