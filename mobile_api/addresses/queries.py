"""Reading the address book, masked but for the one entry that its owner opens."""

from mobile_api.addresses.models import SavedAddress
from mobile_api.addresses.schemas import AddressList, FullAddress, SavedAddressView
from mobile_api.addresses.service import MOST
from mobile_api.shared.callers import Citizen
from mobile_api.shared.json_columns import read_each, shown


async def address_list(caller: Citizen) -> AddressList:
    """The default first, then those used last."""
    own = SavedAddress.filter(person_id=caller.person_id)
    addresses, unreadable = shown(
        await read_each(own.order_by("-is_default", "-used_at", "id")), _view
    )
    return AddressList(addresses=addresses, unreadable=unreadable, most=MOST)


def full(saved: SavedAddress) -> FullAddress:
    return FullAddress(
        id=saved.id, label=saved.label, is_default=saved.is_default, **dict(saved.contact)
    )


def _view(saved: SavedAddress) -> SavedAddressView:
    shown = saved.contact.masked()
    return SavedAddressView(
        id=saved.id,
        label=saved.label,
        name_masked=shown.name,
        phone_masked=shown.phone,
        address_masked=shown.address,
        is_default=saved.is_default,
    )
