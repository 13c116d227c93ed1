"""Keeping addresses for a person who agreed to it."""

from typing import TypeVar
from uuid import UUID

import orjson

from mobile_api.accounts.service import locked_person
from mobile_api.addresses.asking_ems import QUESTIONS as QUESTIONS
from mobile_api.addresses.asking_ems import estimate as estimate
from mobile_api.addresses.asking_ems import is_served as is_served
from mobile_api.addresses.asking_ems import post_office as post_office
from mobile_api.addresses.asking_ems import read_pasted as read_pasted
from mobile_api.addresses.errors import AddressAlreadySaved, AddressBookFull, AddressNotFound
from mobile_api.addresses.models import SavedAddress
from mobile_api.addresses.regions import province_named
from mobile_api.addresses.schemas import AddressContent, Place, PostalAddress
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.crypto import keyring
from mobile_api.shared.errors import FieldFault, InvalidInput
from notifications.post.schemas import Contact

Typed = TypeVar("Typed", bound=Place)
MOST = 20
_ONE_OF_TWO = "请从常用地址中选择一个,或者填写完整的地址。"
_NO_CONSENT = "请勾选“同意保存”。不想保存的地址,可以在办件中直接填写,只用于这一次邮寄。"
_NO_PROVINCE = "没有这个省份,请从列表中选择省、自治区或直辖市。"


async def save(caller: Citizen, content: AddressContent, own_province: str) -> SavedAddress:
    """Keep an address; one that is kept already gets the new label and is kept once.

    The first one is the default. Raises InvalidInput (no consent, unknown province),
    AddressBookFull, NotSignedIn (the account was closed since).
    """
    address = _checked(content, own_province)
    now = clock.now()
    # One change at a time, so that the limit and the default hold.
    await locked_person(caller.person_id)
    own = SavedAddress.filter(person_id=caller.person_id)
    saved = await own.get_or_none(fingerprint=_fingerprint(address))
    if saved is None:
        count = await own.count()
        if count >= MOST:
            raise AddressBookFull()
        saved = SavedAddress(
            person_id=caller.person_id,
            contact=Contact.of(address),
            created_at=now,
            fingerprint=_fingerprint(address),
            is_default=count == 0,
        )
    saved.label, saved.agreed_at, saved.used_at = content.label, now, now
    await saved.save()
    if content.is_default:
        await _make_default(saved)
    return saved


async def change(
    caller: Citizen, address_id: UUID, content: AddressContent, own_province: str
) -> SavedAddress:
    """Replace an address. Cases keep the copy that they were given.

    Raises AddressNotFound, AddressAlreadySaved (as another entry), InvalidInput.
    """
    address = _checked(content, own_province)
    await locked_person(caller.person_id)
    saved = await own_address(caller, address_id)
    own = SavedAddress.filter(person_id=caller.person_id, fingerprint=_fingerprint(address))
    if await own.exclude(id=saved.id).exists():
        raise AddressAlreadySaved()
    saved.contact, saved.fingerprint = Contact.of(address), _fingerprint(address)
    saved.label, saved.agreed_at = content.label, clock.now()
    await saved.save()
    if content.is_default:
        await _make_default(saved)
    return saved


async def make_default(caller: Citizen, address_id: UUID) -> None:
    """The address that is offered first from now on. Raises AddressNotFound."""
    await locked_person(caller.person_id)
    await _make_default(await own_address(caller, address_id))


async def delete(caller: Citizen, address_id: UUID) -> None:
    """Forget an address; the one used last becomes the default. Raises AddressNotFound."""
    await locked_person(caller.person_id)
    saved = await own_address(caller, address_id)
    await saved.delete()
    own = SavedAddress.filter(person_id=caller.person_id)
    heir = await own.order_by("-used_at", "id").first()
    if saved.is_default and heir is not None:
        await _make_default(heir)


async def own_address(caller: Citizen, address_id: UUID) -> SavedAddress:
    """Raises AddressNotFound, also for addresses of others."""
    saved = await SavedAddress.get_or_none(id=address_id, person_id=caller.person_id)
    if saved is None:
        raise AddressNotFound()
    return saved


async def meant(
    caller: Citizen, address_id: UUID | None, typed: Typed | None, *, field: str
) -> Contact | Typed:
    """A copy of that entry of the address book, or else what was typed instead.

    Raises AddressNotFound, and InvalidInput at `field` for both or none.
    """
    if address_id is None and typed is not None:
        return typed
    if address_id is not None and typed is None:
        return (await own_address(caller, address_id)).contact
    raise InvalidInput([FieldFault(field, "one_of_two", _ONE_OF_TWO)])


async def note_use(caller: Citizen, address_id: UUID) -> None:
    """The entry is the one used last."""
    entry = SavedAddress.filter(id=address_id, person_id=caller.person_id)
    await entry.update(used_at=clock.now())


def with_known_province(address: PostalAddress, own_province: str, under: str) -> PostalAddress:
    """The address with its province's full name. Raises InvalidInput for one that is none."""
    province = province_named(address.province, own_province)
    if province is None:
        raise InvalidInput([FieldFault(f"{under}/province", "unknown", _NO_PROVINCE)])
    return address.model_copy(update={"province": province})


def refusals(province: str, own_province: str, *, agrees: bool) -> list[FieldFault]:
    """What keeps an address from being kept that its form cannot know: no consent, no province."""
    faults = []
    if not agrees:
        faults.append(FieldFault("/agrees_to_saving", "consent_needed", _NO_CONSENT))
    if province_named(province, own_province) is None:
        faults.append(FieldFault("/address/province", "unknown", _NO_PROVINCE))
    return faults


def _checked(content: AddressContent, own_province: str) -> PostalAddress:
    given = content.address.province
    faults = refusals(given, own_province, agrees=content.agrees_to_saving)
    if faults:
        raise InvalidInput(faults)
    return with_known_province(content.address, own_province, "/address")


async def _make_default(saved: SavedAddress) -> None:
    await (
        SavedAddress.filter(person_id=saved.person_id).exclude(id=saved.id).update(is_default=False)
    )
    saved.is_default = True
    await saved.save(update_fields=["is_default"])


def _fingerprint(address: PostalAddress) -> bytes:
    canonical = orjson.dumps(address.model_dump(), option=orjson.OPT_SORT_KEYS).decode()
    return keyring().keyed_hash(canonical, "saved-address")
