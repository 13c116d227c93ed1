"""How a person chooses that the result reaches them, and who pays the postage."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mobile_api.addresses import service as addresses
from mobile_api.addresses.schemas import AddressContent
from mobile_api.cases.models import ChosenDelivery
from mobile_api.cases.post.schemas import AddressChoice, DeliveryChoice
from mobile_api.cases.states import DeliveryKind
from mobile_api.cases.words import WORDS
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import Postage
from mobile_api.shared.callers import Citizen
from mobile_api.shared.process.parts import Derived
from mobile_api.shared.settings.settings import Settings
from notifications.post.schemas import CheckedContact, Contact

# Codes of Kuaidi100; whoever does not know the carrier says nothing, and it is found by the number.
CARRIERS: Final[Mapping[str, str]] = WORDS.carriers


@dataclass(frozen=True, slots=True)
class PostalTerms:
    """What this instance's post depends on: the hall's contact, and who pays by default."""

    hall: Mapping[str, str]
    postage: Postage

    @classmethod
    def of(cls, settings: Settings) -> "PostalTerms":
        return cls(settings.hall_contact, Postage[settings.postage.upper()])

    @property
    def hall_contact(self) -> Contact:
        """Raises pydantic.ValidationError for an instance that posts nothing."""
        return CheckedContact.model_validate(self.hall)


POSTAL_TERMS = Derived("postal terms", PostalTerms.of)


def postage_of(guide: ServiceGuide, terms: PostalTerms) -> Postage:
    """The guide's own rule, else the city's."""
    return guide.post.postage or terms.postage


async def chosen_delivery(
    caller: Citizen, choice: DeliveryChoice, guide: ServiceGuide, terms: PostalTerms
) -> ChosenDelivery:
    """What is written into the case: a copy of the address, so that later edits change nothing.

    Raises AddressNotFound, AddressBookFull, InvalidInput.
    """
    address = None
    if choice.kind is DeliveryKind.post and (choice.address or choice.address_id):
        address = await chosen_address(caller, choice, terms, under="/delivery")
    return ChosenDelivery(
        kind=choice.kind,
        address=address,
        receiver_pays=postage_of(guide, terms) is Postage.RECEIVER_PAYS,
        agrees_to_postage=choice.agrees_to_postage,
    )


async def chosen_address(
    caller: Citizen, choice: AddressChoice, terms: PostalTerms, *, under: str = ""
) -> Contact:
    """The address meant: an entry of the book, or one typed, kept only if its owner says so.

    Raises AddressNotFound, AddressBookFull, InvalidInput (both or none, unknown province).
    """
    field, own_province = f"{under}/address", terms.hall.get("province", "")
    address = await addresses.meant(caller, choice.address_id, choice.address, field=field)
    if choice.address_id is not None:
        await addresses.note_use(caller, choice.address_id)
    if isinstance(address, Contact):
        return address
    address = addresses.with_known_province(address, own_province, field)
    if choice.save_address:
        content = AddressContent(address=address, label="", agrees_to_saving=True)
        await addresses.save(caller, content, own_province)
    return Contact.of(address)
