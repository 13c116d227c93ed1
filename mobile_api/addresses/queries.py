"""Reading the address book, masked but for the one entry that its owner opens."""

from collections.abc import Mapping

from mobile_api.addresses.models import SavedAddress
from mobile_api.addresses.schemas import AddressList, FullAddress, SavedAddressView
from mobile_api.addresses.service import MOST
from mobile_api.shared.callers import Citizen
from mobile_api.shared.text.masking import mask_address, mask_name, mask_phone
from mobile_api.shared.text.places import Levels
from notifications.post.schemas import MaskedContact


async def address_list(caller: Citizen) -> AddressList:
    """The default first, then those used last."""
    own = SavedAddress.filter(person_id=caller.person_id)
    saved = await own.order_by("-is_default", "-used_at", "id")
    return AddressList(addresses=[_view(one) for one in saved], most=MOST)


def full(saved: SavedAddress) -> FullAddress:
    return FullAddress(id=saved.id, label=saved.label, is_default=saved.is_default, **saved.contact)


def masked(contact: Mapping[str, str]) -> MaskedContact:
    """As much of a postal address as its owner needs to recognise it."""
    region = Levels.of(contact["province"], contact["city"], contact["county"]).in_one_line
    return MaskedContact(
        name=mask_name(contact["name"]),
        phone=mask_phone(contact["phone"]),
        address=region + mask_address(contact["address"]),
    )


def _view(saved: SavedAddress) -> SavedAddressView:
    shown = masked(saved.contact)
    return SavedAddressView(
        id=saved.id,
        label=saved.label,
        name_masked=shown.name,
        phone_masked=shown.phone,
        address_masked=shown.address,
        is_default=saved.is_default,
    )
