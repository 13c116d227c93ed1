"""Cases for the city beside, made through the services as citizens' calls would make them."""

import hashlib
import io
from collections.abc import Sequence
from datetime import date
from secrets import token_hex
from uuid import UUID, uuid4

from PIL import Image

from benchmarks.cities.two_cities import HOME_REGION, TAKING_REGION
from mobile_api.accounts.models import Person
from mobile_api.accounts.proofs.models import IdentityProof
from mobile_api.cases.applying.drafts import fill_draft, set_material, start_draft
from mobile_api.cases.applying.schemas import DraftContent, DraftRequest
from mobile_api.cases.applying.submitting import submit
from mobile_api.cases.post.choice import PostalTerms
from mobile_api.guides.catalogue.service import Postage
from mobile_api.handoff.outgoing.service import choose
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import in_transaction
from mobile_api.shared.text.identity_numbers import id_number_fault
from uploads.models import FileState, StoredFile
from uploads.service import ObjectStore

ITEM, MATERIAL, DEPARTMENT = "ss-card", "digital-photo", "rsj"
_SITUATION = {"situation": "first", "holder-age": "adult"}
_LEVEL = 2


def photo(number: int) -> bytes:
    """A small real JPEG; another number is another file."""
    held = io.BytesIO()
    image = Image.new("RGB", (240, 320), (number % 256, number // 256 % 256, 120))
    image.save(held, "JPEG", quality=70)
    return held.getvalue()


def id_number(number: int) -> str:
    """Of nobody: no county has the code 370000. Its check character is right."""
    body = f"370000{date(1960 + number // 1000, 3, 7):%Y%m%d}{number % 1000:03d}"
    today = clock.today()
    return next(
        body + last for last in "0123456789X" if id_number_fault(body + last, on=today) is None
    )


async def applicant(number: int) -> Citizen:
    """A person whose name and number were matched with an authority."""
    now = clock.now()
    person = await Person.create(
        name="王平常",
        id_number=id_number(number),
        phone="13800138000",
        assurance_level=_LEVEL,
        real_name_declared_at=now,
        created_at=now,
    )
    await IdentityProof.create(person_id=person.id, method="counter", level=_LEVEL, at=now)
    return Citizen(person.id, uuid4(), assurance_level=_LEVEL)


async def clean_photo(store: ObjectStore, owner: Citizen, content: bytes) -> UUID:
    """A file as it is after its inspection."""
    digest, now = hashlib.sha256(content).hexdigest(), clock.now()
    file = await StoredFile.create(
        owner_key=owner.key,
        purpose="material",
        name="photo.jpg",
        declared_type="image/jpeg",
        declared_size=len(content),
        declared_sha256=digest,
        state=FileState.clean,
        quarantine_key=f"quarantine/{token_hex(16)}",
        clean_key=f"clean/{token_hex(16)}",
        media_type="image/jpeg",
        size=len(content),
        sha256=digest,
        created_at=now,
    )
    await store.write(file.clean_key, content, file.media_type)
    return file.id


async def drafted(store: ObjectStore, number: int) -> tuple[Citizen, UUID]:
    """Whose it is, and a whole draft that is meant for the city beside."""
    owner = await applicant(number)
    file_id = await clean_photo(store, owner, photo(number))
    async with in_transaction():
        draft = await start_draft(
            owner, DraftRequest(item_key=ITEM, situation=_SITUATION), TAKING_REGION
        )
    content = DraftContent.model_validate(
        {"form": {"bank-choice": "icbc"}, "delivery": {"kind": "pick_up"}}
    )
    async with in_transaction():
        await fill_draft(owner, draft.id, content, PostalTerms({}, Postage.FREE))
        await set_material(owner, draft.id, MATERIAL, [file_id])
    async with in_transaction():
        await choose(owner, draft.id, HOME_REGION, None)
    return owner, draft.id


async def submitted(owner: Citizen, draft_id: UUID) -> UUID:
    """It goes to the city beside by itself once the worker sees it; its id."""
    async with in_transaction():
        await submit(owner, draft_id)
    return draft_id


async def many(store: ObjectStore, numbers: Sequence[int]) -> list[UUID]:
    """Submitted one after the other."""
    return [await submitted(*await drafted(store, number)) for number in numbers]
